//! Writes what libFuzzer begins with to a folder: `write_seeds FOLDER`. Each target has a folder of
//! seeds in it; the file `words` is a dictionary for all of them.

use std::fmt::Write as _;
use yinxin_fuzz::{entry, mutation, seeds};

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).unwrap_or_else(|| "seeds".into());
    let folder = std::path::Path::new(&folder);
    for (name, _) in entry::ALL {
        let folder = folder.join(name);
        std::fs::create_dir_all(&folder)?;
        for (number, octets) in seeds::of(name).iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number}")), octets)?;
        }
    }
    let mut words = String::new();
    for word in mutation::WORDS {
        let octets = word.iter().fold(String::new(), |mut all, octet| {
            let _ = write!(all, "\\x{octet:02x}");
            all
        });
        let _ = writeln!(words, "\"{octets}\"");
    }
    std::fs::write(folder.join("words"), words)
}
