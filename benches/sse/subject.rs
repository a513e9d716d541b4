//! The readers.

use std::pin::pin;

use eventsource_stream::Eventsource;
use futures_util::StreamExt;

use crate::input::{Content, Input};
use crate::sse::{Decoded, Limits, Settings};

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Quintet,
    SseStream,
    Sseer,
    EventsourceStream,
}

impl Subject {
    pub(crate) const ALL: [Self; 4] = [
        Self::Quintet,
        Self::SseStream,
        Self::Sseer,
        Self::EventsourceStream,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Quintet => "quintet",
            Self::SseStream => "sse-stream",
            Self::Sseer => "sseer",
            Self::EventsourceStream => "eventsource-stream",
        }
    }

    /// Whether it reads such an input before anybody loses patience.
    pub(crate) fn can_read(self, input: &Input) -> bool {
        self != Self::EventsourceStream || input.suits_quadratic
    }

    /// Reads all, and looks at the data of each event.
    pub(crate) async fn read(self, input: &Input) -> Content {
        let mut content = Content::default();
        let chunks = input.chunks();
        match self {
            Self::Quintet => {
                let limits = Limits {
                    line: usize::MAX,
                    event: usize::MAX,
                    ..Limits::default()
                };
                let settings = Settings {
                    limits,
                    ..Settings::default()
                };
                let mut events = Decoded::new(chunks, settings);
                while let Some(event) = events.next().await {
                    content.add(&event.expect("an event").data);
                }
            }
            Self::SseStream => {
                let mut events = pin!(sse_stream::SseByteStream::new(chunks));
                while let Some(event) = events.next().await {
                    content.add(&event.expect("an event").data.expect("data"));
                }
            }
            Self::Sseer => {
                let mut events = pin!(sseer::event_stream::EventStream::new(chunks));
                while let Some(event) = events.next().await {
                    content.add(&event.expect("an event").data);
                }
            }
            Self::EventsourceStream => {
                let mut events = pin!(chunks.eventsource());
                while let Some(event) = events.next().await {
                    content.add(&event.expect("an event").data);
                }
            }
        }
        content
    }
}
