//! The fields that a signature is put in: one that is there and empty, or new ones.

use std::collections::{BTreeMap, HashSet};

use super::super::append::{AppendError, Appender, reference};
use super::super::indirect::IndirectObject;
use super::super::object::{Dictionary, Object, ObjectId};
use super::super::pages::Page;
use super::super::shown_page::{Rotation, ShownPage};
use super::super::signature::{EmptyField, FieldLock, Signatures};
use super::super::text_string::encode;
use super::appearance::{Appearance, Forms, check, numbers};
use super::widget::Room;
use super::{SignatureRequest, dictionary, lock_entries};

/// Printed, and locked against moving (ISO 32000-2, 12.5.3; from memory).
const WIDGET_FLAGS: &str = "132";

/// Where a signature goes.
pub(super) enum Place<'s, 'd> {
    /// In a field that is there.
    Empty(&'s EmptyField<'d>),
    /// In new fields of these names, one for each place where it shows.
    New(Vec<String>),
}

impl<'s, 'd> Place<'s, 'd> {
    /// Finds the field that is asked for, or names for new ones that nobody has.
    pub(super) fn find(
        signatures: &'s Signatures<'d>,
        request: &SignatureRequest<'_>,
    ) -> Result<Self, AppendError> {
        let wanted = request.field;
        let mut empty = signatures.empty.iter();
        if let Some(empty) = empty.find(|empty| empty.place.name == wanted) {
            return match request.elsewhere.is_empty() {
                true => Ok(Place::Empty(empty)),
                false => Err(AppendError::FieldHasPlace),
            };
        }
        let mut signed = signatures.found.iter().flat_map(|found| &found.places);
        if signed.any(|place| place.name == wanted) {
            return Err(AppendError::AlreadySigned);
        }
        let taken = taken(signatures);
        if taken.contains(wanted) {
            return Err(AppendError::NotASignatureField);
        }
        if wanted.is_empty() || wanted.contains('.') {
            return Err(AppendError::FieldName);
        }
        let mut names = vec![wanted.to_owned()];
        let mut number = 1_usize;
        while names.len() <= request.elsewhere.len() {
            number += 1;
            let name = format!("{wanted}-{number}");
            if !taken.contains(name.as_str()) {
                names.push(name);
            }
        }
        Ok(Place::New(names))
    }

    /// Returns the full names of the fields.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Place::Empty(empty) => vec![empty.place.name.as_str()],
            Place::New(names) => names.iter().map(String::as_str).collect(),
        }
    }

    /// Makes the signature the value of the fields. Returns the first and the lock that applies.
    pub(super) fn fill(
        &self,
        appender: &mut Appender<'_>,
        request: &SignatureRequest<'_>,
        signature: ObjectId,
    ) -> Result<(ObjectId, Option<FieldLock>), AppendError> {
        match self {
            Place::Empty(empty) => fill(appender, empty, request, signature),
            Place::New(names) => {
                let field = create(appender, request, names, signature)?;
                Ok((field, request.lock.clone()))
            }
        }
    }
}

/// Returns the names of all fields, and of all fields above them.
fn taken<'s>(signatures: &'s Signatures<'_>) -> HashSet<&'s str> {
    let empty = signatures.empty.iter().map(|empty| &empty.place.name);
    let found = signatures.found.iter().flat_map(|found| &found.places);
    let names = signatures.other_fields.iter().chain(empty);
    let mut taken = HashSet::new();
    for mut name in names
        .chain(found.map(|place| &place.name))
        .map(String::as_str)
    {
        // Where a name is there, those above it are, too.
        while taken.insert(name) {
            match name.rsplit_once('.') {
                Some((above, _)) => name = above,
                None => break,
            }
        }
    }
    taken
}

/// Fills an empty field. Its rectangle stays; its appearance is replaced if one is given and it is
/// shown at all.
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
    let lock = match (&empty.place.lock, &request.lock) {
        (None, asked) => asked.clone(),
        (Some(Ok(_)), Some(_)) => return Err(AppendError::FieldHasLock),
        (Some(Ok(lock)), None) => Some(lock.clone()),
        (Some(Err(error)), _) => return Err(AppendError::Unreadable(error.clone())),
    };
    appender.set(&object, field, "V", &reference(signature))?;
    let room = match &request.appearance {
        Some(appearance) => Room::of(&view, empty)?.map(|room| (appearance, room)),
        None => None,
    };
    if let Some((appearance, room)) = room {
        let fitted = appearance.fitted(room.size, room.user_unit)?;
        let mut forms = Forms::of([&fitted].into_iter());
        let form = forms.add(appender, &fitted, room.turn)?;
        let kid = match room.widget {
            Some(widget) if widget.number != object.id.number => view.follow(widget)?,
            _ => None,
        };
        let holder = kid.as_ref().unwrap_or(&object);
        let widget = dictionary(&holder.value, what)?;
        let value = [b"<</N ", reference(form).as_slice(), b">>"].concat();
        appender.set(holder, widget, "AP", &value)?;
        if widget.get("F").and_then(Object::as_integer) != Some(132) {
            appender.set(holder, widget, "F", WIDGET_FLAGS.as_bytes())?;
        }
    }
    with_form(appender, None)?;
    Ok((object.id, lock))
}

/// Makes fields that are their own widgets, each on the page of its appearance; one without
/// appearance on the first page. All have the signature as their value.
fn create(
    appender: &mut Appender<'_>,
    request: &SignatureRequest<'_>,
    names: &[String],
    signature: ObjectId,
) -> Result<ObjectId, AppendError> {
    let shown: Vec<Option<&Appearance<'_>>> = match &request.appearance {
        Some(first) => [first]
            .into_iter()
            .chain(&request.elsewhere)
            .map(Some)
            .collect(),
        None if request.elsewhere.is_empty() => vec![None],
        None => return Err(AppendError::Rectangle),
    };
    let index = |appearance: &Option<&Appearance<'_>>| appearance.map_or(0, |shown| shown.page);
    let pages = pages(appender, shown.iter().map(index).collect())?;
    let mut forms = Forms::of(shown.iter().flatten().copied());
    let mut fields = Vec::with_capacity(shown.len());
    let mut on_page: BTreeMap<usize, Vec<u8>> = BTreeMap::new();
    for (appearance, name) in shown.iter().zip(names) {
        let index = index(appearance);
        let page = pages.get(&index).ok_or(AppendError::NoSuchPage { index })?;
        let mut body = b"<</Type/Annot/Subtype/Widget/FT/Sig/T".to_vec();
        body.extend(encode(name));
        body.extend_from_slice(b"/V ");
        body.extend(reference(signature));
        body.extend_from_slice(format!("/F {WIDGET_FLAGS}").as_bytes());
        if page.is_object {
            body.extend_from_slice(b"/P ");
            body.extend(reference(page.object.id));
        }
        match appearance {
            None => body.extend_from_slice(b"/Rect[0 0 0 0]"),
            Some(appearance) => {
                check(&appearance.rectangle)?;
                let view = appender.view();
                let page = ShownPage::of(&view, page)?;
                let rectangle = numbers(&page.to_user_space(appearance.rectangle));
                let form = forms.add(appender, appearance, page.rotation)?;
                body.extend_from_slice(format!("/Rect[{rectangle}]").as_bytes());
                if page.rotation != Rotation::None {
                    let degrees = page.rotation.degrees();
                    body.extend_from_slice(format!("/MK<</R {degrees}>>").as_bytes());
                }
                body.extend_from_slice(b"/AP<</N ");
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
        fields.push(field);
        let entries = on_page.entry(index).or_default();
        if !entries.is_empty() {
            entries.push(b' ');
        }
        entries.extend(reference(field));
    }
    for (index, entries) in on_page {
        let page = pages.get(&index).ok_or(AppendError::NoSuchPage { index })?;
        let what = "/Annots of the page";
        let holder = dictionary(&page.object.value, "the page")?;
        appender.push_to_key(&page.object, holder, "Annots", &entries, what)?;
    }
    let entries: Vec<_> = fields.iter().map(|field| reference(*field)).collect();
    with_form(appender, Some(&entries.join(&b' ')))?;
    fields.first().copied().ok_or(AppendError::FieldName)
}

/// Returns the pages of some indexes, found in one walk.
fn pages<'d>(
    appender: &Appender<'d>,
    mut wanted: Vec<usize>,
) -> Result<BTreeMap<usize, Page<'d>>, AppendError> {
    wanted.sort_unstable();
    wanted.dedup();
    let mut walk = appender.view().pages().enumerate();
    let mut pages = BTreeMap::new();
    let mut arrays = HashSet::new();
    for index in wanted {
        let found = walk.by_ref().find(|(at, _)| *at == index);
        let (_, page) = found.ok_or(AppendError::NoSuchPage { index })?;
        let page = page?;
        let annotations = page.object.dictionary().and_then(|page| page.get("Annots"));
        // In an array of two pages each widget would show on both.
        if let Some(Object::Reference(array)) = annotations
            && !arrays.insert(array.number)
        {
            let what = "/Annots of two pages";
            return Err(AppendError::Unsupported { what });
        }
        pages.insert(index, page);
    }
    Ok(pages)
}

/// Adds fields to the AcroForm, which is made if there is none, and sets `/SigFlags`.
fn with_form(appender: &mut Appender<'_>, fields: Option<&[u8]>) -> Result<(), AppendError> {
    let what = "/AcroForm of the catalog";
    let view = appender.view();
    let root = view.catalog()?;
    let catalog = dictionary(&root.value, "the catalog")?;
    match catalog.get("AcroForm") {
        Some(Object::Dictionary(form)) => extend(appender, &root, form, fields),
        Some(Object::Reference(id)) if view.follow(*id)?.is_some() => {
            let object = view.follow(*id)?.ok_or(AppendError::Unsupported { what })?;
            let form = dictionary(&object.value, what)?;
            extend(appender, &object, form, fields)
        }
        None | Some(Object::Null | Object::Reference(_)) => {
            let fields = fields.unwrap_or_default();
            let body = [b"<</Fields[", fields, b"]/SigFlags 3>>"].concat();
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
    fields: Option<&[u8]>,
) -> Result<(), AppendError> {
    if let Some(fields) = fields {
        appender.push_to_key(holder, form, "Fields", fields, "/Fields of the AcroForm")?;
    }
    let view = appender.view();
    let flags = view.value(form, "SigFlags")?.as_integer().unwrap_or(0);
    if flags & 3 != 3 {
        appender.set(holder, form, "SigFlags", (flags | 3).to_string().as_bytes())?;
    }
    Ok(())
}
