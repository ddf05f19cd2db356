//! Queries: of the list, of history, of the socket.

use chrono::Duration;
use domain::ports::appointments::{Order, Query};
use http_api::{
    Code, Problem,
    routes::fuzzing::{cursor, history, list, request},
    view::stamp,
};
use realtime::fuzzing::asked;

use crate::{now, refusal};

const LARGEST_PAGE: u32 = 1000;
const LONGEST_WINDOW: Duration = Duration::days(400);

/// Each reader, on the same query: what is accepted is within the documented limits.
pub fn queries(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(request) = request(text, &[]) else { return };
    match list(&request) {
        Ok(query) => {
            is_within(&query);
            is_asked_again(&query);
        }
        Err(problem) => refused(&problem),
    }
    says_nothing_back(text);
    match history(&request) {
        Ok((limit, _)) => assert!((1..=LARGEST_PAGE).contains(&limit)),
        Err(problem) => refused(&problem),
    }
    match asked(&request, now()) {
        Ok(asked) => {
            let window = asked.window;
            assert!(window.from < window.to && window.to - window.from <= LONGEST_WINDOW);
        }
        Err(problem) => refusal::is_told(&problem, &[Code::ValidationFailed]),
    }
}

fn refused(problem: &Problem) {
    refusal::is_told(problem, &[Code::ValidationFailed, Code::InvalidCursor]);
}

fn says_nothing_back(text: &str) {
    let pairs = url::form_urlencoded::parse(text.as_bytes());
    let marked = pairs.map(|(name, value)| (name, format!("{value}{}", refusal::SECRET)));
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(marked).finish();
    let Some(request) = request(&query, &[]) else { return };
    let refusals = [list(&request).err(), history(&request).err(), asked(&request, now()).err()];
    refusals.iter().flatten().for_each(refusal::keeps_values_back);
}

/// No database is asked for a NUL, for nothing, or for a place outside of time.
fn is_within(query: &Query) {
    assert!((1..=LARGEST_PAGE).contains(&query.limit));
    assert!(query.from.zip(query.to).is_none_or(|(from, to)| from < to));
    let texts = || query.words.iter().chain(&query.doctor);
    assert!(texts().all(|text| !text.contains('\0')), "{query:?}");
    assert!(query.doctor.as_ref().is_none_or(|doctor| !doctor.is_empty()));
}

/// The same question, spelled plainly, is understood in the same way.
fn is_asked_again(query: &Query) {
    let mut plain = url::form_urlencoded::Serializer::new(String::new());
    for (name, at) in [("from", query.from), ("to", query.to)] {
        at.map(|at| plain.append_pair(name, &stamp(at)));
    }
    query.doctor.as_ref().map(|doctor| plain.append_pair("doctor", doctor));
    query.after.map(|place| plain.append_pair("cursor", &cursor::after(place)));
    plain.append_pair("order", if query.order == Order::Ascending { "asc" } else { "desc" });
    plain.append_pair("deleted", &query.cancelled.to_string());
    plain.append_pair("limit", &query.limit.to_string());
    let again = request(&plain.finish(), &[]).and_then(|request| list(&request).ok());
    assert_eq!(again, Some(Query { words: Vec::new(), ..query.clone() }));
}
