//! The standard's rules once more, over the whole text at once and without a thought for speed.

use std::time::Duration;

use super::agreement::Outcome;
use super::sse::{Ending, Event, Excess, Indent, Settings, Text};

const MARK: &[u8] = b"\xef\xbb\xbf";

/// What a parser with these settings must find.
pub(crate) fn parse(settings: Settings, bytes: &[u8]) -> Outcome {
    let limits = settings.limits;
    let room = limits
        .stream
        .map_or(bytes.len(), |limit| bytes.len().min(limit as usize));
    let is_whole = room == bytes.len();
    let content = bytes[..room].strip_prefix(MARK).unwrap_or(&bytes[..room]);

    let text = String::from_utf8_lossy(content);
    // The same with one character for each byte, so that bytes can be counted.
    let counted: String = content.iter().map(|byte| char::from(*byte)).collect();
    let mut lines: Vec<(String, usize)> = split(&text)
        .into_iter()
        .zip(split(&counted).iter().map(|line| line.chars().count()))
        .collect();
    let (last, length) = lines.pop().unwrap_or_default();

    let mut state = State::default();
    for (line, length) in &lines {
        if *length > limits.line {
            return (state.events, Some(Excess::Line(limits.line)));
        }
        if let Err(excess) = state.read(settings, line, *length) {
            return (state.events, Some(excess));
        }
    }
    let emits = settings.ending == Ending::Emit && is_whole;
    // What may become a byte order mark is no line yet.
    let may_become = lines.is_empty() && MARK.starts_with(&bytes[..room]) && !emits;
    if length > limits.line && !may_become {
        return (state.events, Some(Excess::Line(limits.line)));
    }
    if emits {
        let rest = if last.is_empty() {
            Ok(())
        } else {
            state.read(settings, &last, length)
        };
        if let Err(excess) = rest {
            return (state.events, Some(excess));
        }
        state.dispatch();
    }
    let excess = limits.stream.filter(|_| !is_whole).map(Excess::Stream);
    (state.events, excess)
}

/// The lines, and what comes after the last end of one.
fn split(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.split('\n').map(str::to_owned).collect()
}

#[derive(Default)]
struct State {
    events: Vec<Event>,
    data: Vec<String>,
    size: usize,
    event: String,
    id: String,
    retry: Option<Duration>,
}

impl State {
    fn read(&mut self, settings: Settings, line: &str, length: usize) -> Result<(), Excess> {
        let skipped = match settings.indent {
            Indent::Keep => line,
            Indent::Skip => line.trim_start_matches(' '),
        };
        if skipped.is_empty() {
            self.dispatch();
            return Ok(());
        }
        let (name, value) = skipped.split_once(':').unwrap_or((skipped, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => {
                // What comes before the value is ASCII.
                let size = length - (line.len() - value.len());
                let feeds = self.data.len();
                if self.size + feeds + size > settings.limits.event {
                    return Err(Excess::Event(settings.limits.event));
                }
                self.size += size;
                self.data.push(value.to_owned());
                let is_alone = settings
                    .alone
                    .is_some_and(|is_alone| is_alone(value.as_bytes()));
                if feeds == 0 && is_alone {
                    self.dispatch();
                }
            }
            "event" => self.event = value.to_owned(),
            "id" if !value.contains('\0') => self.id = value.to_owned(),
            "retry" if value.chars().all(|c| c.is_ascii_digit()) => {
                let number = value.parse().map(Duration::from_millis);
                self.retry = number.ok().or(self.retry);
            }
            _ => {}
        }
        Ok(())
    }

    fn dispatch(&mut self) {
        let text = |text: &String| (!text.is_empty()).then(|| Text::from(text.clone()));
        if !self.data.is_empty() {
            self.events.push(Event {
                event: text(&self.event),
                data: self.data.join("\n").into(),
                id: text(&self.id),
                retry: self.retry,
            });
        }
        self.data.clear();
        self.size = 0;
        self.event.clear();
    }
}
