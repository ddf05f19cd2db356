//! What a socket is told when it begins to look: all that its window holds, or what it missed.

use bytestring::ByteString;
use domain::{
    UserId,
    ports::{
        Answer, Unavailable,
        appointments::{Order, Query},
    },
};
use http_api::{Code, Problem};

use crate::{
    Live,
    compose::compose,
    frame,
    hub::{Audience, Standing},
    position::Step,
    snapshots::Snapshot,
    topic,
    window::Window,
};

/// A window holds so many appointments at most.
const LARGEST_WINDOW: u32 = 5_000;

/// Whoever missed more events than this starts anew.
const MOST_MISSED: u32 = 1_000;

/// Up to where a client was told, in which epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    epoch: String,
    seq: i64,
}

impl Since {
    /// Reads `<epoch>:<seq>`. What is nothing of the kind is as good as nothing.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (epoch, seq) = text.rsplit_once(':')?;
        let seq = seq.bytes().all(|byte| byte.is_ascii_digit()).then(|| seq.parse().ok()).flatten()?;
        Some(Self { epoch: epoch.to_owned(), seq })
    }
}

/// The epoch as clients see it: it also tells their window, so that "the same window" can be known on every node.
fn epoch_of(standing: &Standing, window: &Window) -> String {
    format!("{}.{}", standing.epoch, window.fingerprint())
}

/// Why there is no snapshot.
#[derive(Debug)]
pub enum NoSnapshot {
    /// The client asked for too much.
    Refused(Problem),
    /// The store is away.
    Unavailable(Unavailable),
}

/// All that a window holds, as one frame.
///
/// # Errors
/// See [`NoSnapshot`].
pub async fn snapshot(live: &Live, window: &Window, standing: &Standing) -> Result<ByteString, NoSnapshot> {
    let snapshot = live.snapshots.get(*window, live.waker.commits(), read(live, window)).await?;
    Ok(frame::init(&snapshot.data, standing.resume_point, &epoch_of(standing, window), snapshot.server_time()))
}

async fn read(live: &Live, window: &Window) -> Result<Snapshot, NoSnapshot> {
    let query = Query {
        from: Some(window.from),
        to: Some(window.to),
        doctor: None,
        words: Vec::new(),
        cancelled: false,
        order: Order::Ascending,
        limit: LARGEST_WINDOW,
        after: None,
    };
    let _turn = live.turn().await;
    let page = live.appointments.list(&query).await.map_err(NoSnapshot::Unavailable)?;
    if page.more {
        let detail = "A window may hold 5,000 appointments at most; ask for a shorter one.";
        return Err(NoSnapshot::Refused(Problem::new(Code::WindowTooLarge, detail)));
    }
    Snapshot::of(&page).map_err(|error| NoSnapshot::Unavailable(Unavailable::new(error)))
}

/// What a client missed in its window and of its own affairs; `None` when that cannot be told, or is too much.
///
/// # Errors
/// The store is away.
pub async fn missed(
    live: &Live,
    user: UserId,
    window: &Window,
    since: &Since,
    standing: &Standing,
) -> Answer<Option<Vec<ByteString>>> {
    if since.epoch != epoch_of(standing, window) {
        return Ok(None);
    }
    let _turn = live.turn().await;
    let kept = live.feed.pulse(None).await?;
    if since.seq > kept.newest || since.seq < kept.oldest - 1 {
        return Ok(None);
    }
    let entries = live.feed.read(since.seq, &[], MOST_MISSED + 1).await?;
    if entries.len() > MOST_MISSED as usize {
        return Ok(None);
    }
    let steps = steps(entries.iter().map(|entry| entry.seq), since.seq, standing.resume_point);
    let pushes = compose(live, &entries, &steps).await?;
    let concerned = pushes.into_iter().filter(|push| match push.to {
        Audience::Window(span) => window.overlaps(span),
        Audience::User(to) => to == user,
    });
    Ok(Some(concerned.map(|push| push.frame).collect()))
}

/// Resume points on the way, never beyond what this node stands for.
fn steps(seqs: impl Iterator<Item = i64>, since: i64, resume_point: i64) -> Vec<Step> {
    let mut before = since.min(resume_point);
    let step = |seq: i64| {
        let after = seq.min(resume_point);
        Step { before: std::mem::replace(&mut before, after), after }
    };
    seqs.map(step).collect()
}

/// What is asked of this person and waits for an answer.
///
/// # Errors
/// The store is away.
pub async fn asked(live: &Live, user: UserId, standing: &Standing) -> Answer<Vec<ByteString>> {
    let _turn = live.turn().await;
    let page = live.appointments.asked_of(user).await?;
    let topics = page.appointments.iter().flat_map(|appointment| topic::pending(appointment, &page.people));
    Ok(topics.map(|topic| frame::event(topic.event, &topic.data, standing.resume_point)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resume_points_are_an_epoch_and_a_number() {
        let since = |epoch: &str, seq| Some(Since { epoch: epoch.into(), seq });
        for (text, parsed) in [
            ("0198.ab:7", since("0198.ab", 7)),
            ("a:b:0", since("a:b", 0)),
            ("7", None),
            ("a:", None),
            ("a:-1", None),
            ("a:+1", None),
            ("a:x", None),
            ("", None),
        ] {
            assert_eq!(Since::parse(text), parsed, "{text}");
        }
    }

    #[test]
    fn resume_points_rise_and_stop_where_the_node_stands() {
        let points = |since, stands| -> Vec<(i64, i64)> {
            steps([5, 7, 8].into_iter(), since, stands).into_iter().map(|step| (step.before, step.after)).collect()
        };
        assert_eq!(points(4, 9), [(4, 5), (5, 7), (7, 8)]);
        assert_eq!(points(4, 6), [(4, 5), (5, 6), (6, 6)]);
        assert_eq!(points(4, 2), [(2, 2), (2, 2), (2, 2)]);
    }
}
