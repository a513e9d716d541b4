//! Loopai's requests, byte by byte. Contract: §1.

mod wire;
