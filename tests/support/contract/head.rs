//! The head of an HTTP/1.1 message.

/// Start line and headers of a request or a reply.
#[derive(Debug, Clone)]
pub(super) struct Head {
    start: String,
    headers: Vec<(String, String)>,
}

/// How the end of a message is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// Exactly so many bytes follow.
    Length(u64),
    Chunked,
    UntilClose,
    /// No HTTP from here on: an upgraded connection, or bytes that nobody can read.
    Opaque,
}

impl Head {
    /// Reads a head up to and without its empty line.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.split("\r\n");
        let start = lines.next()?.to_owned();
        let headers = lines
            .map(|line| {
                let (name, value) = line.split_once(':')?;
                Some((name.to_owned(), value.trim().to_owned()))
            })
            .collect::<Option<_>>()?;
        Some(Self { start, headers })
    }

    /// Method and target of a request.
    pub(super) fn request_line(&self) -> Option<(&str, &str)> {
        let mut parts = self.start.split(' ');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(method), Some(target), Some("HTTP/1.1" | "HTTP/1.0"), None) => {
                Some((method, target))
            }
            _ => None,
        }
    }

    /// Status of a reply.
    pub(super) fn status(&self) -> Option<u16> {
        let rest = self.start.strip_prefix("HTTP/1.")?.get(1..)?;
        rest.trim_start().split(' ').next()?.parse().ok()
    }

    /// The values of a header.
    pub(super) fn header_values(&self, name: &str) -> Vec<&str> {
        let headers = self.headers.iter();
        let named = headers.filter(|(key, _)| key.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The first value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.header_values(name).first().copied()
    }

    /// Names and values of the cookies sent with a request.
    pub(super) fn cookies(&self) -> Vec<(String, String)> {
        self.header_values("cookie")
            .into_iter()
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// How the body of this request ends.
    pub(super) fn request_framing(&self) -> Framing {
        self.explicit_framing().unwrap_or(Framing::Length(0))
    }

    /// How the body of this reply to `method` ends.
    pub(super) fn reply_framing(&self, method: &str) -> Framing {
        match self.status() {
            Some(101) => Framing::Opaque,
            Some(100..=199 | 204 | 304) => Framing::Length(0),
            _ if method == "HEAD" => Framing::Length(0),
            _ => self.explicit_framing().unwrap_or(Framing::UntilClose),
        }
    }

    fn explicit_framing(&self) -> Option<Framing> {
        let is_chunked = |value: &str| value.to_ascii_lowercase().contains("chunked");
        if self.header("transfer-encoding").is_some_and(is_chunked) {
            return Some(Framing::Chunked);
        }
        let length = self.header("content-length")?;
        Some(length.parse().map_or(Framing::Opaque, Framing::Length))
    }
}
