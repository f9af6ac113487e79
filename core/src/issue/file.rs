//! The objects of the file.

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::{
    AnnotationFlags, AssociationKind, FieldType, OutputIntentSubtype, TabOrder,
};
use pdf_writer::writers::StructTreeRoot;
use pdf_writer::{Filter, Name, Pdf, Rect, Ref, Settings, Str, TextStr};
use ring::digest::{SHA256, digest};

use super::error::IssueError;
use super::face::Places;
use super::metadata::Metadata;
use super::sheet::Sheet;
use super::tags::{PAGE_KEY, WIDGET_KEY};
use super::{DATA_FILE_NAME, IssueOptions, RectPt, SECOND_FIELD_NAME, SecondField, icc};
use crate::licence::Licence;

const MOST_DATA: usize = 1 << 20;

/// Compresses as `FlateDecode` undoes (ISO 32000-1, 7.4.4).
pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
    compress_to_vec_zlib(data, 6)
}

/// Writes the file around the drawn sheet.
pub(super) fn write(
    sheet: Sheet<'_>,
    places: &Places,
    licence: &Licence,
    options: &IssueOptions<'_>,
) -> Result<Vec<u8>, IssueError> {
    check_data(options.licence_json)?;
    let metadata = Metadata::new(licence, options.created)?;
    let mut last = 0;
    let mut next = || {
        last += 1;
        Ref::new(last)
    };
    let (catalog, info, pages, page) = (next(), next(), next(), next());
    let (content, xmp, profile) = (next(), next(), next());
    let (data, data_spec) = (next(), next());
    let widget = (options.second_field != SecondField::None).then(&mut next);
    let empty = places.second.map(|place| (next(), place));

    let mut pdf = Pdf::with_settings(Settings { pretty: false });
    pdf.set_version(1, 7);
    let structure = sheet.tags.write(&mut pdf, &mut next, page, widget);
    let fonts = sheet.fonts.write(&mut pdf, &mut next, sheet.chain)?;
    let forms = write_forms(&mut pdf, &mut next, &sheet)?;

    metadata.write_info(&mut pdf, info);
    pdf.metadata(xmp, metadata.xmp().as_bytes());
    pdf.icc_profile(profile, &deflate(&icc::srgb()))
        .n(3)
        .filter(Filter::FlateDecode);
    write_data(&mut pdf, data, data_spec, options.licence_json, &metadata)?;

    pdf.indirect(structure.root)
        .start::<StructTreeRoot<'_>>()
        .child(structure.document)
        .parent_tree_next_key(if widget.is_some() {
            WIDGET_KEY + 1
        } else {
            PAGE_KEY + 1
        })
        .pair(Name(b"ParentTree"), structure.parents);

    if let Some(widget) = widget {
        write_widget(&mut pdf, widget, page, empty);
    }
    pdf.pages(pages).kids([page]).count(1);
    {
        let mut object = pdf.page(page);
        object
            .parent(pages)
            .media_box(Rect::new(0.0, 0.0, sheet.width, sheet.height))
            .contents(content)
            .struct_parents(PAGE_KEY)
            .tab_order(TabOrder::StructureOrder);
        object.group().transparency().color_space().device_rgb();
        if let Some(widget) = widget {
            object.annotations([widget]);
        }
        let mut resources = object.resources();
        resources
            .fonts()
            .pairs(fonts.iter().map(|(name, id)| (Name(name.as_bytes()), *id)));
        resources
            .x_objects()
            .pairs(forms.iter().map(|(name, id)| (Name(name.as_bytes()), *id)));
    }
    pdf.stream(content, &deflate(sheet.content.finish().as_slice()))
        .filter(Filter::FlateDecode);
    {
        let mut object = pdf.catalog(catalog);
        object.pages(pages).metadata(xmp).lang(TextStr("zh-CN"));
        object.pair(Name(b"StructTreeRoot"), structure.root);
        object.mark_info().marked(true);
        object.viewer_preferences().display_doc_title(true);
        object.insert(Name(b"AF")).array().item(data_spec);
        object
            .names()
            .embedded_files()
            .names()
            .insert(Str(DATA_FILE_NAME.as_bytes()), data_spec);
        object
            .output_intents()
            .push()
            .subtype(OutputIntentSubtype::PDFA)
            .output_condition_identifier(TextStr("sRGB"))
            .info(TextStr("sRGB IEC61966-2.1"))
            .dest_output_profile(profile);
        object.form().fields(widget);
    }
    // Half a digest of everything written: the same licence has the same identifier.
    let digest = digest(&SHA256, pdf.as_bytes());
    let id: Vec<u8> = digest.as_ref().iter().copied().take(16).collect();
    pdf.set_file_id((id.clone(), id));
    Ok(pdf.finish())
}

/// Checks what the file carries beside the face.
pub(super) fn check(licence: &Licence, options: &IssueOptions<'_>) -> Result<(), IssueError> {
    check_data(options.licence_json)?;
    Metadata::new(licence, options.created).map(drop)
}

fn check_data(json: &str) -> Result<(), IssueError> {
    if json.len() > MOST_DATA {
        return Err(IssueError::DataTooLarge {
            octets: json.len(),
            most: MOST_DATA,
        });
    }
    serde_json::from_str::<serde::de::IgnoredAny>(json)
        .map(|_| ())
        .map_err(|e| IssueError::DataNotJson {
            line: e.line(),
            column: e.column(),
        })
}

fn write_data(
    pdf: &mut Pdf,
    data: Ref,
    spec: Ref,
    json: &str,
    metadata: &Metadata,
) -> Result<(), IssueError> {
    let size = i32::try_from(json.len()).map_err(|_| IssueError::Internal("data size"))?;
    let compressed = deflate(json.as_bytes());
    {
        let mut file = pdf.embedded_file(data, &compressed);
        file.filter(Filter::FlateDecode);
        file.subtype(Name(b"application/json"));
        file.params()
            .size(size)
            .creation_date(metadata.date())
            .modification_date(metadata.date());
    }
    let mut object = pdf.file_spec(spec);
    object
        .path(Str(DATA_FILE_NAME.as_bytes()))
        .unic_file(TextStr(DATA_FILE_NAME))
        .description(TextStr("电子证照数据"))
        .association_kind(AssociationKind::Data)
        .embedded_file_with_unicode(data);
    Ok(())
}

/// Writes tiles of the border and the photo; returns their resource names and objects.
fn write_forms(
    pdf: &mut Pdf,
    next: &mut impl FnMut() -> Ref,
    sheet: &Sheet<'_>,
) -> Result<Vec<(String, Ref)>, IssueError> {
    let mut forms = Vec::new();
    for tile in &sheet.tiles {
        let id = next();
        let compressed = deflate(&tile.content);
        pdf.form_xobject(id, &compressed)
            .bbox(Rect::new(-0.1, -0.1, 1.1, 1.1))
            .filter(Filter::FlateDecode);
        forms.push((tile.name.to_owned(), id));
    }
    if let Some(photo) = &sheet.photo {
        let id = next();
        let mut image = pdf.image_xobject(id, &photo.data);
        image.filter(Filter::DctDecode);
        image
            .width(i32::from(photo.width))
            .height(i32::from(photo.height))
            .bits_per_component(8);
        match photo.components {
            1 => image.color_space().device_gray(),
            3 => image.color_space().device_rgb(),
            _ => return Err(IssueError::Internal("photo components")),
        }
        forms.push(("Photo".to_owned(), id));
    }
    Ok(forms)
}

/// Writes the empty field of a second seal (ISO 32000-1, 12.7.4.5). Without a place it has a
/// rectangle of no size and needs no appearance; with one it has an empty appearance, as PDF/A
/// wants (ISO 19005-3, 6.3.3).
fn write_widget(pdf: &mut Pdf, widget: Ref, page: Ref, place: Option<(Ref, RectPt)>) {
    let rect = place.map_or(Rect::new(0.0, 0.0, 0.0, 0.0), |(_, p)| {
        Rect::new(p.x0, p.y0, p.x1, p.y1)
    });
    {
        let mut field = pdf.form_field(widget);
        field
            .field_type(FieldType::Signature)
            .partial_name(TextStr(SECOND_FIELD_NAME))
            .alternate_name(TextStr("第二枚电子印章"));
        let mut annotation = field.into_annotation();
        annotation
            .rect(rect)
            .page(page)
            .flags(AnnotationFlags::PRINT | AnnotationFlags::LOCKED)
            .struct_parent(WIDGET_KEY);
        if let Some((empty, _)) = place {
            annotation.appearance().normal().stream(empty);
        }
    }
    if let Some((empty, _)) = place {
        pdf.form_xobject(empty, b"").bbox(Rect::new(
            0.0,
            0.0,
            rect.x2 - rect.x1,
            rect.y2 - rect.y1,
        ));
    }
}
