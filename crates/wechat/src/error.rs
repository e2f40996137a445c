//! Why a call failed, and whether to try again.

use gateway::NoAnswer;

/// Whether to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persistence {
    /// Another try may succeed.
    Temporary,
    /// Another try would fail in the same way.
    Permanent,
}

/// Why a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WechatError {
    /// No connection, or it was closed before the answer.
    #[error("WeChat cannot be reached")]
    Unreachable,
    /// No answer in time; what was asked for may have happened.
    #[error("WeChat did not answer in time")]
    TimedOut,
    /// No encrypted connection: certificate, name or protocol.
    #[error("WeChat has not proved who it is")]
    Untrusted,
    /// The answer cannot be read.
    #[error("WeChat's answer does not read")]
    Malformed,
    /// It has no time, or a fault of its own.
    #[error("WeChat has no time ({errcode})")]
    Busy {
        /// Its own code.
        errcode: i64,
    },
    /// Too many calls of this process wait for WeChat already.
    #[error("too many calls wait for WeChat")]
    Crowded,
    /// Called too often: by this user in a minute, or by all in a day.
    #[error("WeChat is called too often ({errcode})")]
    TooOften {
        /// Its own code.
        errcode: i64,
    },
    /// The code of a phone is unknown, used or older than five minutes.
    #[error("the code is not valid")]
    Code,
    /// WeChat has blocked the user.
    #[error("WeChat has blocked the user")]
    HighRisk,
    /// The user has no subscription left for the template, or refuses its messages.
    #[error("the user takes no message of this template")]
    NotSubscribed,
    /// The user did not write in the last 48 hours, or was answered as often as WeChat allows.
    #[error("the user takes no answer any more")]
    NotAwaited,
    /// The user was not in the mini-programme in the last two hours.
    #[error("the user was not there of late")]
    NotThere,
    /// Appid or secret are wrong, or the calls of this machine are not allowed.
    #[error("WeChat does not take the mini-programme's credentials ({errcode})")]
    Credentials {
        /// Its own code.
        errcode: i64,
    },
    /// It refused; its code says why.
    #[error("WeChat refused ({errcode})")]
    Refused {
        /// Its own code.
        errcode: i64,
    },
}

impl WechatError {
    /// The error of a code in an answer, by
    /// <https://developers.weixin.qq.com/doc/oplatform/Return_codes/Return_code_descriptions_new.html>.
    pub(crate) const fn of(errcode: i64) -> Self {
        match errcode {
            -1 => Self::Busy { errcode },
            40_029 | 40_163 => Self::Code,
            40_226 => Self::HighRisk,
            43_101 => Self::NotSubscribed,
            45_015 | 45_047 => Self::NotAwaited,
            61_010 => Self::NotThere,
            45_009 | 45_011 => Self::TooOften { errcode },
            40_001 | 40_013 | 40_014 | 40_125 | 40_164 | 41_001 | 41_002 | 41_004 | 42_001
            | 48_001 | 50_002 => Self::Credentials { errcode },
            _ => Self::Refused { errcode },
        }
    }

    /// Whether another access token may be taken.
    pub(crate) const fn is_of_token(self) -> bool {
        let codes = matches!(self.errcode(), 40_001 | 40_014 | 42_001);
        matches!(self, Self::Credentials { .. }) && codes
    }

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "wechat-unreachable",
            Self::TimedOut => "wechat-timed-out",
            Self::Untrusted => "wechat-untrusted",
            Self::Malformed => "wechat-malformed",
            Self::Busy { .. } => "wechat-busy",
            Self::Crowded => "wechat-crowded",
            Self::TooOften { .. } => "wechat-too-often",
            Self::Code => "wechat-code",
            Self::HighRisk => "wechat-high-risk",
            Self::NotSubscribed => "wechat-not-subscribed",
            Self::NotAwaited => "wechat-not-awaited",
            Self::NotThere => "wechat-not-there",
            Self::Credentials { .. } => "wechat-credentials",
            Self::Refused { .. } => "wechat-refused",
        }
    }

    /// WeChat's own code; 0 where it gave none.
    #[must_use]
    pub const fn errcode(self) -> i64 {
        match self {
            Self::Busy { errcode }
            | Self::TooOften { errcode }
            | Self::Credentials { errcode }
            | Self::Refused { errcode } => errcode,
            _ => 0,
        }
    }

    /// Whether to try again. What the operator can mend meanwhile is temporary.
    #[must_use]
    pub const fn persistence(self) -> Persistence {
        match self {
            Self::Code
            | Self::HighRisk
            | Self::NotSubscribed
            | Self::NotAwaited
            | Self::NotThere
            | Self::Refused { .. } => Persistence::Permanent,
            _ => Persistence::Temporary,
        }
    }
}

impl From<NoAnswer> for WechatError {
    fn from(none: NoAnswer) -> Self {
        match none {
            NoAnswer::Crowded => Self::Crowded,
            NoAnswer::Unreachable => Self::Unreachable,
            NoAnswer::TimedOut => Self::TimedOut,
            NoAnswer::Untrusted => Self::Untrusted,
            NoAnswer::Malformed => Self::Malformed,
        }
    }
}
