//! Tokens that nobody was given: each refused over the header, over both ways to a socket, and inside one.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::{Sha256, Sha384, Sha512};
use testkit::Handshake;

use crate::common::{Day, Env, Person, SECRET, Store, World, appointment, merged, on_both, refused, unique};

const ENV: Env = &[];

on_both!(
    what_the_forger_can_do_is_done_right,
    other_algorithms_are_refused,
    other_claims_are_refused,
    cut_and_changed_tokens_are_refused,
    other_keys_are_refused,
    somebody_elses_session_is_refused,
);

fn encoded(part: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(part.to_string())
}

/// A token with this header and these claims, signed as `sign` does.
fn forged(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let signed = format!("{}.{}", encoded(header), encoded(claims));
    let signature = BASE64_URL_SAFE_NO_PAD.encode(sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}

fn hs256(key: &[u8], message: &[u8]) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key).expect("a key").chain_update(message).finalize().into_bytes().to_vec()
}

/// As the server signs, with its own key: only the claims can be wrong.
fn signed(claims: &Value) -> String {
    forged(&json!({"typ": "JWT", "alg": "HS256"}), claims, |message| hs256(SECRET.as_bytes(), message))
}

fn claims(person: &Person) -> Value {
    let middle = person.token.split('.').nth(1).expect("three parts");
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(middle).expect("base64url")).expect("JSON")
}

fn with(claims: &Value, name: &str, value: Value) -> Value {
    merged(claims.clone(), json!({name: value}))
}

fn without(claims: &Value, name: &str) -> Value {
    let mut claims = claims.clone();
    claims.as_object_mut().expect("an object").remove(name).expect("a claim");
    claims
}

/// Nobody believes it: no reading, no writing, no socket, no longer life for a socket.
async fn is_refused(world: &World, owner: &Person, name: &str, token: &str) {
    eprintln!("{name}");
    let marker = unique("forged");
    let by_header = world.anyone().bearer(token);
    refused(by_header.get("/api/auth/profile").await, 401, "unauthenticated");
    let write = merged(appointment(), json!({"doctorName": marker}));
    refused(by_header.post("/api/appointments").json(write).await, 401, "unauthenticated");
    assert!(!owner.get("/api/doctors").await.expect(200).text.contains(&marker), "{name} wrote");
    let nobody = || Handshake::with(&world.server.url(""));
    refused(nobody().bearer(token).refused().await, 401, "unauthenticated");
    let protocols = ["appointments.v1", &format!("bearer.{token}")];
    refused(nobody().protocols(&protocols).refused().await, 401, "unauthenticated");
    let mut socket = world.socket(owner, &Day::fresh()).await;
    socket.send(&json!({"event": "authenticate", "data": {"token": token}}));
    let answer = socket.event("error").await.data;
    assert!(["unauthenticated", "validation_failed"].iter().any(|code| answer["code"] == *code), "{name}: {answer}");
}

/// Without this, all the others might fail for another reason than the one they name.
async fn what_the_forger_can_do_is_done_right(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let again = signed(&claims(&user));
    assert_eq!(claims(&user)["aud"], "appointments", "the claims are known: {}", claims(&user));
    let profile = world.anyone().bearer(&again).get("/api/auth/profile").await.expect(200).body;
    assert_eq!(profile["id"], user.id.as_str());
    Handshake::with(&world.server.url("")).bearer(&again).connect().await.expect("a socket");
}

async fn other_algorithms_are_refused(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let claims = claims(&user);
    let key = SECRET.as_bytes();
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let header = json!({"alg": alg, "typ": "JWT"});
        is_refused(world, &user, &format!("alg {alg} unsigned"), &forged(&header, &claims, |_| Vec::new())).await;
        let signed = forged(&header, &claims, |message| hs256(key, message));
        is_refused(world, &user, &format!("alg {alg} signed"), &signed).await;
    }
    for alg in ["RS256", "PS256", "ES256", "EdDSA", "HS384", "HS512", "hs256", "HS256 "] {
        let signed = forged(&json!({"alg": alg, "typ": "JWT"}), &claims, |message| hs256(key, message));
        is_refused(world, &user, &format!("alg {alg} with HMAC-SHA-256"), &signed).await;
    }
    let hs384 = |message: &[u8]| {
        Hmac::<Sha384>::new_from_slice(key).expect("a key").chain_update(message).finalize().into_bytes().to_vec()
    };
    let hs512 = |message: &[u8]| {
        Hmac::<Sha512>::new_from_slice(key).expect("a key").chain_update(message).finalize().into_bytes().to_vec()
    };
    is_refused(world, &user, "HS384, rightly", &forged(&json!({"alg": "HS384"}), &claims, hs384)).await;
    is_refused(world, &user, "HS512, rightly", &forged(&json!({"alg": "HS512"}), &claims, hs512)).await;
    is_refused(world, &user, "no alg", &forged(&json!({"typ": "JWT"}), &claims, |m| hs256(key, m))).await;
    is_refused(world, &user, "alg a list", &forged(&json!({"alg": ["HS256"]}), &claims, |m| hs256(key, m))).await;
}

async fn other_claims_are_refused(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let good = claims(&user);
    let now = good["iat"].as_i64().expect("seconds");
    let mut bad = vec![
        ("wrong issuer", with(&good, "iss", json!("somebody"))),
        ("wrong audience", with(&good, "aud", json!("something else"))),
        ("other audiences", with(&good, "aud", json!(["something", "else"]))),
        ("expired", with(&good, "exp", json!(now - 1))),
        ("expired long ago", with(&good, "exp", json!(0))),
        ("an end before all time", with(&good, "exp", json!(-1))),
        ("an end that is a word", with(&good, "exp", json!("never"))),
        ("an end that is nothing", with(&good, "exp", Value::Null)),
        ("not yet valid", with(&good, "nbf", json!(now + 600))),
        ("a subject that is no id", with(&good, "sub", json!("root"))),
        ("nobody's session", with(&good, "sid", json!("01a20613-b450-752a-94ac-6a0ccfe044ad"))),
        ("no claims at all", json!({})),
        ("claims that are a list", json!([good.clone()])),
    ];
    for name in ["iss", "aud", "exp", "nbf", "sub", "sid"] {
        bad.push((name, without(&good, name)));
    }
    for (name, claims) in bad {
        is_refused(world, &user, name, &signed(&claims)).await;
    }
}

async fn cut_and_changed_tokens_are_refused(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    let [header, middle, signature]: [&str; 3] =
        user.token.split('.').collect::<Vec<_>>().try_into().expect("three parts");
    let other = encoded(&claims(&admin));
    for (name, token) in [
        ("empty", String::new()),
        ("a dot", ".".into()),
        ("two dots", "..".into()),
        ("no signature", format!("{header}.{middle}")),
        ("an empty signature", format!("{header}.{middle}.")),
        ("half a signature", format!("{header}.{middle}.{}", &signature[..signature.len() / 2])),
        ("all but the last letter", user.token[..user.token.len() - 1].into()),
        ("one letter more", format!("{}A", user.token)),
        ("padding", format!("{}=", user.token)),
        ("a fourth part", format!("{}.{signature}", user.token)),
        ("no header", format!(".{middle}.{signature}")),
        ("no claims", format!("{header}..{signature}")),
        ("somebody else's claims", format!("{header}.{other}.{signature}")),
        ("the claims alone", middle.into()),
        ("turned round", format!("{signature}.{middle}.{header}")),
        ("a signature of nothing", format!("{header}.{middle}.{}", "A".repeat(signature.len()))),
    ] {
        is_refused(world, &user, name, &token).await;
    }
}

async fn other_keys_are_refused(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let claims = claims(&user);
    let header = json!({"typ": "JWT", "alg": "HS256"});
    let documented = "change_this_to_a_secure_secret_in_production";
    for key in ["another key, of more than 32 bytes, too", "", "secret", documented, &SECRET[1..], &SECRET[..32]] {
        let token = forged(&header, &claims, |message| hs256(key.as_bytes(), message));
        is_refused(world, &user, &format!("the key {key:?}"), &token).await;
    }
    // A key that the token brings along, or says where to find.
    let own = b"the forger's own key, long enough to be one";
    let jwk = json!({"kty": "oct", "alg": "HS256", "k": BASE64_URL_SAFE_NO_PAD.encode(own)});
    for (name, value) in [
        ("jwk", jwk),
        ("jku", json!("https://evil.example/keys.json")),
        ("kid", json!("../../../../dev/null")),
        ("x5u", json!("https://evil.example/key.pem")),
    ] {
        let token = forged(&merged(header.clone(), json!({name: value})), &claims, |message| hs256(own, message));
        is_refused(world, &user, name, &token).await;
        let token = forged(&merged(header.clone(), json!({name: value})), &claims, |message| hs256(b"", message));
        is_refused(world, &user, name, &token).await;
    }
}

async fn somebody_elses_session_is_refused(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    let (own, other) = (claims(&user), claims(&admin));
    is_refused(world, &user, "an administrator's name", &signed(&with(&own, "sub", other["sub"].clone()))).await;
    is_refused(world, &user, "an administrator's session", &signed(&with(&own, "sid", other["sid"].clone()))).await;
    // What one's own claims say beside is not believed either.
    let wishful = merged(own, json!({"isAdmin": true, "role": "admin"}));
    let wishful = world.anyone().bearer(signed(&wishful));
    refused(wishful.get("/api/users").await, 403, "admin_only");
}
