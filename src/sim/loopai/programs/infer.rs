//! Which rule fits a task.

use serde_json::{Value, json};

use super::schema;
use super::undefined;
use super::words::Labels;

/// A way from inputs to outputs.
#[derive(Clone, Debug)]
pub(super) enum Rule {
    /// By the words of a text.
    Words(Reader, Labels),
    /// `factor * input + offset`
    Line(f64, f64),
    /// By the schema of the output; the properties that an input needs.
    Schema(Value, Vec<String>),
}

/// Where the text of an input is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// The input is a text.
    Whole,
    /// It is in this property.
    Property(String),
}

impl Reader {
    /// How to read inputs like this one, if there is a text in it.
    fn of(input: &Value) -> Option<Self> {
        if input.is_string() {
            return Some(Self::Whole);
        }
        let object = input.as_object()?;
        let usual = ["text", "input"].map(str::to_owned).into_iter();
        let mut names = usual.chain(object.keys().cloned());
        let name = names.find(|name| object.get(name).is_some_and(Value::is_string));
        name.map(Self::Property)
    }

    fn read<'a>(&self, input: &'a Value) -> Result<&'a str, String> {
        let text = match self {
            Self::Whole => input.as_str(),
            Self::Property(name) => input.get(name).and_then(Value::as_str),
        };
        text.ok_or_else(|| undefined("toLowerCase"))
    }
}

impl Rule {
    pub(super) fn infer(known: &[(Value, Value)], input: &Value, output: &Value) -> Self {
        words(known)
            .or_else(|| line(known))
            .unwrap_or_else(|| Self::Schema(output.clone(), schema::required(input)))
    }

    pub(super) fn run(&self, input: &Value) -> Result<Value, String> {
        match self {
            Self::Words(reader, labels) => Ok(labels.choose(reader.read(input)?).clone()),
            Self::Line(factor, offset) => {
                let number = input.as_f64().ok_or("input is not a number")?;
                Ok(plain(factor * number + offset))
            }
            Self::Schema(schema, needed) => {
                match needed.iter().find(|name| input.get(name).is_none()) {
                    Some(name) => Err(undefined(name)),
                    None => Ok(schema::output(schema, input)),
                }
            }
        }
    }

    pub(super) fn code(&self) -> String {
        match self {
            Self::Words(Reader::Whole, labels) => format!("return {}(input);", labels.code()),
            Self::Words(Reader::Property(name), labels) => {
                format!("return {}(input[{}]);", labels.code(), json!(name))
            }
            Self::Line(factor, offset) => format!("return {factor} * input + {offset};"),
            Self::Schema(schema, _) => format!("return shape(input, {schema});"),
        }
    }

    pub(super) fn paths(&self) -> usize {
        match self {
            Self::Words(_, labels) => labels.len(),
            Self::Line(..) => 1,
            Self::Schema(_, needed) => 1 + needed.len(),
        }
    }
}

fn words(known: &[(Value, Value)]) -> Option<Rule> {
    let reader = Reader::of(&known.first()?.0)?;
    let texts = known.iter().map(|(input, output)| {
        let text = reader.read(input).ok()?;
        Some((text, output))
    });
    let texts: Option<Vec<(&str, &Value)>> = texts.collect();
    Some(Rule::Words(reader, Labels::learn(&texts?)))
}

fn line(known: &[(Value, Value)]) -> Option<Rule> {
    let points = known.iter().map(|(x, y)| Some((x.as_f64()?, y.as_f64()?)));
    let points: Vec<(f64, f64)> = points.collect::<Option<_>>()?;
    let (x, y) = *points.first()?;
    let factor = match points.iter().find(|point| point.0 != x) {
        Some((other, value)) => (value - y) / (other - x),
        None => 0.0,
    };
    Some(Rule::Line(factor, y - factor * x))
}

/// A number, as an integer if it is one.
fn plain(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "it is in range")]
    match number.fract() == 0.0 && number.abs() < 1e15 {
        true => json!(number as i64),
        false => json!(number),
    }
}
