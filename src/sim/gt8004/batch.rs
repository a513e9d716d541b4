//! A batch as the service reads it: names count in any case, those that it does not know are ignored, null is nothing, of two
//! values the last one counts, and one value of another type spoils the whole.

use std::borrow::Cow;
use std::ops::Deref;

use serde::Deserialize;
use serde_json::Value;

/// A text: a part of the body itself, unless something in it is escaped.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<Text<'_>> for String {
    fn from(text: Text<'_>) -> Self {
        text.0.into_owned()
    }
}

/// Declares an object whose fields may be absent, each with its name in JSON.
macro_rules! object {
    ($(#[$about:meta])* $name:ident<$body:lifetime> { $($field:ident: $kind:ty = $key:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Default)]
        pub(super) struct $name<$body> {
            $(pub(super) $field: Option<$kind>,)*
        }

        impl<'de: $body, $body> serde::Deserialize<'de> for $name<$body> {
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

                struct Fields<$body>(std::marker::PhantomData<&$body ()>);

                impl<'de: $body, $body> serde::de::Visitor<'de> for Fields<$body> {
                    type Value = $name<$body>;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_unit<E>(self) -> Result<$name<$body>, E> {
                        Ok($name::default())
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name<$body>, A::Error> {
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

                deserializer.deserialize_any(Fields(std::marker::PhantomData))
            }
        }
    };
}

object! {
    /// The envelope, of which one spelling is read.
    Batch<'a> {
        agent_id: Text<'a> = "agent_id",
        sdk_version: Text<'a> = "sdk_version",
        batch_id: Text<'a> = "batch_id",
        entries: Vec<Entry<'a>> = "entries",
    }
}

object! {
    /// An entry; what is absent is empty or zero when it is stored. Its time may be any text.
    Entry<'a> {
        request_id: Text<'a> = "requestId",
        method: Text<'a> = "method",
        path: Text<'a> = "path",
        status_code: i64 = "statusCode",
        response_ms: f32 = "responseMs",
        tool_name: Text<'a> = "toolName",
        error_type: Text<'a> = "errorType",
        x402_amount: f64 = "x402Amount",
        x402_tx_hash: Text<'a> = "x402TxHash",
        x402_token: Text<'a> = "x402Token",
        x402_payer: Text<'a> = "x402Payer",
        request_body: Text<'a> = "requestBody",
        request_body_size: i64 = "requestBodySize",
        response_body: Text<'a> = "responseBody",
        response_body_size: i64 = "responseBodySize",
        headers: Value = "headers",
        ip_address: Text<'a> = "ipAddress",
        user_agent: Text<'a> = "userAgent",
        referer: Text<'a> = "referer",
        content_type: Text<'a> = "contentType",
        accept_language: Text<'a> = "acceptLanguage",
        protocol: Text<'a> = "protocol",
        source: Text<'a> = "source",
        country: Text<'a> = "country",
        city: Text<'a> = "city",
        _timestamp: Text<'a> = "timestamp",
    }
}

/// Reads a batch; `None` when it is none, or has no entries.
pub(super) fn read(body: &str) -> Option<(Batch<'_>, Vec<Entry<'_>>)> {
    let mut batch: Batch<'_> = serde_json::from_str(body).ok()?;
    let entries = batch.entries.take().filter(|entries| !entries.is_empty())?;
    // What is too large for its 32 bits is a value of another type.
    let fits = |entry: &Entry<'_>| entry.response_ms.is_none_or(f32::is_finite);
    entries.iter().all(fits).then_some((batch, entries))
}
