//! Pushes: what WeChat tells the mini-programme's server by itself, sealed or plain.

use std::time::Duration;

use aes::Aes256;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use cbc::Encryptor;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde_json::{Value, json};

use crate::StandIn;
use crate::keys::APPID;
use crate::mini::keys::{PUSH_KEY, PUSH_TOKEN};
use crate::mini::letters::letters;

/// The last character of a key has bits that say nothing, and most keys have them set.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);
/// The host waits so long for an answer.
const WAITS: Duration = Duration::from_secs(5);
/// The account that a message is for, unless it says so itself.
const TO: &str = "gh_97417a04a28d";

/// A push as it is sent: the query of its address, and its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    /// `signature=…&timestamp=…&nonce=…`, and more.
    pub query: String,
    /// JSON.
    pub body: Vec<u8>,
}

impl StandIn {
    /// The message as it is pushed in the safe mode.
    #[must_use]
    pub fn push(&self, message: &Value) -> Push {
        let (serial, signed) = self.push_signed();
        let Signed {
            timestamp, nonce, ..
        } = &signed;
        let random = letters("push", serial, 16);
        let sealed = sealed(PUSH_KEY, APPID, random.as_bytes(), &message.to_string());
        let of_message = signature(&[PUSH_TOKEN, timestamp, nonce, &sealed]);
        let query = signed.query(message);
        let to = message["ToUserName"].as_str().unwrap_or(TO);
        let body = json!({ "ToUserName": to, "Encrypt": sealed });
        Push {
            query: format!("{query}&encrypt_type=aes&msg_signature={of_message}"),
            body: body.to_string().into_bytes(),
        }
    }

    /// The message as it is pushed in the plain mode.
    #[must_use]
    pub fn push_plain(&self, message: &Value) -> Push {
        let (_, signed) = self.push_signed();
        Push {
            query: signed.query(message),
            body: message.to_string().into_bytes(),
        }
    }

    /// What the host asks before it pushes anything: the query of a GET, and the text of
    /// `echostr`, which is to be the answer.
    #[must_use]
    pub fn echo(&self) -> (String, String) {
        let (serial, signed) = self.push_signed();
        let Signed {
            signature,
            timestamp,
            nonce,
        } = signed;
        let echo = format!("{:019}", 4_375_120_948_345_356_249 + serial);
        let query =
            format!("signature={signature}&echostr={echo}&timestamp={timestamp}&nonce={nonce}");
        (query, echo)
    }

    fn push_signed(&self) -> (u64, Signed) {
        let timestamp = self.now_s().to_string();
        let serial = self.state().next();
        let nonce = (1_514_711_492 + serial).to_string();
        let signature = signature(&[PUSH_TOKEN, &timestamp, &nonce]);
        let signed = Signed {
            signature,
            timestamp,
            nonce,
        };
        (serial, signed)
    }
}

impl Push {
    /// Pushes it over HTTP; the status of the answer, 0 for none, and its text. Blocks.
    #[must_use]
    pub fn send(&self, to: &str) -> (u16, String) {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(WAITS))
            .build()
            .into();
        let joint = match to.contains('?') {
            true => '&',
            false => '?',
        };
        let sent = agent
            .post(format!("{to}{joint}{}", self.query))
            .header("Content-Type", "application/json")
            .send(&self.body);
        let Ok(mut answer) = sent else {
            return (0, String::new());
        };
        let text = answer.body_mut().read_to_string().unwrap_or_default();
        (answer.status().as_u16(), text)
    }
}

/// What every push is signed with.
struct Signed {
    signature: String,
    timestamp: String,
    nonce: String,
}

impl Signed {
    fn query(&self, message: &Value) -> String {
        let Self {
            signature,
            timestamp,
            nonce,
        } = self;
        let openid = message["FromUserName"].as_str().unwrap_or_default();
        format!("signature={signature}&timestamp={timestamp}&nonce={nonce}&openid={openid}")
    }
}

/// SHA-1 of the sorted parts.
fn signature(parts: &[&str]) -> String {
    let mut parts = parts.to_vec();
    parts.sort_unstable();
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, parts.concat().as_bytes());
    hash.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A message sealed for an appid.
fn sealed(key: &str, appid: &str, random: &[u8], message: &str) -> String {
    const BLOCK: usize = 32;
    let key = LENIENT.decode(format!("{key}="));
    let key = key.expect("a key is 43 characters of base64");
    let length = u32::try_from(message.len()).expect("a message is short");
    let mut plain = random.to_vec();
    plain.extend(length.to_be_bytes());
    plain.extend(message.as_bytes());
    plain.extend(appid.as_bytes());
    let pad = BLOCK - plain.len() % BLOCK;
    plain.extend(std::iter::repeat_n(pad as u8, pad));
    let seals = Encryptor::<Aes256>::new_from_slices(&key, &key[..16]);
    let seals = seals.expect("a key has 32 bytes");
    let whole = plain.len();
    let bytes = seals.encrypt_padded::<NoPadding>(&mut plain, whole);
    STANDARD.encode(bytes.expect("it is whole blocks"))
}

#[cfg(test)]
mod tests {
    use super::{sealed, signature};

    #[test]
    fn signatures_are_those_of_the_published_examples() {
        let cases: [(&[&str], &str); 4] = [
            (
                &["AAAAA", "1714036504", "1514711492"],
                "f464b24fc39322e44b38aa78f5edd27bd1441696",
            ),
            (
                &["AAAAA", "1714037059", "486452656"],
                "899cf89e464efb63f54ddac96b0a0a235f53aa78",
            ),
            (
                &["pamtest", "1409304348", "xxxxxx", ENCRYPTED],
                "82c962d39941aa48552f90ef55aa323dc620cc10",
            ),
            (
                &[
                    "123456",
                    "1411443780",
                    "437374425",
                    "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==",
                ],
                "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
            ),
        ];
        for (parts, expected) in cases {
            assert_eq!(signature(parts), expected);
        }
    }

    const ENCRYPTED: &str =
        "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==";

    #[test]
    fn a_message_is_sealed_as_in_the_published_example() {
        let key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
        let found = sealed(
            key,
            "wxb11529c136998cb6",
            b"aaaabbbbccccdddd",
            "我是中文abcd123",
        );
        assert_eq!(found, ENCRYPTED);
    }
}
