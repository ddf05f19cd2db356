//! Parsers of values: text in, None when it is not allowed. What is allowed is worded in the table of variables.

use std::{net::IpAddr, ops::RangeInclusive, str::FromStr, time::Duration};

use ipnet::IpNet;
use tracing_subscriber::{EnvFilter, filter::LevelFilter};

use super::{origin::Origin, secret::Secret};

/// The secret that examples show and that therefore keeps nothing secret.
const EXAMPLE_JWT_SECRET: &str = "change_this_to_a_secure_secret_in_production";

/// Fewest bytes of a key for HS256.
pub const JWT_SECRET_BYTES: usize = 32;

/// A whole number, digits only, within the range.
pub fn whole<T: FromStr + PartialOrd>(text: &str, range: RangeInclusive<T>) -> Option<T> {
    let text = text.trim();
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten().filter(|number| range.contains(number))
}

/// Seconds within the range, fractions allowed; kept to the millisecond, the precision of stored instants.
pub fn seconds(text: &str, range: RangeInclusive<f64>) -> Option<Duration> {
    let text = text.trim();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let seconds: f64 = is_plain.then(|| text.parse().ok()).flatten()?;
    let millis = range.contains(&seconds).then(|| (seconds * 1000.0).round())?;
    Some(Duration::from_secs_f64(millis / 1000.0))
}

/// As [`seconds`], or 0 for never.
pub fn seconds_or_never(text: &str, range: RangeInclusive<f64>) -> Option<Option<Duration>> {
    match seconds(text, 0.0..=0.0) {
        Some(_) => Some(None),
        None => seconds(text, range).map(Some),
    }
}

/// Whole seconds up to ten years, so that no instant computed with them overflows.
pub fn whole_seconds(text: &str) -> Option<Duration> {
    whole(text, 1..=315_360_000).map(Duration::from_secs)
}

/// true/false, yes/no, on/off, 1/0 in any case.
pub fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// An IP address, with or without brackets, or a host name.
pub fn host(text: &str) -> Option<String> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Some(address.to_string());
    }
    let is_name = text.len() <= 253 && text.split('.').all(is_label) && url::Host::parse(text).is_ok();
    is_name.then(|| text.to_ascii_lowercase())
}

fn is_label(label: &str) -> bool {
    let has_plain_ends = !label.starts_with('-') && !label.ends_with('-');
    let is_plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    (1..=63).contains(&label.len()) && has_plain_ends && is_plain
}

/// Items separated by commas; one that is not allowed spoils the list, empty ones are passed over.
fn list<T>(text: &str, item: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(item).collect()
}

/// Origins separated by commas.
pub fn origins(text: &str) -> Option<Vec<Origin>> {
    list(text, Origin::parse)
}

/// IP addresses and networks separated by commas.
pub fn networks(text: &str) -> Option<Vec<IpNet>> {
    list(text, |part| {
        let network = part.parse::<IpNet>().ok().map(|network| network.trunc());
        network.or_else(|| part.parse::<IpAddr>().ok().map(IpNet::from))
    })
}

/// A key for HS256: long enough, and not the one from the examples.
pub fn jwt_secret(text: &str) -> Option<Secret> {
    let is_good = text.len() >= JWT_SECRET_BYTES && text.trim() != EXAMPLE_JWT_SECRET;
    is_good.then(|| Secret::new(text))
}

/// An e-mail address, as far as a look can tell.
pub fn email(text: &str) -> Option<String> {
    let text = text.trim();
    let (local, domain) = text.split_once('@')?;
    let is_plain = !text.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    let is_good = is_plain && !local.is_empty() && !domain.is_empty() && !domain.contains('@') && text.len() <= 254;
    is_good.then(|| text.to_owned())
}

/// A password's length; bcrypt reads 72 bytes with its closing NUL and no more. Whether it is a common one is judged where users are made.
pub fn password(text: &str) -> Option<Secret> {
    let is_good = (8..=71).contains(&text.len()) && !text.contains('\0');
    is_good.then(|| Secret::new(text))
}

/// A bearer token that a header can carry.
pub fn token(text: &str) -> Option<Secret> {
    text.bytes().all(|byte| byte.is_ascii_graphic()).then(|| Secret::new(text))
}

/// A name of 1 to 100 characters on one line.
pub fn clinic_name(text: &str) -> Option<String> {
    let text = text.trim();
    let is_good = (1..=100).contains(&text.chars().count()) && !text.contains(char::is_control);
    is_good.then(|| text.to_owned())
}

/// A filter of log lines.
///
/// The filter's own parser takes a misspelt level for the name of a module and then logs nothing: a lone word must be a level.
pub fn log_filter(text: &str) -> Option<String> {
    let text = text.trim();
    let is_word = |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    let words_are_levels = text.contains('[')
        || text
            .split(',')
            .map(str::trim)
            .filter(is_word)
            .all(|word| word.parse::<LevelFilter>().is_ok() && !word.is_empty());
    (words_are_levels && EnvFilter::try_new(text).is_ok()).then(|| text.to_owned())
}
