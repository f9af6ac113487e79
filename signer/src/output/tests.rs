//! Outputs appear whole, or what was there stays.

use super::*;
use crate::mapped::IN_MEMORY;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_output_is_the_input_with_the_delta_behind_it() {
    for length in [0, 5, IN_MEMORY + 5] {
        let folder = tempfile::tempdir().unwrap();
        let (input, output) = (folder.path().join("in"), folder.path().join("out"));
        std::fs::write(&input, vec![7; length]).unwrap();
        std::fs::write(&output, b"old").unwrap();
        let copy = OutputCopy::begin(&input, &output, u64::MAX).unwrap();
        assert_eq!(copy.bytes(), vec![7; length]);
        assert_eq!(
            std::fs::read(&output).unwrap(),
            b"old",
            "nothing is replaced before finish"
        );
        copy.finish(b"delta").unwrap();
        let expected = [vec![7; length], b"delta".to_vec()].concat();
        assert_eq!(std::fs::read(&output).unwrap(), expected);
        assert_eq!(std::fs::read(&input).unwrap(), vec![7; length]);
        assert_eq!(names(folder.path()), ["in", "out"]);
    }
}

#[test]
fn an_output_that_is_given_up_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    std::fs::write(&input, b"x").unwrap();
    drop(OutputCopy::begin(&input, &output, 10).unwrap());
    assert_eq!(names(folder.path()), ["in"]);
}

#[test]
fn an_output_keeps_the_mode_of_the_file_that_it_replaces() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    std::fs::write(&input, b"x").unwrap();
    OutputCopy::begin(&input, &output, 10)
        .unwrap()
        .finish(b"")
        .unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        mode(&output),
        mode(&input),
        "a new output has the mode that any new file has"
    );
    std::fs::set_permissions(&output, Permissions::from_mode(0o640)).unwrap();
    OutputCopy::begin(&input, &output, 10)
        .unwrap()
        .finish(b"")
        .unwrap();
    assert_eq!(mode(&output), 0o640);
}

#[test]
fn appending_in_place_keeps_every_octet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f");
    std::fs::write(&path, b"before").unwrap();
    let file = InPlace::begin(&path, 100).unwrap();
    assert_eq!(file.bytes(), b"before");
    assert!(matches!(InPlace::begin(&path, 100), Err(OutputError::Busy)));
    file.finish(b" after").unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"before after");
}

#[test]
fn a_file_that_grew_meanwhile_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f");
    std::fs::write(&path, b"before").unwrap();
    let file = InPlace::begin(&path, 100).unwrap();
    std::fs::write(&path, b"before!").unwrap();
    assert!(matches!(file.finish(b" after"), Err(OutputError::Changed)));
    assert_eq!(std::fs::read(&path).unwrap(), b"before!");
}

/// A file whose device is full after so many octets, or whose sync fails.
struct Failing {
    content: io::Cursor<Vec<u8>>,
    room: usize,
    sync_fails: u32,
}

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.room);
        if taken == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.room -= taken;
        self.content.write(&bytes[..taken])
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Failing {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.content.seek(to)
    }
}

impl Target for Failing {
    fn sync(&mut self) -> io::Result<()> {
        if self.sync_fails > 0 {
            self.sync_fails -= 1;
            return Err(io::Error::other("sync"));
        }
        Ok(())
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.content
            .get_mut()
            .truncate(usize::try_from(length).map_err(io::Error::other)?);
        Ok(())
    }
}

#[test]
fn a_full_device_or_a_failed_sync_cuts_the_file_back() {
    for (room, sync_fails) in [(0, 0), (1, 0), (4, 0), (100, 1)] {
        let content = io::Cursor::new(b"before".to_vec());
        let mut target = Failing {
            content,
            room,
            sync_fails,
        };
        let error = append(&mut target, 6, b" after").unwrap_err();
        assert!(matches!(error, OutputError::Write(_)), "{error}");
        assert_eq!(target.content.into_inner(), b"before");
    }
    let content = io::Cursor::new(b"before".to_vec());
    let mut target = Failing {
        content,
        room: 100,
        sync_fails: 2,
    };
    let error = append(&mut target, 6, b" after").unwrap_err();
    assert!(
        matches!(error, OutputError::HalfWritten { length: 6 }),
        "{error}"
    );
}
