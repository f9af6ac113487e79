//! The field that a signature is put in: one that is there and empty, or a new one.

use super::super::append::{AppendError, Appender, reference};
use super::super::indirect::IndirectObject;
use super::super::object::{Dictionary, Object, ObjectId};
use super::super::signature::{EmptyField, FieldLock, Signatures};
use super::super::text_string::encode;
use super::appearance::{Rotation, numbers, rotation, rotation_of_widget};
use super::{SignatureRequest, dictionary, lock_entries};

/// Printed, and locked against moving (ISO 32000-2, 12.5.3; from memory).
const WIDGET_FLAGS: &str = "132";

/// Makes the signature the value of the field that is asked for. Returns the field and its lock.
pub(super) fn place(
    appender: &mut Appender<'_>,
    signatures: &Signatures<'_>,
    request: &SignatureRequest<'_>,
    signature: ObjectId,
) -> Result<(ObjectId, Option<FieldLock>), AppendError> {
    let wanted = request.field;
    let empty = signatures
        .empty
        .iter()
        .find(|empty| empty.place.name == wanted);
    if let Some(empty) = empty {
        return fill(appender, empty, request, signature);
    }
    let mut signed = signatures.found.iter().flat_map(|found| &found.places);
    if signed.any(|place| place.name == wanted) {
        return Err(AppendError::AlreadySigned);
    }
    let taken = |name: &String| {
        name.strip_prefix(wanted)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let empty_names = signatures.empty.iter().map(|empty| &empty.place.name);
    let places = signatures.found.iter().flat_map(|found| &found.places);
    let mut names = signatures
        .other_fields
        .iter()
        .chain(empty_names)
        .chain(places.map(|place| &place.name));
    if names.any(taken) {
        return Err(AppendError::NotASignatureField);
    }
    if wanted.is_empty() || wanted.contains('.') {
        return Err(AppendError::FieldName);
    }
    let field = create(appender, request, signature)?;
    Ok((field, request.lock.clone()))
}

/// Fills an empty field. Its rectangle stays; its appearance is replaced if one is given.
fn fill(
    appender: &mut Appender<'_>,
    empty: &EmptyField<'_>,
    request: &SignatureRequest<'_>,
    signature: ObjectId,
) -> Result<(ObjectId, Option<FieldLock>), AppendError> {
    let what = "the signature field";
    let unsupported = AppendError::Unsupported { what };
    if !empty.place.in_form {
        return Err(unsupported);
    }
    let view = appender.view();
    let id = empty.place.id.ok_or(unsupported.clone())?;
    let object = view.follow(id)?.ok_or(unsupported)?;
    let field = dictionary(&object.value, what)?;
    let lock = match &empty.place.lock {
        None => None,
        Some(Ok(lock)) => Some(lock.clone()),
        Some(Err(error)) => return Err(AppendError::Unreadable(error.clone())),
    };
    appender.set(&object, field, "V", &reference(signature))?;
    if let Some(appearance) = &request.appearance {
        let kids = view.value(field, "Kids")?;
        let only_kid = match kids.as_array().map(|kids| kids.items.as_slice()) {
            None | Some([]) => None,
            Some([kid]) => match kid.value.as_reference() {
                Some(kid) => view.follow(kid)?,
                None => {
                    return Err(AppendError::Unsupported {
                        what: "the widget of the field",
                    });
                }
            },
            Some(_) => {
                return Err(AppendError::Unsupported {
                    what: "the widget of the field",
                });
            }
        };
        let holder = only_kid.as_ref().unwrap_or(&object);
        let widget = dictionary(&holder.value, what)?;
        let turn = rotation_of_widget(&view, widget)?;
        let form = appearance.add(appender, turn)?;
        let value = [b"<</N ", reference(form).as_slice(), b">>"].concat();
        appender.set(holder, widget, "AP", &value)?;
        if widget.get("F").and_then(Object::as_integer) != Some(132) {
            appender.set(holder, widget, "F", WIDGET_FLAGS.as_bytes())?;
        }
    }
    with_form(appender, None)?;
    Ok((object.id, lock))
}

/// Makes a field that is its own widget, on the page of the appearance or on the first one.
fn create(
    appender: &mut Appender<'_>,
    request: &SignatureRequest<'_>,
    signature: ObjectId,
) -> Result<ObjectId, AppendError> {
    let view = appender.view();
    let index = request.appearance.map_or(0, |appearance| appearance.page);
    let page = view
        .pages()
        .nth(index)
        .ok_or(AppendError::NoSuchPage { index })??;
    let mut body = b"<</Type/Annot/Subtype/Widget/FT/Sig/T".to_vec();
    body.extend(encode(request.field));
    body.extend_from_slice(b"/V ");
    body.extend(reference(signature));
    body.extend_from_slice(format!("/F {WIDGET_FLAGS}/P ").as_bytes());
    body.extend(reference(page.object.id));
    match &request.appearance {
        None => body.extend_from_slice(b"/Rect[0 0 0 0]"),
        Some(appearance) => {
            let rectangle = appearance.rectangle_on(&view, &page)?;
            let turn: Rotation = rotation(&view, page.inherited("Rotate"))?;
            let form = appearance.add(appender, turn)?;
            let rectangle = numbers(&rectangle);
            body.extend_from_slice(format!("/Rect[{rectangle}]/AP<</N ").as_bytes());
            body.extend(reference(form));
            body.extend_from_slice(b">>");
        }
    }
    if let Some(lock) = &request.lock {
        body.extend_from_slice(b"/Lock<</Type/SigFieldLock");
        body.extend(lock_entries(lock));
        body.extend_from_slice(b">>");
    }
    body.extend_from_slice(b">>");
    let field = appender.add(body)?;
    let entry = reference(field);
    let holder = dictionary(&page.object.value, "the page")?;
    appender.push_to_key(
        &page.object,
        holder,
        "Annots",
        &entry,
        "/Annots of the page",
    )?;
    with_form(appender, Some(field))?;
    Ok(field)
}

/// Adds a field to the AcroForm, which is made if there is none, and sets `/SigFlags`.
fn with_form(appender: &mut Appender<'_>, field: Option<ObjectId>) -> Result<(), AppendError> {
    let what = "/AcroForm of the catalog";
    let view = appender.view();
    let root = view.catalog()?;
    let catalog = dictionary(&root.value, "the catalog")?;
    let entry = field.map(reference);
    match catalog.get("AcroForm") {
        Some(Object::Dictionary(form)) => extend(appender, &root, form, entry.as_deref()),
        Some(Object::Reference(id)) if view.follow(*id)?.is_some() => {
            let object = view.follow(*id)?.ok_or(AppendError::Unsupported { what })?;
            let form = dictionary(&object.value, what)?;
            extend(appender, &object, form, entry.as_deref())
        }
        None | Some(Object::Null | Object::Reference(_)) => {
            let fields = entry.unwrap_or_default();
            let body = [b"<</Fields[", fields.as_slice(), b"]/SigFlags 3>>"].concat();
            let form = appender.add(body)?;
            appender.set(&root, catalog, "AcroForm", &reference(form))
        }
        Some(_) => Err(AppendError::Unsupported { what }),
    }
}

fn extend<'d>(
    appender: &mut Appender<'d>,
    holder: &IndirectObject<'d>,
    form: &Dictionary<'d>,
    field: Option<&[u8]>,
) -> Result<(), AppendError> {
    if let Some(field) = field {
        appender.push_to_key(holder, form, "Fields", field, "/Fields of the AcroForm")?;
    }
    let view = appender.view();
    let flags = view.value(form, "SigFlags")?.as_integer().unwrap_or(0);
    if flags & 3 != 3 {
        appender.set(holder, form, "SigFlags", (flags | 3).to_string().as_bytes())?;
    }
    Ok(())
}
