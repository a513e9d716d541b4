//! A batch as the service reads it: names count in any case, those that it does not know are ignored, null is nothing, of two
//! values the last one counts, and one value of another type spoils the whole.

use serde::Deserialize;
use serde_json::Value;

/// Declares an object whose fields may be absent, each with its name in JSON.
macro_rules! object {
    ($(#[$about:meta])* $name:ident { $($field:ident: $kind:ty = $key:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Default)]
        pub(super) struct $name {
            $(pub(super) $field: Option<$kind>,)*
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[allow(non_camel_case_types, reason = "each is a field")]
                enum Name {
                    $($field,)*
                    Unknown,
                }

                impl<'de> serde::Deserialize<'de> for Name {
                    fn deserialize<D: serde::Deserializer<'de>>(names: D) -> Result<Self, D::Error> {
                        names.deserialize_identifier(Names)
                    }
                }

                struct Names;

                impl serde::de::Visitor<'_> for Names {
                    type Value = Name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a name")
                    }

                    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
                        $(if name.eq_ignore_ascii_case($key) {
                            return Ok(Name::$field);
                        })*
                        Ok(Name::Unknown)
                    }
                }

                struct Fields;

                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_unit<E>(self) -> Result<$name, E> {
                        Ok($name::default())
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        let mut object = $name::default();
                        while let Some(name) = map.next_key()? {
                            match name {
                                $(Name::$field => object.$field = map.next_value()?,)*
                                Name::Unknown => drop(map.next_value::<serde::de::IgnoredAny>()?),
                            }
                        }
                        Ok(object)
                    }
                }

                deserializer.deserialize_any(Fields)
            }
        }
    };
}

object! {
    /// The envelope, of which one spelling is read.
    Batch {
        agent_id: String = "agent_id",
        sdk_version: String = "sdk_version",
        batch_id: String = "batch_id",
        entries: Vec<Entry> = "entries",
    }
}

object! {
    /// An entry; what is absent is empty or zero when it is stored. Its time may be any text.
    Entry {
        request_id: String = "requestId",
        method: String = "method",
        path: String = "path",
        status_code: i64 = "statusCode",
        response_ms: f32 = "responseMs",
        tool_name: String = "toolName",
        error_type: String = "errorType",
        x402_amount: f64 = "x402Amount",
        x402_tx_hash: String = "x402TxHash",
        x402_token: String = "x402Token",
        x402_payer: String = "x402Payer",
        request_body: String = "requestBody",
        request_body_size: i64 = "requestBodySize",
        response_body: String = "responseBody",
        response_body_size: i64 = "responseBodySize",
        headers: Value = "headers",
        ip_address: String = "ipAddress",
        user_agent: String = "userAgent",
        referer: String = "referer",
        content_type: String = "contentType",
        accept_language: String = "acceptLanguage",
        protocol: String = "protocol",
        source: String = "source",
        country: String = "country",
        city: String = "city",
        _timestamp: Text = "timestamp",
    }
}

/// A text that nobody looks at.
#[derive(Debug)]
pub(super) struct Text;

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl serde::de::Visitor<'_> for Any {
            type Value = Text;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E>(self, _: &str) -> Result<Text, E> {
                Ok(Text)
            }
        }

        deserializer.deserialize_str(Any)
    }
}

/// Reads a batch; `None` when it is none, or has no entries. Bytes that are no text are replaced.
pub(super) fn read(body: &[u8]) -> Option<(Batch, Vec<Entry>)> {
    let text = String::from_utf8_lossy(body);
    let mut batch: Batch = serde_json::from_str(&text).ok()?;
    let entries = batch.entries.take().filter(|entries| !entries.is_empty())?;
    // What is too large for its 32 bits is a value of another type.
    let fits = |entry: &Entry| entry.response_ms.is_none_or(f32::is_finite);
    entries.iter().all(fits).then_some((batch, entries))
}
