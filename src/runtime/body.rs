//! Reading a reply's body into memory, up to a limit.

use bytes::{Bytes, BytesMut};

/// Why a body did not come whole.
#[derive(Debug)]
pub(crate) enum Fault {
    TooLarge,
    Broken(reqwest::Error),
}

/// Reads the whole body.
///
/// # Errors
/// The fault and what was read until then.
pub(crate) async fn read(
    response: &mut reqwest::Response,
    limit: usize,
) -> Result<Bytes, (Fault, Bytes)> {
    let announced = response.content_length().unwrap_or(0);
    if announced > limit as u64 {
        return Err((Fault::TooLarge, Bytes::new()));
    }
    // Nearly every body is one chunk, which then is not copied.
    let first = match response.chunk().await {
        Ok(Some(chunk)) => chunk,
        Ok(None) => return Ok(Bytes::new()),
        Err(error) => return Err((Fault::Broken(error), Bytes::new())),
    };
    if first.len() > limit {
        return Err((Fault::TooLarge, first.slice(..limit)));
    }
    match response.chunk().await {
        Ok(None) => Ok(first),
        Ok(Some(second)) => read_rest(response, limit, first, second).await,
        Err(error) => Err((Fault::Broken(error), first)),
    }
}

async fn read_rest(
    response: &mut reqwest::Response,
    limit: usize,
    first: Bytes,
    second: Bytes,
) -> Result<Bytes, (Fault, Bytes)> {
    let mut whole = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        let room = limit - whole.len();
        if chunk.len() > room {
            whole.extend_from_slice(&chunk[..room]);
            return Err((Fault::TooLarge, whole.freeze()));
        }
        whole.extend_from_slice(&chunk);
        next = match response.chunk().await {
            Ok(next) => next,
            Err(error) => return Err((Fault::Broken(error), whole.freeze())),
        };
    }
    Ok(whole.freeze())
}
