//! The documents of this crate, as the layer reads them.

use std::path::Path;

use super::exchange::DOCUMENT;
use crate::support::contract::Document;

#[test]
fn operations_are_read_with_their_whole_paths() {
    let operations = Document::parse(DOCUMENT).operations();
    let watch = operations.iter().find(|one| one.id == "watchPet").unwrap();
    assert_eq!(
        (watch.method.as_str(), watch.path.as_str()),
        ("GET", "/api/pets/{id}/watch")
    );
    assert_eq!(watch.statuses, ["101"]);
    assert!(watch.handwritten);
    let list = operations.iter().find(|one| one.id == "listPets").unwrap();
    assert_eq!(list.statuses, ["200", "5XX"]);
    assert!(!list.handwritten);
}

#[test]
fn a_wrong_example_is_named_with_its_place() {
    let document = Document::parse(DOCUMENT);
    assert_eq!(document.wrong_examples(), Vec::<String>::new());
    assert_eq!(document.example_count(), 3);
    for (right, wrong, place) in [
        (
            "example: 20",
            "example: 200",
            "/paths/~1pets/get/parameters/0/example",
        ),
        (
            "example: Ann",
            "example: 1",
            "/components/schemas/Owner/properties/name/example",
        ),
        (
            "example: {kind: cat}",
            "examples: {odd: {value: {kind: cow}}}",
            "/components/requestBodies/NewPet/content/application~1json/examples/odd",
        ),
    ] {
        let found = Document::parse(&DOCUMENT.replace(right, wrong)).wrong_examples();
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].starts_with(&format!("{place}: ")), "{found:#?}");
    }
}

#[test]
fn two_operations_cannot_share_a_route() {
    let twice = DOCUMENT.replace("  /pets/{id}/watch:", "  /pets/{name}/photo:");
    let parsed = std::panic::catch_unwind(|| Document::parse(&twice));
    let message = parsed.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("route is taken"), "{message}");
}

#[test]
fn every_example_conforms_to_its_schema() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi");
    let files = std::fs::read_dir(folder).expect("openapi/ is there");
    let names = files.filter_map(|file| {
        let name = file.unwrap().file_name().into_string().unwrap();
        name.strip_suffix(".yaml").map(str::to_owned)
    });
    let names: Vec<String> = names.collect();
    assert!(!names.is_empty(), "openapi/ has documents");
    for name in names {
        let document = Document::load(&name);
        assert!(
            document.example_count() > 0,
            "openapi/{name}.yaml has examples"
        );
        let wrong = document.wrong_examples();
        assert!(wrong.is_empty(), "openapi/{name}.yaml: {wrong:#?}");
    }
}
