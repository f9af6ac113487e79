//! Walking the page tree (ISO 32000-2, 7.7.3; from memory).

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use super::indirect::IndirectObject;
use super::object::{Dictionary, Item, Object};
use super::parse_error::ParseError;
use super::remembered::Remembered;
use super::view::View;

/// Levels of the page tree that every reader goes down.
const PLAIN_LEVELS: usize = 32;

/// A page with the nodes it inherits from.
#[derive(Debug, Clone)]
pub struct Page<'d> {
    /// The page object. Of a page that stands in the node above it, which the standard forbids and
    /// readers take: the value of the page, and all else of the node.
    pub object: IndirectObject<'d>,
    /// Whether the page is an object, so that something can refer to it.
    pub is_object: bool,
    parent: Option<Rc<Node<'d>>>,
}

#[derive(Debug)]
struct Node<'d> {
    object: IndirectObject<'d>,
    /// Its `/Kids` stand in the node itself.
    has_own_kids: bool,
    /// It and all nodes above it name as `/Parent` what they were reached by.
    is_under_its_parent: bool,
    parent: Option<Rc<Node<'d>>>,
}

impl<'d> Page<'d> {
    /// Returns whether `/Parent` of the page, and of each node above it, is the node by which it was
    /// reached.
    pub(super) fn is_under_its_parent(&self) -> bool {
        is_under(&self.object, self.parent.as_deref())
    }

    /// Returns a value of the page or of the nearest node above that has it, such as `MediaBox`,
    /// `CropBox`, `Rotate` or `Resources`. References are not resolved.
    #[must_use]
    pub fn inherited(&self, key: &str) -> Option<&Object<'d>> {
        let own = self.object.dictionary().and_then(|page| page.get(key));
        let mut above = self.parent.as_ref();
        own.or_else(|| {
            while let Some(node) = above {
                let dictionary = node.object.dictionary();
                if let Some(value) = dictionary.and_then(|node| node.get(key)) {
                    return Some(value);
                }
                above = node.parent.as_ref();
            }
            None
        })
    }
}

/// The pages of a view in order. A node that cannot be read is an error in its place; the walk goes
/// on with the next one.
#[derive(Debug)]
pub struct Pages<'d> {
    known: Rc<Remembered<'d>>,
    stack: Vec<Level<'d>>,
    visited: HashSet<u32>,
    started: bool,
    pages: usize,
    odd: Option<usize>,
}

#[derive(Debug)]
struct Level<'d> {
    kids: Arc<[Item<'d>]>,
    /// The kid whose turn it is.
    next: usize,
    node: Option<Rc<Node<'d>>>,
    /// Pages before it.
    before: usize,
}

impl<'d> Pages<'d> {
    pub(crate) fn new(known: Rc<Remembered<'d>>) -> Self {
        Pages {
            known,
            stack: Vec::new(),
            visited: HashSet::new(),
            started: false,
            pages: 0,
            odd: None,
        }
    }

    fn view(&self) -> View<'d> {
        self.known.view()
    }

    /// Returns where a node of those walked so far has kids that are not there, or another `/Count`.
    pub(super) fn odd(&self) -> Option<usize> {
        self.odd
    }

    /// Compares the pages of a node with its `/Count`.
    fn end(&mut self, level: Option<Level<'d>>) {
        let Some((node, before)) = level.and_then(|level| Some((level.node?, level.before))) else {
            return;
        };
        let count = node.object.dictionary().and_then(|node| node.get("Count"));
        let count = count.and_then(|count| self.view().resolve(count).ok()?.as_integer());
        let pages = i64::try_from(self.pages.saturating_sub(before)).ok();
        if count.is_none() || count != pages {
            self.odd = self.odd.or(Some(node.object.span.start));
        }
    }

    fn start(&mut self) -> Result<(), ParseError> {
        let catalog = self.known.catalog()?;
        let root = catalog
            .dictionary()
            .and_then(|catalog| catalog.entry("Pages"));
        let root = root.ok_or(ParseError::NoCatalog)?;
        let kids = vec![Item {
            value: root.value.clone(),
            span: root.span,
        }];
        self.stack.push(Level {
            kids: kids.into(),
            next: 0,
            node: None,
            before: 0,
        });
        Ok(())
    }

    /// Visits one kid: a page, or nothing where it was a node or is not there.
    fn visit(
        &mut self,
        kid: &Item<'d>,
        parent: Option<Rc<Node<'d>>>,
    ) -> Result<Option<Page<'d>>, ParseError> {
        let expected = "a reference to a page";
        let id = match &kid.value {
            Object::Reference(id) => *id,
            Object::Null => {
                self.odd = self.odd.or(Some(kid.span.start));
                return Ok(None);
            }
            Object::Dictionary(page) => return inline(page, parent).map(Some),
            _ => {
                return Err(ParseError::Syntax {
                    at: kid.span.start,
                    expected,
                });
            }
        };
        if !self.visited.insert(id.number) {
            return Err(ParseError::Loop { number: id.number });
        }
        let limits = &self.view().document().budget.limits;
        if self.visited.len() > limits.nodes || self.stack.len() > limits.levels {
            self.stack.clear();
            return Err(ParseError::TooMuch {
                what: "nodes in the page tree",
                limit: limits.nodes,
            });
        }
        let Some(object) = self.known.follow(id)? else {
            self.odd = self.odd.or(Some(kid.span.start));
            return Ok(None);
        };
        // Some follow no reference to a reference, some take no stream for a dictionary, and some do not
        // go down so far.
        if object.id != id || object.stream.is_some() || self.stack.len() > PLAIN_LEVELS {
            self.odd = self.odd.or(Some(object.span.start));
        }
        let Some(dictionary) = object.dictionary() else {
            return Err(ParseError::Syntax {
                at: object.span.start,
                expected: "a page",
            });
        };
        if dictionary.get("Kids").is_none() || dictionary.is_name("Type", "Page") {
            return Ok(Some(Page {
                object,
                is_object: true,
                parent,
            }));
        }
        let Object::Array(kids) = self.view().value(dictionary, "Kids")? else {
            return Err(ParseError::Syntax {
                at: object.span.start,
                expected: "an array of kids",
            });
        };
        let has_own_kids = matches!(dictionary.get("Kids"), Some(Object::Array(_)));
        let is_under_its_parent = is_under(&object, parent.as_deref());
        let node = Some(Rc::new(Node {
            object,
            has_own_kids,
            is_under_its_parent,
            parent,
        }));
        self.stack.push(Level {
            kids: kids.items,
            next: 0,
            node,
            before: self.pages,
        });
        Ok(None)
    }
}

/// Tells whether a kid names the node that it was reached by as its parent, and so on above it.
fn is_under(kid: &IndirectObject<'_>, node: Option<&Node<'_>>) -> bool {
    node.is_none_or(|node| {
        let parent = kid.dictionary().and_then(|kid| kid.get("Parent"));
        node.is_under_its_parent && parent == Some(&Object::Reference(node.object.id))
    })
}

/// Returns a page that stands in its node.
fn inline<'d>(page: &Dictionary<'d>, parent: Option<Rc<Node<'d>>>) -> Result<Page<'d>, ParseError> {
    let node = parent.as_ref().filter(|node| node.has_own_kids);
    let Some(node) = node.filter(|_| page.get("Kids").is_none()) else {
        return Err(ParseError::Syntax {
            at: page.span.start,
            expected: "a reference to a page",
        });
    };
    let object = IndirectObject {
        id: node.object.id,
        source: node.object.source,
        span: node.object.span,
        value: Object::Dictionary(page.clone()),
        value_span: node.object.value_span,
        stream: None,
    };
    Ok(Page {
        object,
        is_object: false,
        parent,
    })
}

impl<'d> Iterator for Pages<'d> {
    type Item = Result<Page<'d>, ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.started {
            self.started = true;
            if let Err(error) = self.start() {
                return Some(Err(error));
            }
        }
        loop {
            let level = self.stack.last_mut()?;
            let kids = Arc::clone(&level.kids);
            let Some(kid) = kids.get(level.next) else {
                let ended = self.stack.pop();
                self.end(ended);
                continue;
            };
            level.next += 1;
            let parent = level.node.clone();
            match self.visit(kid, parent) {
                Ok(None) => {}
                Ok(Some(page)) => {
                    self.pages += 1;
                    return Some(Ok(page));
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
