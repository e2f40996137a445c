//! What WeChat pushes to the service: whether it is WeChat's, and what it says
//! (<https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html>).
//! Bodies are JSON, in plain or safe mode; in safe mode the body is encrypted and its
//! signature covers it, so that only safe mode is read where a key is set.

use std::fmt;

use aes::Aes256;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use cbc::Decryptor;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use serde::Deserialize;
use serde_json::Value;
use sha1::{Digest as _, Sha1};
use zeroize::Zeroizing;

/// The console makes keys of 43 random characters; the last has two bits that belong to no
/// byte, and a strict decoder refuses most of them.
const KEY: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// Characters of an `EncodingAESKey`.
const KEY_CHARS: usize = 43;
/// Blocks that the plain text is padded to, in bytes.
const BLOCK: usize = 32;
/// Random bytes before the plain text.
const RANDOM: usize = 16;

/// The query of a push.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct PushQuery {
    /// Over token, time and nonce.
    pub signature: String,
    /// When it was sent, seconds since 1970 UTC.
    pub timestamp: String,
    /// A nonce.
    pub nonce: String,
    /// Over the encrypted body too, in safe mode.
    pub msg_signature: String,
    /// What the address's check asks to be given back.
    pub echostr: String,
}

/// Why a push is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    /// It is not signed with the token.
    #[error("the push is not signed by WeChat")]
    Signature,
    /// It is too old, or from the future.
    #[error("the push is not fresh")]
    Stale,
    /// It cannot be decrypted or read.
    #[error("the push does not read")]
    Malformed,
    /// It is of another mini-programme.
    #[error("the push is another mini-programme's")]
    OtherApp,
}

impl PushError {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Signature => "wechat-push-signature",
            Self::Stale => "wechat-push-stale",
            Self::Malformed => "wechat-push-malformed",
            Self::OtherApp => "wechat-push-other-app",
        }
    }
}

/// Token or key are not as the console makes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PushKeysError {
    /// 3 to 32 letters and digits.
    #[error("the token is not one")]
    Token,
    /// 43 letters and digits.
    #[error("the key is not one")]
    Key,
}

/// What pushes are signed and encrypted with.
pub struct PushKeys {
    appid: String,
    token: Zeroizing<String>,
    key: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for PushKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PushKeys(…)")
    }
}

/// How far a push's time may be from ours, in seconds. WeChat sends one anew, with a time of
/// its own, three times within seconds.
const FRESH_S: u64 = 300;

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "Encrypt")]
    encrypt: String,
}

impl PushKeys {
    /// The keys of a mini-programme, as its console shows them.
    ///
    /// # Errors
    /// [`PushKeysError`].
    pub fn new(appid: &str, token: &str, key: &str) -> Result<Self, PushKeysError> {
        let is_token =
            (3..=32).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_alphanumeric());
        if !is_token {
            return Err(PushKeysError::Token);
        }
        if key.len() != KEY_CHARS {
            return Err(PushKeysError::Key);
        }
        let bytes = KEY
            .decode(format!("{key}="))
            .map_err(|_| PushKeysError::Key)?;
        let bytes = bytes.try_into().map_err(|_| PushKeysError::Key)?;
        Ok(Self {
            appid: appid.to_owned(),
            token: Zeroizing::new(token.to_owned()),
            key: Zeroizing::new(bytes),
        })
    }

    /// The answer to the check of the address: its `echostr`.
    ///
    /// # Errors
    /// [`PushError::Signature`].
    pub fn echo<'q>(&self, query: &'q PushQuery) -> Result<&'q str, PushError> {
        self.check(&[&query.timestamp, &query.nonce], &query.signature)?;
        Ok(&query.echostr)
    }

    /// What a push in safe mode says.
    ///
    /// # Errors
    /// [`PushError`]; nothing of the body is read that is not signed.
    pub fn open(&self, query: &PushQuery, body: &[u8], now_ms: i64) -> Result<Value, PushError> {
        let envelope: Envelope = serde_json::from_slice(body).map_err(|_| PushError::Malformed)?;
        let parts = [query.timestamp.as_str(), &query.nonce, &envelope.encrypt];
        self.check(&parts, &query.msg_signature)?;
        let sent_s: i64 = query.timestamp.parse().map_err(|_| PushError::Malformed)?;
        if sent_s.abs_diff(now_ms.div_euclid(1000)) > FRESH_S {
            return Err(PushError::Stale);
        }
        let (message, appid) = self.decrypted(&envelope.encrypt)?;
        if appid != self.appid.as_bytes() {
            return Err(PushError::OtherApp);
        }
        serde_json::from_slice(&message).map_err(|_| PushError::Malformed)
    }

    /// Checks a signature: SHA-1 over the token and `parts`, sorted and joined.
    fn check(&self, parts: &[&str], given: &str) -> Result<(), PushError> {
        let mut sorted: Vec<&str> = parts.iter().copied().chain([self.token.as_str()]).collect();
        sorted.sort_unstable();
        let digest: [u8; 20] = Sha1::digest(sorted.concat()).into();
        let right = hex::encode(digest);
        // All bytes are compared, so that the time tells nothing.
        let differing = right
            .bytes()
            .zip(given.bytes())
            .fold(0, |found, (a, b)| found | (a ^ b));
        match right.len() == given.len() && differing == 0 {
            true => Ok(()),
            false => Err(PushError::Signature),
        }
    }

    /// Message and appid of an encrypted body.
    fn decrypted(&self, encrypted: &str) -> Result<(Vec<u8>, Vec<u8>), PushError> {
        let malformed = PushError::Malformed;
        let mut bytes = STANDARD.decode(encrypted).map_err(|_| malformed)?;
        let (iv, _) = self.key.split_at(RANDOM);
        let cipher = Decryptor::<Aes256>::new_from_slices(&*self.key, iv).map_err(|_| malformed)?;
        let plain = cipher
            .decrypt_padded::<NoPadding>(&mut bytes)
            .map_err(|_| malformed)?;
        let padding = usize::from(*plain.last().ok_or(malformed)?);
        if !(1..=BLOCK).contains(&padding) {
            return Err(malformed);
        }
        let plain = plain
            .len()
            .checked_sub(padding)
            .map(|length| &plain[..length])
            .ok_or(malformed)?;
        let (_, plain) = plain.split_at_checked(RANDOM).ok_or(malformed)?;
        let (length, plain) = plain.split_first_chunk::<4>().ok_or(malformed)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| malformed)?;
        let (message, appid) = plain.split_at_checked(length).ok_or(malformed)?;
        Ok((message.to_vec(), appid.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys of published vectors.
    fn keys(appid: &str, token: &str, key: &str) -> PushKeys {
        PushKeys::new(appid, token, key).expect("keys")
    }

    const KEY_1: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    /// The address's check, by developers.weixin.qq.com (message-push).
    #[test]
    fn the_address_is_checked_by_the_published_vectors() {
        let keys = keys("wx1", "AAAAA", KEY_1);
        let check = |timestamp: &str, nonce: &str, signature: &str, expected| {
            let query = PushQuery {
                signature: signature.to_owned(),
                timestamp: timestamp.to_owned(),
                nonce: nonce.to_owned(),
                echostr: "4375120948345356249".to_owned(),
                ..PushQuery::default()
            };
            assert_eq!(keys.echo(&query), expected, "{signature}");
        };
        let right = "f464b24fc39322e44b38aa78f5edd27bd1441696";
        check("1714036504", "1514711492", right, Ok("4375120948345356249"));
        let other = "899cf89e464efb63f54ddac96b0a0a235f53aa78";
        check("1714037059", "486452656", other, Ok("4375120948345356249"));
        check("1714036505", "1514711492", right, Err(PushError::Signature));
        check("1714036504", "1514711492", "", Err(PushError::Signature));
        check(
            "1714036504",
            "1514711492",
            &right[..39],
            Err(PushError::Signature),
        );
    }

    /// Vectors of WxJava's `WxCryptUtilTest`.
    #[test]
    fn messages_are_decrypted_by_the_published_vectors() {
        let one = keys("wxb11529c136998cb6", "pamtest", KEY_1);
        let encrypted = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==";
        let (message, appid) = one.decrypted(encrypted).expect("decrypted");
        assert_eq!(message, "我是中文abcd123".as_bytes());
        assert_eq!(appid, b"wxb11529c136998cb6");
        let signed = one.check(
            &["1409304348", "xxxxxx", encrypted],
            "82c962d39941aa48552f90ef55aa323dc620cc10",
        );
        assert_eq!(signed, Ok(()));

        let two = keys(
            "wx49f0ab532d5d035a",
            "123456",
            "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        );
        let encrypted = "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==";
        let signed = two.check(
            &["1411443780", "437374425", encrypted],
            "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
        );
        assert_eq!(signed, Ok(()));
        let (message, _) = two.decrypted(encrypted).expect("decrypted");
        assert_eq!(message, b"5927782489442352469");
    }

    #[test]
    fn what_is_not_wechats_is_refused() {
        let keys = keys("wx1", "AAAAA", KEY_1);
        let check = |body: &str, signature: &str, expected| {
            let query = PushQuery {
                timestamp: "1714036504".to_owned(),
                nonce: "1".to_owned(),
                msg_signature: signature.to_owned(),
                ..PushQuery::default()
            };
            let found = keys.open(&query, body.as_bytes(), 1_714_036_504_000);
            assert_eq!(found, Err(expected), "{body}");
        };
        check("", "", PushError::Malformed);
        check("{}", "", PushError::Malformed);
        check(r#"{"Encrypt":"AAAA"}"#, "", PushError::Signature);
        for encrypted in ["", "AAAA", "!", "jn1L23DB+6ELqJ+6bruv2w=="] {
            assert_eq!(keys.decrypted(encrypted), Err(PushError::Malformed));
        }
    }

    #[test]
    fn keys_are_as_the_console_makes_them() {
        let check = |token: &str, key: &str, expected: Option<PushKeysError>| {
            assert_eq!(PushKeys::new("wx1", token, key).err(), expected);
        };
        check("AAA", KEY_1, None);
        // A last character with spare bits.
        check("AAA", &KEY_1.replace('G', "R"), None);
        check("AA", KEY_1, Some(PushKeysError::Token));
        check("AA A", KEY_1, Some(PushKeysError::Token));
        check("AAA", &KEY_1[1..], Some(PushKeysError::Key));
        check("AAA", &KEY_1.replace('G', "-"), Some(PushKeysError::Key));
    }
}
