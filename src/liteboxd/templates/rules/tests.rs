use super::*;

fn spec() -> TemplateSpec {
    TemplateSpec::new("python:3.11-slim")
}

#[test]
fn the_defaults_are_accepted() {
    check(&spec()).unwrap();
}

#[test]
fn domains_are_names_alone() {
    for good in [
        "api.example.com",
        "*.example.org",
        " API.Example.com. ",
        "localhost",
        "xn--bcher-kva.example",
        "1.2.3.4",
    ] {
        assert!(domain(good).is_ok(), "{good:?}");
    }
    for bad in [
        "",
        " ",
        ".",
        "*",
        "*.",
        "a..b",
        "a.*.b",
        "https://api.example.com",
        "api.example.com:443",
        "api.example.com/simple",
        "a_b.org",
        "-a.org",
        "a-.org",
        "bücher.example",
        "api.example.com..",
        &"x".repeat(64),
        &"x.".repeat(150),
    ] {
        let error = domain(bad).unwrap_err();
        assert!(error.message().contains("`*.example.org`"), "{bad:?}");
    }
}

#[test]
fn persistence_needs_a_storage_class_that_is_not_local() {
    let with = |persistence| check(&spec().with_persistence(persistence));
    with(PersistenceSpec::new("standard").with_size("10Gi")).unwrap();
    for bad in ["", " ", "local-path", "Local-Path", " local-path "] {
        assert!(with(PersistenceSpec::new(bad)).is_err(), "{bad:?}");
    }
    assert!(with(PersistenceSpec::new("standard").with_size("10GB")).is_err());
    let mut other = PersistenceSpec::new("standard");
    other.mode = Some("volume".to_owned());
    assert!(with(other).is_err());
}

#[test]
fn persistence_that_is_off_is_not_looked_at() {
    let mut off = PersistenceSpec::new("local-path").with_size("much");
    off.enabled = false;
    check(&spec().with_persistence(off)).unwrap();
}

#[test]
fn quantities_may_be_left_to_the_server() {
    let mut spec = spec().with_cpu("").with_memory("");
    check(&spec).unwrap();
    spec.resources = None;
    check(&spec).unwrap();
    assert!(check(&spec.with_cpu("lots")).is_err());
}
