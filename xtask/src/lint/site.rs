//! Every place of a document where a keyword may stand, in reading order.

use super::document::{Node, Value};
use super::media;
use super::operation::{self, METHODS};

/// What the mapping at a site describes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Root,
    Components,
    PathItem,
    Operation,
    Parameter,
    Body,
    Response,
    Header,
    Media,
    Schema(Position),
    Server,
    SecurityScheme,
    Other,
}

/// Where a schema stands in what contains it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Position {
    Component,
    Property,
    Items,
    AdditionalProperties,
    /// A member of `allOf`.
    Part,
    /// A member of `oneOf` or `anyOf`, or what `not` excludes.
    Alternative,
    /// The whole schema of a parameter or header.
    Parameter,
    /// The whole schema of a request or response body.
    Content,
}

/// One mapping of the document.
#[derive(Debug)]
pub(crate) struct Site<'a> {
    pub(crate) node: &'a Node,
    pub(crate) kind: Kind,
    /// The operation, or the component and property, for messages.
    pub(crate) place: String,
    /// The component's name, for the schema that is the component itself.
    pub(crate) name: &'a str,
    /// Whether the generator makes code of it. It does not of handwritten operations, of
    /// replies other than 2XX, and of bodies that travel as raw bytes.
    pub(crate) compiled: bool,
}

/// A node that should have been a mapping or a list.
#[derive(Debug)]
pub(crate) struct Misfit {
    pub(crate) line: usize,
    pub(crate) place: String,
    pub(crate) reason: String,
}

/// All sites of the document and what did not have the right form.
pub(crate) fn collect(root: &Node) -> (Vec<Site<'_>>, Vec<Misfit>) {
    let mut walk = Walk {
        root,
        sites: Vec::new(),
        misfits: Vec::new(),
    };
    let place = Spot {
        place: "document".to_owned(),
        name: "",
        compiled: true,
    };
    walk.visit(root, Kind::Root, &place);
    (walk.sites, walk.misfits)
}

/// How the children under a keyword are arranged.
enum Children {
    One(Kind),
    Named(Kind),
    List(Kind),
}

fn children(kind: Kind, key: &str) -> Option<Children> {
    use Children::{List, Named, One};
    use Position as P;
    Some(match (kind, key) {
        (Kind::Root, "paths") => Named(Kind::PathItem),
        (Kind::Root, "components") => One(Kind::Components),
        (Kind::Root, "info") => One(Kind::Other),
        (Kind::Root | Kind::PathItem | Kind::Operation, "servers") => List(Kind::Server),
        (Kind::Root, "tags") => List(Kind::Other),
        (Kind::Components, "schemas") => Named(Kind::Schema(P::Component)),
        (Kind::Components, "responses") => Named(Kind::Response),
        (Kind::Components, "parameters") => Named(Kind::Parameter),
        (Kind::Components, "requestBodies") => Named(Kind::Body),
        (Kind::Components, "headers") => Named(Kind::Header),
        (Kind::Components, "securitySchemes") => Named(Kind::SecurityScheme),
        (Kind::PathItem, "parameters") => List(Kind::Parameter),
        (Kind::PathItem, method) if METHODS.contains(&method) => One(Kind::Operation),
        (Kind::Operation, "parameters") => List(Kind::Parameter),
        (Kind::Operation, "requestBody") => One(Kind::Body),
        (Kind::Operation, "responses") => Named(Kind::Response),
        (Kind::Parameter | Kind::Header, "schema") => One(Kind::Schema(P::Parameter)),
        (Kind::Parameter | Kind::Header | Kind::Body | Kind::Response, "content") => {
            Named(Kind::Media)
        }
        (Kind::Response, "headers") => Named(Kind::Header),
        (Kind::Media, "schema") => One(Kind::Schema(P::Content)),
        (Kind::Schema(_), "properties") => Named(Kind::Schema(P::Property)),
        (Kind::Schema(_), "items") => One(Kind::Schema(P::Items)),
        (Kind::Schema(_), "additionalProperties") => One(Kind::Schema(P::AdditionalProperties)),
        (Kind::Schema(_), "allOf") => List(Kind::Schema(P::Part)),
        (Kind::Schema(_), "oneOf" | "anyOf") => List(Kind::Schema(P::Alternative)),
        (Kind::Schema(_), "not") => One(Kind::Schema(P::Alternative)),
        _ => return None,
    })
}

/// What a child inherits from its parent.
#[derive(Clone)]
struct Spot<'a> {
    place: String,
    name: &'a str,
    compiled: bool,
}

struct Walk<'a> {
    root: &'a Node,
    sites: Vec<Site<'a>>,
    misfits: Vec<Misfit>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, node: &'a Node, kind: Kind, spot: &Spot<'a>) {
        if !node.is_map() {
            self.misfit(node, spot, "a mapping must stand here");
            return;
        }
        self.sites.push(Site {
            node,
            kind,
            place: spot.place.clone(),
            name: spot.name,
            compiled: spot.compiled,
        });
        if node.has("$ref") && kind != Kind::PathItem {
            self.follow(node, kind, spot);
            return;
        }
        for (key, child) in node.entries() {
            match children(kind, key) {
                Some(Children::One(of)) => self.visit_one(child, key, kind, of, spot),
                Some(Children::Named(of)) => self.visit_named(child, kind, of, spot),
                Some(Children::List(of)) => self.visit_list(child, of, spot),
                None => {}
            }
        }
    }

    fn visit_one(
        &mut self,
        child: &'a Node,
        key: &'a str,
        parent: Kind,
        of: Kind,
        spot: &Spot<'a>,
    ) {
        let flag = key == "additionalProperties" && matches!(child.value, Value::Bool(_));
        if flag {
            return;
        }
        let mut spot = spot.clone();
        if of == Kind::Operation {
            spot.place = operation::place(child, key, &spot.place);
            spot.compiled &= !child.has("x-handwritten");
        } else if parent == Kind::Root {
            // `info` and `components` are part of the document itself.
            spot.place = "document".to_owned();
        }
        self.visit(child, of, &spot);
    }

    fn visit_named(&mut self, children: &'a Node, parent: Kind, of: Kind, spot: &Spot<'a>) {
        if !children.is_map() {
            self.misfit(children, spot, "a mapping must stand here");
            return;
        }
        for (name, child) in children.entries() {
            let mut spot = spot.clone();
            match (parent, of) {
                (Kind::Root, _) => spot.place.clone_from(name),
                (Kind::Components, _) => {
                    spot.place.clone_from(name);
                    spot.name = name;
                    // The others are compiled where an operation refers to them.
                    spot.compiled = of == Kind::Schema(Position::Component);
                }
                (_, Kind::Schema(_)) if !spot.name.is_empty() => {
                    spot.place = format!("{}.{name}", spot.place);
                }
                (Kind::Operation, Kind::Response) => spot.compiled &= name.starts_with('2'),
                (Kind::Response, Kind::Header) => spot.compiled = false,
                (Kind::Response, Kind::Media) => spot.compiled &= media::is_json(name),
                (Kind::Body, Kind::Media) => spot.compiled &= !media::travels_raw(name),
                _ => {}
            }
            self.visit(child, of, &spot);
        }
    }

    fn visit_list(&mut self, children: &'a Node, of: Kind, spot: &Spot<'a>) {
        if !matches!(children.value, Value::List(_)) {
            self.misfit(children, spot, "a list must stand here");
            return;
        }
        for child in children.items() {
            self.visit(child, of, spot);
        }
    }

    /// Shared parameters, bodies and responses are judged as what refers to them uses them.
    fn follow(&mut self, node: &'a Node, kind: Kind, spot: &Spot<'a>) {
        let shared = matches!(kind, Kind::Parameter | Kind::Body | Kind::Response);
        // A `$ref` that is no text resolves to the node itself.
        if shared
            && node.reference().is_some()
            && let Some(target) = self.root.resolve(node)
            && target.is_map()
        {
            self.visit(target, kind, spot);
        }
    }

    fn misfit(&mut self, node: &Node, spot: &Spot<'a>, reason: &str) {
        self.misfits.push(Misfit {
            line: node.line,
            place: spot.place.clone(),
            reason: reason.to_owned(),
        });
    }
}
