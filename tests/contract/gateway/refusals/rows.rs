//! The refusals of all calls.

use quintet::ErrorKind::{
    self, BadRequest, Forbidden, NotFound, RateLimited, Server, Unauthorized, Unavailable,
};

use super::super::calls::Facade::{self, *};
use super::Cause::{self, Down, For, NoAgent, NoCredential, Quota, Says, WrongCredential};
use super::Refusal;

const JSON: &str = "application/json";
const XML: &str = "application/xml";
const TEXT: &str = "text/plain; charset=utf-8";

pub(super) fn all() -> Vec<Refusal> {
    Facade::ALL.into_iter().flat_map(of).collect()
}

/// What a call may be refused for.
fn of(call: Facade) -> Vec<Refusal> {
    let mut all = common(call);
    all.extend(limited(call));
    match call {
        Exchange => all.push(refusal(
            call,
            Says(JSON, r#"{"detail":"Permission denied"}"#),
            403,
            Forbidden,
            None,
            "Permission denied",
        )),
        _ if call.is_run() => all.extend(runs(call)),
        PutObject | GetObject => all.extend(objects(call)),
        _ => all.extend(own(call)),
    }
    all
}

const fn refusal(
    call: Facade,
    cause: Cause,
    status: u16,
    kind: ErrorKind,
    code: Option<&'static str>,
    message: &'static str,
) -> Refusal {
    Refusal {
        call,
        cause,
        status,
        kind,
        code,
        message,
    }
}

/// What every call that needs a credential may be refused for.
fn common(call: Facade) -> Vec<Refusal> {
    if call.is_public() || call.is_at_the_store() {
        return Vec::new();
    }
    let of = |cause, status, kind, code, message| refusal(call, cause, status, kind, code, message);
    let wrong = match call {
        Exchange => "Invalid or expired API Key",
        _ => "Could not validate credentials",
    };
    let lost = "The run could not be recorded";
    let mut all = vec![
        of(WrongCredential, 401, Unauthorized, None, wrong),
        of(
            Says(TEXT, "Internal Server Error"),
            500,
            Server,
            None,
            "Internal Server Error",
        ),
        of(
            Says(
                JSON,
                r#"{"detail":{"error_code":"INTERNAL_SERVER_ERROR","message":"The run could not be recorded"}}"#,
            ),
            500,
            Server,
            Some("INTERNAL_SERVER_ERROR"),
            lost,
        ),
        of(
            Says(JSON, r#"{"detail":"Downstream service timeout"}"#),
            503,
            Unavailable,
            None,
            "Downstream service timeout",
        ),
        of(
            Says(
                JSON,
                r#"{"error_code":"SERVICE_UNAVAILABLE","message":"not now","details":null}"#,
            ),
            503,
            Unavailable,
            Some("SERVICE_UNAVAILABLE"),
            "not now",
        ),
    ];
    // Who has no credential does not run on the route of legacy ones.
    if call != Exchange && !call.is_legacy() {
        all.push(of(
            NoCredential,
            401,
            Unauthorized,
            None,
            "Not authenticated",
        ));
    }
    if call != Exchange {
        all.push(of(
            Cause::Forbidden,
            403,
            Forbidden,
            None,
            "Permission denied",
        ));
        all.push(of(
            Says(
                JSON,
                r#"{"error_code":"PERMISSION_DENIED","message":"No permission","details":null}"#,
            ),
            403,
            Forbidden,
            Some("PERMISSION_DENIED"),
            "No permission",
        ));
    }
    all
}

/// What may be refused because it was done too often, or is not what the server takes: where it is documented.
fn limited(call: Facade) -> Vec<Refusal> {
    let statuses = call.documented().statuses;
    let has = |status: &str| statuses.iter().any(|one| one == status);
    let mut all = Vec::new();
    if has("429") {
        all.push(refusal(
            call,
            Says(JSON, r#"{"detail":{"error_code":"QUOTA_EXCEEDED","message":"The daily quota is used up","limit":100,"used":100,"quota_type":"daily"}}"#),
            429,
            RateLimited,
            Some("QUOTA_EXCEEDED"),
            "The daily quota is used up",
        ));
    }
    if has("422") {
        all.push(refusal(
            call,
            Says(JSON, r#"{"detail":[{"loc":["body","file"],"msg":"field required","type":"value_error.missing"}]}"#),
            422,
            BadRequest,
            None,
            "body.file: field required",
        ));
    }
    all
}

#[rustfmt::skip]
fn runs(call: Facade) -> Vec<Refusal> {
    let of = |cause, status, kind, code, message| refusal(call, cause, status, kind, code, message);
    vec![
        of(For("weather-api@1.0.0/get_current_weather"), 400, BadRequest, Some("MISSING_SECRET"),
            "Secret 'WEATHER_API_KEY' for prefab 'weather-api' is not configured"),
        of(Says(JSON, r#"{"detail":"Secret 'K' for prefab 'p' is not configured"}"#), 400, BadRequest, None,
            "Secret 'K' for prefab 'p' is not configured"),
        of(Says(JSON, r#"{"error_code":"BAD_REQUEST","message":"cannot be run","details":null}"#), 400, BadRequest,
            Some("BAD_REQUEST"), "cannot be run"),
        of(For("llm-client@9.9.9/chat"), 404, NotFound, None, "Prefab llm-client@9.9.9 not found"),
        of(For("llm-client@1.0.0/sing"), 404, NotFound, None, "Function sing not found in prefab llm-client"),
        of(For("test-kit@1.0.0/typed"), 422, BadRequest, None, "Missing required parameter: text"),
        of(For("video-processor@1.0.0/extract_audio"), 422, BadRequest, None, "Missing required file: video"),
        of(Quota, 429, RateLimited, Some("QUOTA_EXCEEDED"), "The daily quota is used up: 0 of 0 calls"),
        of(Down, 503, Unavailable, None, "Downstream service error: 503"),
        of(For("video-processor@2.0.0-beta/extract_audio"), 422, BadRequest, None, "Missing required file: video"),
    ]
}

#[rustfmt::skip]
fn objects(call: Facade) -> Vec<Refusal> {
    let of = |cause, status, kind, code, message| refusal(call, cause, status, kind, Some(code), message);
    let expired = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    let mut all = vec![of(Says(XML, expired), 403, Forbidden, "AccessDenied", "Request has expired")];
    if call == GetObject {
        let absent = For("s3://bucket/absent");
        all.push(of(absent, 404, NotFound, "NoSuchKey", "The specified key does not exist."));
    }
    all
}

/// The rest.
#[rustfmt::skip]
fn own(call: Facade) -> Vec<Refusal> {
    let of = |cause, status, kind, code, message| refusal(call, cause, status, kind, code, message);
    let agent = of(NoAgent, 400, BadRequest, Some("MISSING_AGENT_CONTEXT"), "This operation needs an agent context");
    let other = of(Says(JSON, r#"{"detail":"cannot be served"}"#), 400, BadRequest, None, "cannot be served");
    match call {
        UploadFile | UploadTemp | List | ListTemp | Cleanup => vec![agent, other],
        Presign => vec![
            other,
            of(Says(JSON, r#"{"detail":"File not found"}"#), 404, NotFound, None, "File not found"),
        ],
        Spec => vec![of(For("llm-client@9.9.9"), 404, NotFound, None, "Prefab llm-client@9.9.9 not found")],
        _ => Vec::new(),
    }
}
