use serde_json::{Value, json};

use super::Program;

fn program(examples: &Value, input: &Value, output: &Value) -> Program {
    Program::infer(examples.as_array().unwrap(), input, output)
}

fn with(examples: &Value) -> Program {
    program(examples, &json!({}), &json!({}))
}

#[test]
fn known_inputs_have_known_outputs() {
    let examples = json!([
        { "input": [1, 2], "output": { "sum": 3 } },
        { "input": null, "expected_output": "nothing" },
        { "output": 1 }, 7,
    ]);
    let program = with(&examples);
    assert_eq!(program.run(&json!([1, 2])), Ok(json!({ "sum": 3 })));
    assert_eq!(program.run(&Value::Null), Ok(json!("nothing")));
    assert_eq!(program.run(&json!([3])), Ok(json!([3])));
    assert!(program.code().contains("2 inputs"));
}

#[test]
fn texts_are_told_apart_by_their_words() {
    let program = with(&json!([
        { "input": { "id": "1", "text": "What a lovely day, I love it" }, "output": "good" },
        { "input": { "id": "2", "text": "What an awful rain" }, "output": "bad" },
        { "input": { "id": "3", "text": "It was awful and ugly" }, "output": "bad" },
    ]));
    let run = |text: &str| program.run(&json!({ "text": text })).unwrap();
    assert_eq!(run("LOVELY!"), "good");
    assert_eq!(run("lovely, lovely, but awful and ugly"), "bad");
    // Both know this word, and nobody the others.
    assert_eq!(run("what else"), "bad");
    assert_eq!(run("it is I"), "bad");
    let failed = program.run(&json!({ "subject": "lovely" }));
    assert_eq!(
        failed,
        Err("Cannot read properties of undefined (reading 'toLowerCase')".to_owned())
    );
    assert!(program.run(&json!("lovely")).is_err());
    assert_eq!(program.paths(), 5);
}

#[test]
fn texts_may_stand_alone() {
    let program = with(&json!([
        { "input": "hola", "output": 1 },
        { "input": "bonjour", "output": 2 },
    ]));
    assert_eq!(program.run(&json!("¡Hola, amigo!")), Ok(json!(1)));
    assert_eq!(program.run(&json!("bonjour monsieur")), Ok(json!(2)));
    assert_eq!(program.run(&json!("hello")), Ok(json!(1)));
}

#[test]
fn numbers_lie_on_a_line() {
    let program = with(&json!([
        { "input": 0, "output": 32 }, { "input": 100, "output": 212 },
    ]));
    assert_eq!(program.run(&json!(37.5)), Ok(json!(99.5)));
    assert_eq!(program.run(&json!(10)), Ok(json!(50)));
    assert!(program.run(&json!("10")).is_err());
    let flat = with(&json!([{ "input": 3, "output": 4 }]));
    assert_eq!(flat.run(&json!(9)), Ok(json!(4)));
}

#[test]
fn the_schema_says_what_comes_out() {
    let run = |schema: Value, input: Value| {
        let program = program(&json!([]), &json!({ "required": ["text"] }), &schema);
        program.run(&input)
    };
    let input = json!({ "text": "añb", "n": 1 });
    for (schema, output) in [
        (json!({ "const": 5, "type": "string" }), json!(5)),
        (json!({ "enum": ["a", "b"] }), json!("a")),
        (json!({ "type": "string" }), json!("añb")),
        (json!({ "type": "boolean" }), json!(true)),
        (json!({ "type": "integer" }), json!(3)),
        (json!({ "type": "array" }), json!([input])),
        (json!(true), input.clone()),
        (
            json!({ "type": "object", "properties": { "n": {}, "label": { "default": "x" } } }),
            json!({ "n": 1, "label": "x" }),
        ),
    ] {
        assert_eq!(run(schema.clone(), input.clone()), Ok(output), "{schema}");
    }
    assert_eq!(
        run(json!({}), json!({})),
        Err("Cannot read properties of undefined (reading 'text')".to_owned())
    );
    let echo = program(&json!([]), &json!({}), &json!({ "type": "string" }));
    assert_eq!(echo.run(&json!([1])), Ok(json!("[1]")));
}
