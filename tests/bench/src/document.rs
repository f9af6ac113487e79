//! A PDF to measure with: pages of text in one font, the same octets each time.

/// Pages of [`sample`].
const PAGES: usize = 20;

/// Returns twenty pages of exactly `octets` octets; at least 8000.
pub(crate) fn sample(octets: usize) -> Vec<u8> {
    pages(PAGES, octets)
}

/// Returns a PDF 1.7 file of exactly `octets` octets, with a classic cross-reference table and
/// content streams that are not compressed; at least 400 octets a page.
pub(crate) fn pages(pages: usize, octets: usize) -> Vec<u8> {
    let mut kids = String::new();
    for page in 0..pages {
        kids.push_str(&format!("{} 0 R ", 4 + page * 2));
    }
    let mut bodies = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {pages}/Kids[{kids}]>>"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    // What is left of the wanted length is spread over the pages; a second pass evens it out.
    let bare = assemble(&with_pages(&bodies, pages, 0, 0)).len();
    let mut each = octets.saturating_sub(bare) / pages;
    while each > 0 && assemble(&with_pages(&bodies, pages, each, 0)).len() > octets {
        each -= 1;
    }
    let rest = octets.saturating_sub(assemble(&with_pages(&bodies, pages, each, 0)).len());
    bodies = with_pages(&bodies, pages, each, rest);
    assemble(&bodies)
}

/// Adds the pages: each content stream `each` octets longer, `rest` octets in the last page's
/// dictionary.
fn with_pages(bodies: &[String], pages: usize, each: usize, rest: usize) -> Vec<String> {
    let mut bodies = bodies.to_vec();
    for page in 0..pages {
        let content = 5 + page * 2;
        let space = " ".repeat(if page + 1 == pages { rest } else { 0 });
        bodies.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R\
             /Resources<</Font<</F 3 0 R>>>>{space}>>"
        ));
        let text = text(page, each);
        bodies.push(format!(
            "<</Length {}>>\nstream\n{text}\nendstream",
            text.len()
        ));
    }
    bodies
}

/// Lines of a page; `octets` long.
fn text(page: usize, octets: usize) -> String {
    let mut text = String::with_capacity(octets + 64);
    let mut line = 0;
    while text.len() < octets {
        let height = 800_usize.saturating_sub(line * 7 % 780);
        text.push_str(&format!(
            "BT /F 6 Tf 40 {height} Td (Page {page}, line {line}: no. {}) Tj ET\n",
            page * 7919 + line * 104_729
        ));
        line += 1;
    }
    text.truncate(octets);
    text
}

fn assemble(bodies: &[String]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", bodies.len() + 1);
    for (index, body) in bodies.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend_from_slice(format!("{} 0 obj\n{body}\nendobj\n", index + 1).as_bytes());
    }
    let start = file.len();
    file.extend_from_slice(table.as_bytes());
    let size = bodies.len() + 1;
    file.extend_from_slice(
        format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
    );
    file
}

/// Returns a length for people, such as `100k`.
pub(crate) fn length(octets: usize) -> String {
    match octets {
        0..1_000 => format!("{octets}"),
        1_000..1_000_000 => format!("{}k", (octets + 500) / 1_000),
        _ => format!(
            "{:.1}M",
            f64::from(u32::try_from(octets / 1_000).unwrap_or(u32::MAX)) / 1e3
        ),
    }
}
