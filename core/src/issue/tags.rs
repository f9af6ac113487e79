//! Structure of the page (ISO 32000-1, 14.7 and 14.8): what is a title, a row, a figure, in the
//! order in which a person reads.

use pdf_writer::types::{Placement, StructRole, TableHeaderScope};
use pdf_writer::writers::NumberTree;
use pdf_writer::{Name, Pdf, Rect, Ref, TextStr};

/// A structure element of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TagId(usize);

/// Key of the page in the parent tree.
pub(super) const PAGE_KEY: i32 = 0;
/// Key of the widget in the parent tree.
pub(super) const WIDGET_KEY: i32 = 1;

struct Tag {
    role: StructRole,
    parent: Option<usize>,
    children: Vec<Child>,
    alt: Option<String>,
    bbox: Option<Rect>,
}

enum Child {
    Tag(usize),
    Content(i32),
    Widget,
}

/// The structure elements, the document first.
pub(super) struct TagTree {
    tags: Vec<Tag>,
    /// Element of each marked content, by its number.
    contents: Vec<usize>,
    widget: Option<usize>,
}

impl TagTree {
    pub(super) fn new() -> Self {
        let document = Tag {
            role: StructRole::Document,
            parent: None,
            children: vec![],
            alt: None,
            bbox: None,
        };
        Self {
            tags: vec![document],
            contents: Vec::new(),
            widget: None,
        }
    }

    /// Returns the document, the parent of all.
    pub(super) fn document(&self) -> TagId {
        TagId(0)
    }

    /// Adds an element as the last child of `parent`.
    pub(super) fn add(&mut self, parent: TagId, role: StructRole) -> TagId {
        let id = self.tags.len();
        self.tags.push(Tag {
            role,
            parent: Some(parent.0),
            children: vec![],
            alt: None,
            bbox: None,
        });
        if let Some(parent) = self.tags.get_mut(parent.0) {
            parent.children.push(Child::Tag(id));
        }
        TagId(id)
    }

    /// Adds a figure with the words that stand for it.
    pub(super) fn add_figure(&mut self, parent: TagId, alt: &str, bbox: Rect) -> TagId {
        let id = self.add(parent, StructRole::Figure);
        if let Some(tag) = self.tags.get_mut(id.0) {
            tag.alt = Some(alt.to_owned());
            tag.bbox = Some(bbox);
        }
        id
    }

    /// Adds the form element of the second seal's field.
    pub(super) fn add_widget(&mut self, alt: &str) {
        let id = self.add(self.document(), StructRole::Form);
        if let Some(tag) = self.tags.get_mut(id.0) {
            tag.alt = Some(alt.to_owned());
            tag.children.push(Child::Widget);
        }
        self.widget = Some(id.0);
    }

    /// Returns the role and the number of a new piece of content of `tag`.
    pub(super) fn next_content(&mut self, tag: TagId) -> (Name<'static>, i32) {
        let id = i32::try_from(self.contents.len()).unwrap_or(i32::MAX);
        self.contents.push(tag.0);
        match self.tags.get_mut(tag.0) {
            Some(tag) => {
                tag.children.push(Child::Content(id));
                (tag.role.to_name(), id)
            }
            None => (Name(b"Span"), id),
        }
    }

    /// Writes the tree; `next` gives fresh object numbers.
    pub(super) fn write(
        &self,
        pdf: &mut Pdf,
        next: &mut impl FnMut() -> Ref,
        page: Ref,
        widget: Option<Ref>,
    ) -> StructureRefs {
        let refs: Vec<Ref> = self.tags.iter().map(|_| next()).collect();
        let (root, contents, parents) = (next(), next(), next());
        let at = |index: usize| refs.get(index).copied().unwrap_or(root);
        for (index, tag) in self.tags.iter().enumerate() {
            let mut element = pdf.struct_element(at(index));
            element
                .kind(tag.role)
                .parent(tag.parent.map_or(root, at))
                .page(page);
            if let Some(alt) = &tag.alt {
                element.alt(TextStr(alt));
            }
            if tag.role == StructRole::TH {
                element
                    .attributes()
                    .push()
                    .table()
                    .scope(TableHeaderScope::Row);
            }
            if let Some(bbox) = tag.bbox {
                element
                    .attributes()
                    .push()
                    .layout()
                    .placement(Placement::Block)
                    .bbox(bbox);
            }
            let mut children = element.children();
            for child in &tag.children {
                match child {
                    Child::Tag(index) => {
                        children.struct_element(at(*index));
                    }
                    Child::Content(id) => {
                        children.marked_content_id(*id);
                    }
                    Child::Widget => {
                        if let Some(widget) = widget {
                            children.object_ref().page(page).object(widget);
                        }
                    }
                }
            }
        }
        pdf.indirect(contents)
            .array()
            .items(self.contents.iter().map(|index| at(*index)));
        {
            let mut tree: NumberTree<'_, Ref> = pdf.number_tree(parents);
            let mut nums = tree.nums();
            nums.insert(PAGE_KEY, contents);
            if let Some(widget) = self.widget {
                nums.insert(WIDGET_KEY, at(widget));
            }
        }
        StructureRefs {
            root,
            document: at(0),
            parents,
        }
    }
}

/// Objects of a written structure tree; the root itself stands in the catalog's object `root`.
pub(super) struct StructureRefs {
    pub(super) root: Ref,
    pub(super) document: Ref,
    pub(super) parents: Ref,
}
