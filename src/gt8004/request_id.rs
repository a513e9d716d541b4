//! Ids of requests and batches.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::{Builder, Uuid};

/// Half of every id: chance, once per process.
static PROCESS: LazyLock<(u64, u64)> = LazyLock::new(|| Uuid::new_v4().as_u64_pair());

static NEXT: AtomicU64 = AtomicU64::new(0);

/// An id in the form of a random UUID, of 36 characters.
///
/// Asking the system for chance costs more than logging. So chance tells processes apart, and a counter the ids of one; its
/// numbers are spread by an odd factor, which never makes two of them equal.
pub(super) fn request_id() -> String {
    let (high, low) = *PROCESS;
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let low = low.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    // The variant takes two bits of the lower half; they come back in the upper one, where chance is enough.
    let high = high ^ (low >> 62).rotate_right(2);
    let bytes = (u128::from(high) << 64 | u128::from(low)).to_be_bytes();
    let id = Builder::from_random_bytes(bytes).into_uuid().hyphenated();
    id.encode_lower(&mut Uuid::encode_buffer()).to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_differ_and_are_uuids() {
        let ids: BTreeSet<_> = (0..100_000).map(|_| request_id()).collect();
        assert_eq!(ids.len(), 100_000);
        for id in ids.iter().take(100) {
            assert_eq!(id.len(), 36);
            assert_eq!(Uuid::parse_str(id).unwrap().get_version_num(), 4);
        }
    }
}
