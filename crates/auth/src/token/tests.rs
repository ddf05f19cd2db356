use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::{Sha256, Sha384, Sha512};

use super::*;
use crate::samples::{FixedClock, at, session, user};

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

fn tokens(now_ms: i64) -> Tokens {
    Tokens::new(SECRET, Duration::seconds(3600), Arc::new(FixedClock(at(now_ms)))).unwrap()
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// Signed by hand, so that it can lie in any way.
fn forge(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

fn hs256(message: &[u8]) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(SECRET).unwrap().chain_update(message).finalize().into_bytes().to_vec()
}

fn hs384(message: &[u8]) -> Vec<u8> {
    Hmac::<Sha384>::new_from_slice(SECRET).unwrap().chain_update(message).finalize().into_bytes().to_vec()
}

fn hs512(message: &[u8]) -> Vec<u8> {
    Hmac::<Sha512>::new_from_slice(SECRET).unwrap().chain_update(message).finalize().into_bytes().to_vec()
}

fn header(alg: &str) -> Value {
    json!({"typ": "JWT", "alg": alg})
}

/// Good claims at second 1000, ready to be spoiled.
fn claims() -> Value {
    json!({
        "iss": "appointments", "aud": "appointments", "sub": Uuid::from_u128(1), "sid": Uuid::from_u128(2),
        "jti": Uuid::from_u128(3), "iat": 1000, "nbf": 1000, "exp": 2000,
    })
}

fn with(claim: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[claim] = value;
    claims
}

#[test]
fn what_is_issued_verifies() {
    let session = session(user("a@example.org"), at(100_000_000));
    let issued = tokens(1_000_400).issue(&session).unwrap();
    assert_eq!(issued.expires_at, at(4_600_000));
    let bearer = tokens(1_000_400).verify(issued.token.expose()).unwrap();
    assert_eq!(bearer, Bearer { user: session.user.id, session: session.id, expires_at: at(4_600_000) });
}

#[test]
fn a_token_ends_with_its_session_at_the_latest() {
    let session = session(user("a@example.org"), at(1_500_900));
    let issued = tokens(1_000_000).issue(&session).unwrap();
    assert_eq!(issued.expires_at, at(1_500_000));
}

#[test]
fn a_token_ends_at_exp_exactly() {
    let token = forge(&header("HS256"), &claims(), hs256);
    assert!(tokens(1_999_999).verify(&token).is_ok());
    assert_eq!(tokens(2_000_000).verify(&token), Err(InvalidToken));
    assert!(tokens(1_000_000).verify(&token).is_ok());
    assert_eq!(tokens(999_999).verify(&token), Err(InvalidToken));
}

#[test]
fn a_node_whose_clock_is_a_little_behind_takes_a_fresh_token() {
    let issued = tokens(1_000_001).issue(&session(user("a@example.org"), at(100_000_000))).unwrap();
    assert!(tokens(999_000).verify(issued.token.expose()).is_ok());
}

#[test]
fn two_tokens_of_one_session_differ() {
    let session = session(user("a@example.org"), at(100_000_000));
    let tokens = tokens(1_000_000);
    assert_ne!(tokens.issue(&session).unwrap().token, tokens.issue(&session).unwrap().token);
}

#[test]
fn forgeries_are_refused() {
    let good = forge(&header("HS256"), &claims(), hs256);
    let unsigned = |alg| forge(&header(alg), &claims(), |_| Vec::new());
    let signature_starts = good.rfind('.').unwrap();
    let other_key = |message: &[u8]| {
        let mac = Hmac::<Sha256>::new_from_slice(b"another secret of 32 bytes, this").unwrap();
        mac.chain_update(message).finalize().into_bytes().to_vec()
    };
    let mut swapped = good.clone();
    swapped
        .replace_range(..signature_starts, &format!("{}.{}", part(&header("HS256")), part(&with("exp", json!(9999)))));

    let forgeries = [
        ("nothing", String::new()),
        ("dots", "..".into()),
        ("alg none", unsigned("none")),
        ("alg None", unsigned("None")),
        ("alg HS256, no signature", unsigned("HS256")),
        ("alg none, good signature", forge(&header("none"), &claims(), hs256)),
        ("no alg", forge(&json!({"typ": "JWT"}), &claims(), hs256)),
        ("alg HS384", forge(&header("HS384"), &claims(), hs384)),
        ("alg HS512", forge(&header("HS512"), &claims(), hs512)),
        ("alg RS256", forge(&header("RS256"), &claims(), hs256)),
        ("alg ES256", forge(&header("ES256"), &claims(), hs256)),
        ("alg HS384, HS256 signature", forge(&header("HS384"), &claims(), hs256)),
        ("wrong key", forge(&header("HS256"), &claims(), other_key)),
        ("other claims", swapped),
        ("signature cut", good[..good.len() - 1].into()),
        ("signature half", good[..good.len() - 20].into()),
        ("signature off", good[..signature_starts].into()),
        ("empty signature", good[..=signature_starts].into()),
        ("more after it", format!("{good}A")),
        ("a fourth part", format!("{good}.AAAA")),
        ("a blank before", format!(" {good}")),
        ("padding", format!("{good}=")),
        ("wrong issuer", forge(&header("HS256"), &with("iss", json!("elsewhere")), hs256)),
        ("wrong audience", forge(&header("HS256"), &with("aud", json!("elsewhere")), hs256)),
        ("expired", forge(&header("HS256"), &with("exp", json!(1500)), hs256)),
        ("expired long ago", forge(&header("HS256"), &with("exp", json!(-1)), hs256)),
        ("exp beyond all time", forge(&header("HS256"), &with("exp", json!(i64::MAX)), hs256)),
        ("exp a text", forge(&header("HS256"), &with("exp", json!("2000")), hs256)),
        ("not yet valid", forge(&header("HS256"), &with("nbf", json!(1501)), hs256)),
        ("sub no id", forge(&header("HS256"), &with("sub", json!("root")), hs256)),
        ("sid no id", forge(&header("HS256"), &with("sid", json!(7)), hs256)),
    ];
    let tokens = tokens(1_500_000);
    assert!(tokens.verify(&good).is_ok(), "the table's own token must be good");
    for (what, forgery) in forgeries {
        assert_eq!(tokens.verify(&forgery), Err(InvalidToken), "{what}");
    }
}

#[test]
fn every_claim_is_required() {
    for claim in ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"] {
        let mut missing = claims();
        missing.as_object_mut().unwrap().remove(claim);
        for spoiled in [missing, with(claim, Value::Null)] {
            let token = forge(&header("HS256"), &spoiled, hs256);
            assert_eq!(tokens(1_500_000).verify(&token), Err(InvalidToken), "{claim}");
        }
    }
}

#[test]
fn a_secret_has_32_bytes_or_more() {
    let made = |secret: &[u8]| Tokens::new(secret, Duration::seconds(1), Arc::new(FixedClock(at(0))));
    assert_eq!(made(&SECRET[..31]).unwrap_err(), ShortSecret);
    assert!(made(SECRET).is_ok());
}

#[test]
fn debug_shows_neither_secret_nor_token() {
    let tokens = tokens(1_000_000);
    let issued = tokens.issue(&session(user("a@example.org"), at(100_000_000))).unwrap();
    assert!(!format!("{issued:?}").contains(issued.token.expose()));
    assert_eq!(format!("{tokens:?}"), "Tokens { ttl: TimeDelta { secs: 3600, nanos: 0 }, .. }");
}
