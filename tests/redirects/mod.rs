//! Redirects: followed without credentials, or refused.
