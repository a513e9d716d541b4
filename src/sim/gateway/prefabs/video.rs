//! `video-processor`: files in, files out.

use bytes::{BufMut as _, BytesMut};
use serde_json::{Map, Value, json};

use super::super::auth::Caller;
use super::super::files::keys;
use super::super::store::Stored;
use super::super::world::World;
use super::act::{Act, Inputs, Outcome};
use super::manifest::{Direction, Files, Function, Kind, Parameter, Prefab};

pub(super) const PREFAB: Prefab = Prefab {
    id: "video-processor",
    version: "1.0.0",
    name: "Video processor",
    description: "Works on videos",
    tags: &["video", "audio"],
    functions: &[EXTRACT_AUDIO],
    deployment_error: None,
    hours_old: 48,
};

/// A version that could not be deployed.
pub(super) const BROKEN: Prefab = Prefab {
    version: "2.0.0-beta",
    deployment_error: Some("ImagePullBackOff: video-processor:2.0.0-beta"),
    hours_old: 120,
    ..PREFAB
};

const EXTRACT_AUDIO: Function = Function {
    name: "extract_audio",
    description: "Takes the audio out of videos",
    parameters: &[Parameter {
        name: "format",
        kind: Kind::Text,
        required: false,
        description: "The format of the audio; mp3 unless told otherwise",
    }],
    files: &[
        Files {
            name: "video",
            direction: Direction::In,
            required: true,
            description: "The videos",
        },
        Files {
            name: "audio",
            direction: Direction::Out,
            required: false,
            description: "The audio of each video",
        },
    ],
    secrets: &[],
    act: Act::Answer(extract_audio),
};

/// The audio of a video is the video after the word `audio:`.
fn extract_audio(world: &mut World, caller: &Caller, inputs: &Inputs) -> Outcome {
    let format = match inputs.text("format") {
        "" => "mp3",
        format => format,
    };
    let now = world.clock.now();
    let videos = inputs.files.get("video").map_or(&[][..], Vec::as_slice);
    let mut audio = Vec::new();
    for url in videos {
        let name = keys::parse(url).unwrap_or_default();
        let Some(video) = world.objects.get(now, name) else {
            return Outcome::raised("FileNotFoundError", format!("No such object: {url}"));
        };
        let mut content = BytesMut::from(&b"audio:"[..]);
        content.put(video.content.clone());
        let stem = name.rsplit('/').next().unwrap_or_default();
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let output = world.output_name(caller, &format!("{stem}.{format}"));
        audio.push(Value::from(keys::url(&output)));
        let stored = Stored::new(content.freeze(), now).of_type(&format!("audio/{format}"));
        world.objects.put(output, stored);
    }
    let tracks = audio.len();
    let output = json!({
        "success": true,
        "message": format!("Extracted {tracks} audio tracks"),
        "format": format,
    });
    Outcome::with_files(output, Map::from_iter([("audio".to_owned(), audio.into())]))
}
