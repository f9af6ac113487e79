//! What some readers show otherwise than others.

use super::build::Build;
use crate::pdf::{Document, Finding};

/// A page with an entry, and objects 4 and 5: streams that draw.
fn page(entries: &str, pages: &str, stream: &str) -> Vec<u8> {
    Build::new()
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(2, &format!("<</Type/Pages/Kids[3 0 R]/Count 1{pages}>>"))
        .object(
            3,
            &format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]{entries}>>"),
        )
        .stream(4, stream, "(a) Tj")
        .stream(5, "", "(b) Tj")
        .table("/Root 1 0 R/Size 6")
        .bytes
}

fn ambiguity(bytes: &[u8]) -> Option<Finding> {
    Document::open(bytes).unwrap().ambiguity()
}

#[test]
fn contents_that_are_streams_are_shown_alike() {
    for contents in [
        "",
        "/Contents 4 0 R",
        "/Contents[4 0 R 5 0 R]",
        "/Contents[]",
    ] {
        assert_eq!(ambiguity(&page(contents, "", "")), None, "{contents}");
    }
}

#[test]
fn keys_that_are_one_where_a_reader_ends_them_sooner_are_shown_differently() {
    for (key, other, is_one) in [
        ("a\u{c0}", "a\u{c0}b", true),
        ("a\u{c0}", "b\u{c0}", false),
        ("a#C3#80", "a#C3#80b", false),
    ] {
        let found = ambiguity(&page(&format!("/N<</{key} 1/{other} 2>>"), "", ""));
        let is_twice = matches!(found, Some(Finding::DuplicateKeys { .. }));
        assert_eq!(is_twice, is_one, "{key} {other} {found:?}");
    }
}

#[test]
fn contents_that_are_not_all_streams_are_shown_differently() {
    for contents in [
        "[[4 0 R]5 0 R]",
        "[null 4 0 R]",
        "[4 0 R 1 0 R]",
        "[9 0 R 4 0 R]",
    ] {
        let found = ambiguity(&page(&format!("/Contents {contents}"), "", ""));
        assert!(
            matches!(found, Some(Finding::OddContents { .. })),
            "{contents}"
        );
    }
}

#[test]
fn a_key_twice_in_anything_shown_is_shown_differently() {
    let twice = |bytes: &[u8]| matches!(ambiguity(bytes), Some(Finding::DuplicateKeys { .. }));
    assert!(twice(&page("/Contents 4 0 R/Contents 5 0 R", "", "")));
    assert!(twice(&page("", "/Kids[]", "")));
    assert!(twice(&page("/Contents 4 0 R", "", "/Length 2")));
    assert!(twice(&page(
        "/Resources<</Font<</F 5 0 R/#46 4 0 R>>>>",
        "",
        ""
    )));
    // The same twice is the same.
    assert!(!twice(&page(
        "/Rotate 0/Contents[4 0 R]/Contents[ 4 0 R]/Rotate 0",
        "",
        ""
    )));
    // What nobody shows may be written as it likes.
    assert!(!twice(&page("/PieceInfo 4 0 R", "", "/Length 2")));
}

#[test]
fn contents_with_the_word_that_ends_a_stream_are_shown_differently() {
    let file = Build::new()
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .object(
            3,
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        )
        .stream(4, "", "(a) Tj\nendstream\n(b) Tj")
        .table("/Root 1 0 R/Size 5")
        .bytes;
    assert!(matches!(
        ambiguity(&file),
        Some(Finding::WrongLength { .. })
    ));
}

#[test]
fn anything_shown_whose_data_some_readers_end_sooner_is_shown_differently() {
    let shown = |dictionary: &str, data: &str| {
        let file = Build::new()
            .object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .object(
                3,
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</I 4 0 R>>>>>>",
            )
            .object(4, &format!("<<{dictionary}>>stream\n{data}\nendstream"))
            .table("/Root 1 0 R/Size 5");
        ambiguity(&file.bytes)
    };
    let image = "/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray";
    assert_eq!(shown(&format!("{image}/Length 4"), "abcd"), None);
    let is_cut = |found: Option<Finding>| matches!(found, Some(Finding::WrongLength { .. }));
    assert!(is_cut(shown(&format!("{image}/Length 2"), "abcd")));
    for kind in ["/PatternType 1", "/Subtype/Image", "/Type/EmbeddedFile", ""] {
        let found = shown(&format!("{kind}/Length 15"), "a b\nendstream c");
        assert!(is_cut(found), "{kind}");
    }
    // An attached file is a document, and nothing that is shown; what is both is shown.
    let attached = |more: &str| {
        let file = Build::new()
            .object(
                1,
                &format!("<</Type/Catalog/Pages 2 0 R/AF[<</EF<</F 4 0 R>>>>]{more}>>"),
            )
            .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
            .object(
                4,
                "<</Type/EmbeddedFile/Length 15>>stream\na b\nendstream c\nendstream",
            )
            .table("/Root 1 0 R/Size 5");
        ambiguity(&file.bytes)
    };
    assert_eq!(attached(""), None);
    assert!(is_cut(attached("/Also<</CharProcs<</a 4 0 R>>>>")));
}

#[test]
fn data_begin_behind_a_line_end() {
    let file = page("/Contents 4 0 R", "", "");
    let at = memchr::memmem::find(&file, b"stream\n(a)").unwrap();
    let mut cut = file.clone();
    cut[at..][..10].copy_from_slice(b"stream(a) ");
    assert_eq!(ambiguity(&file), None);
    assert!(ambiguity(&cut).is_some());
}

#[test]
fn a_name_that_some_readers_end_sooner_is_shown_differently() {
    let name = |name: &str| ambiguity(&page(&format!("/N[{name}]"), "", ""));
    // In UTF-8: C2 80 behind letters would be one, and so is C3 80.
    assert_eq!(name("/nine /\u{c0}"), None);
    let latin = page("/N[/nine#80]", "", "");
    assert!(ambiguity(&latin).is_some());
}

#[test]
fn a_reference_has_space_before_its_r() {
    let file = page("/Contents 4 0R", "", "");
    assert!(Document::open(&file).unwrap().latest().page(0).is_err());
}

#[test]
fn a_page_that_is_a_node_as_well_is_shown_differently() {
    let odd = |bytes: &[u8]| matches!(ambiguity(bytes), Some(Finding::OddPage { .. }));
    assert!(odd(&page("/Kids[4 0 R]", "", "")));
    let file = Build::new()
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .object(3, "<</Type/Pages/Parent 2 0 R/MediaBox[0 0 9 9]>>")
        .table("/Root 1 0 R/Size 4");
    assert!(odd(&file.bytes));
}

/// A file whose first object promises a first page and a length.
fn linearized(first: u32, length: impl Fn(usize) -> usize, is_updated: bool) -> Vec<u8> {
    let make = |length: usize| {
        let promise = format!("<</Linearized 1/L {length:06}/O {first}/N 1/P 0>>");
        let base = Build::new()
            .object(5, &promise)
            .object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
            .object(4, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
            .table("/Root 1 0 R/Size 6");
        let before = base.last;
        match is_updated {
            false => base.bytes,
            true => {
                let update = base.object(4, "null");
                update
                    .table(&format!("/Root 1 0 R/Size 6/Prev {before}"))
                    .bytes
            }
        }
    };
    make(length(make(0).len()))
}

/// Some readers believe it while the length fits, begin with the table after it, and never look at the
/// page tree. Who prepares a file can foresee its length.
#[test]
fn a_linearized_file_that_promises_another_first_page_is_shown_differently() {
    let odd = |bytes: &[u8]| matches!(ambiguity(bytes), Some(Finding::Linearized { .. }));
    assert!(odd(&linearized(4, |length| length, false)));
    assert!(
        odd(&linearized(3, |length| length, false)),
        "the table does not follow"
    );
    assert!(odd(&linearized(3, |length| length + 20_000, false)));
    // The length of a file that was longer once, or was linearized before something was cut off.
    assert!(!odd(&linearized(4, |length| length - 1, false)));
    // An update makes the file longer than it was when it was linearized.
    assert!(odd(&linearized(3, |length| length, true)));
    assert!(!odd(&linearized(3, |length| length - 300, true)));
}

#[test]
fn a_page_tree_in_which_readers_may_find_other_pages_is_told_and_never_passes() {
    let tree = |root: &str, page: &str| {
        let file = Build::new()
            .object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .object(2, root)
            .object(3, page)
            .object(4, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .table("/Root 1 0 R/Size 5");
        matches!(ambiguity(&file.bytes), Some(Finding::OddPage { .. }))
    };
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>";
    assert!(!tree("<</Type/Pages/Kids[3 0 R]/Count 1>>", page));
    for root in [
        "<</Type/Pages/Kids[3 0 R]/Count 2>>",
        "<</Type/Pages/Kids[3 0 R]>>",
        "<</Type/Pages/Kids[3 0 R null]/Count 1>>",
        "<</Type/Pages/Kids[3 0 R 9 0 R]/Count 1>>",
        "<</Type/Pages/Kids[3 0 R 4 5 R]/Count 1>>",
        "<</Type/Pages/Kids[<</Type/Page/Parent 2 0 R>>]/Count 1>>",
    ] {
        assert!(tree(root, page), "{root}");
    }
    let root = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
    assert!(tree(root, "<</Type/Page/Parent 4 0 R>>"));
    assert!(tree(root, "<</Type/Page>>"));
}

#[test]
fn a_name_that_some_readers_cut_is_shown_differently() {
    let twice = |entries: &str| {
        let file = page(entries, "", "");
        matches!(ambiguity(&file), Some(Finding::DuplicateKeys { .. }))
    };
    assert!(twice("/Contents 4 0 R/Contents#00 5 0 R"));
    assert!(!twice("/Contents 4 0 R/Contents#20 5 0 R"));
    for name in ["#43ontents#00", "Content#73#00", "Contents#0G", "A#"] {
        assert!(twice(&format!("/Contents 4 0 R/{name} 5 0 R")), "{name}");
    }
    let long = "A".repeat(127);
    assert!(!twice(&format!("/{long} 5 0 R")));
    assert!(twice(&format!("/{long}A 5 0 R")));
}

#[test]
fn an_object_that_is_shown_and_cannot_be_read_never_passes() {
    let unread = |entries: &str, fourth: &str| {
        let file = Build::new()
            .object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .object(
                3,
                &format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]{entries}>>"),
            )
            .object(4, fourth)
            .table("/Root 1 0 R/Size 5");
        matches!(ambiguity(&file.bytes), Some(Finding::Unread { .. }))
    };
    assert!(unread("/Resources 4 0 R", "<</Font foo>>"));
    assert!(unread("/Resources 4 7 R", "<<>>"), "another generation");
    assert!(
        unread("/Resources 4 0 R/Metadata null/Group 4 7 R", "<<>>"),
        "and its own"
    );
    assert!(unread("/Resources 4 0 R", "2 0 R"), "a reference to one");
    assert!(!unread("/Resources 4 0 R", "<<>>"));
    assert!(!unread("/Resources 9 0 R", "<<>>"), "nobody has that");
}

#[test]
fn contents_that_not_all_readers_unpack_are_shown_differently() {
    let odd = |stream: &str| {
        let found = ambiguity(&page("/Contents 4 0 R", "", stream));
        matches!(found, Some(Finding::OddFilter { .. }))
    };
    for stream in [
        "/Filter/Foo",
        "/Filter/JPXDecode",
        "/Filter/Fl",
        "/Filter 7",
        "/Filter[null/FlateDecode]",
        "/Filter[[/FlateDecode]]",
        "/Filter/FlateDecode/DecodeParms 5",
        "/DecodeParms<</Predictor 12>>",
        "/Filter/FlateDecode/DP<</Predictor 12>>",
        "/Filter/FlateDecode/DecodeParms<</Predictor 12.0>>",
        "/Filter/FlateDecode/DecodeParms<</Predictor 99>>",
        "/Filter/FlateDecode/DecodeParms<</Columns 0>>",
    ] {
        assert!(odd(stream), "{stream}");
    }
    for stream in [
        "/Filter/ASCIIHexDecode/DecodeParms null",
        "/Filter[]",
        "/Filter[/ASCII85Decode/FlateDecode]/DecodeParms[null<</Predictor 12>>]",
    ] {
        assert!(!odd(stream), "{stream}");
    }
}

#[test]
fn a_page_beside_its_media_box_or_of_another_type_is_shown_differently() {
    let odd = |entries: &str| {
        let found = ambiguity(&page(entries, "", ""));
        matches!(found, Some(Finding::OddPage { .. }))
    };
    assert!(odd("/CropBox[20 20 30 30]"));
    assert!(!odd("/CropBox[-5 -5 5 5]"));
    assert!(odd("/Resources null"));
    for media in [
        "[0 0 9 9 9]",
        "[0 0 9]",
        "null",
        "/A4",
        "8 0 R",
        "[0 0 0 9]",
        "[0 0 --9 9]",
        "[0 0 9.0.0 9]",
    ] {
        assert!(odd(&format!("/CropBox {media}")), "{media}");
    }
    assert!(!odd("/CropBox[+0 .5 9.0 9.]"));
    let file = Build::new()
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .object(3, "<</Type/Template/Parent 2 0 R/MediaBox[0 0 9 9]>>")
        .table("/Root 1 0 R/Size 4");
    let found = ambiguity(&file.bytes);
    assert!(matches!(found, Some(Finding::OddPage { .. })));
}

#[test]
fn a_generation_that_goes_down_is_shown_differently() {
    let file = |older: u16, newer: u16| {
        let base = Build::new()
            .object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
            .generation(4, older, "(a)")
            .table("/Root 1 0 R/Size 5");
        let prev = base.last;
        let update = base.generation(4, newer, "(b)");
        let update = update.table(&format!("/Root 1 0 R/Size 5/Prev {prev}"));
        ambiguity(&update.bytes)
    };
    assert_eq!(file(1, 0), Some(Finding::LowerGeneration { number: 4 }));
    assert_eq!(file(0, 1), None);
}

#[test]
fn a_first_object_that_cannot_be_read_may_promise_another_first_page() {
    let file = Build::new()
        .object(5, "<</Linearized 1/Zz foo>>")
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
        .table("/Root 1 0 R/Size 6");
    assert!(matches!(
        ambiguity(&file.bytes),
        Some(Finding::Linearized { .. })
    ));
}

#[test]
fn a_page_tree_of_many_levels_or_with_a_stream_is_shown_differently() {
    let odd = |levels: u32| {
        let mut file = Build::new().object(1, "<</Type/Catalog/Pages 2 0 R>>");
        for number in 2..2 + levels {
            let (parent, kid) = (number - 1, number + 1);
            let parent = match number {
                2 => String::new(),
                _ => format!("/Parent {parent} 0 R"),
            };
            let node = format!("<</Type/Pages/Kids[{kid} 0 R]/Count 1{parent}>>");
            file = file.object(number, &node);
        }
        let (last, parent) = (2 + levels, 1 + levels);
        let page = format!("<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 9 9]>>");
        let file = file.object(last, &page);
        let file = file.table(&format!("/Root 1 0 R/Size {}", last + 1));
        matches!(ambiguity(&file.bytes), Some(Finding::OddPage { .. }))
    };
    assert!(!odd(20));
    assert!(odd(40));
    let file = Build::new()
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .stream(2, "/Type/Pages/Kids[3 0 R]/Count 1", "")
        .object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
        .table("/Root 1 0 R/Size 4");
    assert!(matches!(
        ambiguity(&file.bytes),
        Some(Finding::OddPage { .. })
    ));
}
