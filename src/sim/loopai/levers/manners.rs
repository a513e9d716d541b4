//! How the server speaks, what it allows, and how it is.

use super::super::{LimitReply, ProblemMedia, RateLimits, Simulator, Timestamps};

/// How the server speaks, what it allows, and how it is.
impl Simulator {
    /// How dates and times are written.
    pub fn set_timestamps(&self, timestamps: Timestamps) {
        self.with(|world| {
            world.stamps.manner = timestamps;
            world.tasks.forget_reads();
        });
    }

    /// Whether the server runs as in Development: JSON over several lines, and details of what was thrown. The default is as
    /// in Production.
    pub fn set_development(&self, on: bool) {
        self.with(|world| world.development = on);
    }

    /// The media type of refusals that no controller has written.
    pub fn set_problem_media(&self, media: ProblemMedia) {
        self.with(|world| world.problem_media = media);
    }

    /// Every request is sent away to this port, with a 307 to `https://`. `None`, the default, is that none is.
    pub fn set_https_port(&self, port: Option<u16>) {
        self.with(|world| world.https_port = port);
    }

    /// How many requests a client may make, with nothing used up. `None`, the default, is no limit and no header fields of it.
    pub fn set_rate_limits(&self, limits: Option<RateLimits>) {
        self.with(|world| world.limiter.set(limits));
    }

    /// What a request over the limit is answered with.
    pub fn set_limit_reply(&self, reply: LimitReply) {
        self.with(|world| world.limiter.reply = reply);
    }

    /// Whether the database does not answer: nearly everything fails, each operation in its own way, and health says that the
    /// database is well.
    pub fn set_database_down(&self, on: bool) {
        self.with(|world| world.health.database_down = on);
    }

    /// Whether Redis does not answer, which only health tells.
    pub fn set_redis_down(&self, on: bool) {
        self.with(|world| world.health.redis_down = on);
    }

    /// What asking for readiness throws. `None`, the default, is nothing.
    pub fn set_readiness_error(&self, error: Option<&str>) {
        self.with(|world| world.health.broken = error.map(str::to_owned));
    }
}
