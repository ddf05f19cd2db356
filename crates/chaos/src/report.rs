//! What came of it.

use std::{collections::BTreeMap, fmt::Write, time::Duration};

use checker::{
    Verdict,
    audit::{double_holders, lost_writes},
    check,
    history::{Answer, Ask, Call, Millis},
    late::parted,
    model::Rules,
};

use crate::{
    clock::{Clock, millis},
    faults::Noted,
    flags::Flags,
    work::Diary,
};

/// The checker gives up on one appointment after so many steps.
const STEPS: usize = 400_000;

/// After so many undecided ones no more are looked at.
const GIVE_UP: usize = 3;

/// What was decided by a wrong clock takes effect within so many milliseconds.
const MARGIN: Millis = 1000;

/// The nodes serve again so soon after the database.
const RETURN: Duration = Duration::from_secs(3);

/// A dead holder's lock is free so soon after its TTL.
const GRACE: Duration = Duration::from_secs(2);

/// What is shown of a history that nothing explains: so many milliseconds before and after.
const AROUND: Millis = 400;

/// What the finale found.
#[derive(Debug)]
pub struct Finale {
    /// Until a dead holder's lock was taken, or why it was not; measured some times.
    pub dead_holders: Vec<Result<Duration, String>>,
    /// Who does not agree.
    pub agreement: Result<(), String>,
}

/// The report and whether all is well.
pub fn write(flags: &Flags, clock: &Clock, noted: &Noted, diaries: &[Diary], finale: &Finale) -> (String, bool) {
    let mut text = String::new();
    let mut violations = Vec::new();
    let told = histories(diaries);
    let calls: Vec<&Call> = told.values().flatten().collect();
    let (histories, late) = without_late(&told);
    let faults: usize = noted.counts.values().sum();
    let unknown = calls.iter().filter(|call| call.answer == Answer::Unknown).count();
    let refused = calls.iter().filter(|call| matches!(call.answer, Answer::Refused { .. })).count();
    let slowest = calls.iter().map(|call| call.returned - call.invoked).max().unwrap_or_default();
    line(&mut text, "seed", flags.seed);
    line(&mut text, "operations", calls.len());
    for (name, count) in by_kind(&calls) {
        line(&mut text, &format!("  {name}"), count);
    }
    line(&mut text, "refused", refused);
    line(&mut text, "unknown outcomes", unknown);
    line(&mut text, "answers that show a later state", late);
    line(&mut text, "slowest answer (ms)", slowest);
    line(&mut text, "faults", faults);
    for (name, count) in &noted.counts {
        line(&mut text, &format!("  {name}"), count);
    }
    let nobody: usize = diaries.iter().map(|diary| diary.nobody).sum();
    line(&mut text, "found nobody at the port (not operations)", nobody);
    let returned = median(&noted.returns);
    line(&mut text, "serving after the database, median (ms)", returned.as_millis());
    let slowest = noted.returns.iter().max().copied().unwrap_or_default();
    line(&mut text, &format!("  at worst of {}", noted.returns.len()), slowest.as_millis());
    let freed: Vec<Duration> = finale.dead_holders.iter().filter_map(|free| free.as_ref().ok().copied()).collect();
    let free = median(&freed);
    line(&mut text, "dead holder's lock taken after, median (ms)", free.as_millis());
    line(
        &mut text,
        &format!("  at worst of {}", freed.len()),
        freed.iter().max().copied().unwrap_or_default().as_millis(),
    );
    line(&mut text, "nodes that ended by themselves", noted.ended.len());
    noted.ended.iter().for_each(|how| line(&mut text, "  ENDED", how));
    let bent: Vec<String> = noted.bent.iter().map(|(from, to)| format!("{from}..{to}")).collect();
    line(&mut text, "the database's clock was wrong (ms)", bent.join(" "));
    line(&mut text, "clocks uncertain by (ms)", clock.uncertainty);
    let counts: [(&str, usize); 3] = [
        ("hangs", diaries.iter().map(|diary| diary.hangs).sum()),
        ("double holders", histories.values().map(|calls| double_holders(calls)).sum()),
        ("lost or reverted writes", histories.values().map(|calls| lost_writes(calls)).sum()),
    ];
    for (name, count) in counts {
        line(&mut text, name, count);
        if count > 0 {
            violations.push(format!("{count} {name}"));
        }
    }
    judge(flags, clock, &noted.bent, &histories, &mut text, &mut violations);
    violations
        .extend(diaries.iter().flat_map(|diary| &diary.absurd).map(|answer| format!("an absurd answer: {answer}")));
    violations.extend(noted.failures.iter().cloned());
    violations.extend(finale.agreement.clone().err().map(|why| format!("not all agree: {why}")));
    violations.extend(finale.dead_holders.iter().filter_map(|free| free.clone().err()));
    violations.extend(noted.ended.iter().filter(|how| how.contains("panicked")).cloned());
    let least = [
        (returned > RETURN, "the nodes serve too late after the database"),
        (free > flags.ttl + GRACE, "a dead holder's lock is free too late"),
        (faults < flags.faults, "fewer faults than asked for"),
        (calls.len() < flags.operations, "fewer operations than asked for"),
    ];
    violations.extend(least.iter().filter(|(is_so, _)| *is_so).map(|(_, what)| (*what).to_owned()));
    line(&mut text, "violations", violations.len());
    for violation in &violations {
        line(&mut text, "  VIOLATION", violation);
    }
    (text, violations.is_empty())
}

/// Of several measurements on a machine that does other things, too.
fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Whether each history can be explained.
fn judge(
    flags: &Flags,
    clock: &Clock,
    bent: &[(Millis, Millis)],
    histories: &BTreeMap<usize, Vec<Call>>,
    text: &mut String,
    violations: &mut Vec<String>,
) {
    let (mut explained, mut undecided, mut timeless) = (0, 0, 0);
    for (appointment, calls) in histories {
        let mut rules = Rules::of(calls, millis(flags.ttl), clock.uncertainty);
        rules.timeless = overlaps(calls, millis(flags.ttl), bent);
        timeless += usize::from(rules.timeless);
        // The first few are enough to fail, and each takes long.
        let verdict = if undecided < GIVE_UP { check(calls, &rules, STEPS) } else { Verdict::Undecided };
        match verdict {
            Verdict::Linearizable => explained += 1,
            Verdict::Undecided => {
                undecided += 1;
                violations.push(format!("appointment {appointment} is undecided ({} calls)", calls.len()));
            }
            Verdict::Violated { state, next } => {
                let around = around(calls, &next);
                violations.push(format!("appointment {appointment} is not linearizable after {state:?}\n{around}"));
            }
        }
    }
    line(text, "linearizable histories", format!("{explained} of {}", histories.len()));
    line(text, "  without times: the database's clock jumped", timeless);
    let longest = histories.values().map(Vec::len).max().unwrap_or_default();
    line(text, "  calls of the longest", longest);
    line(text, "undecided", undecided);
}

/// Whether the database's clock was wrong, or about to be, while a lock can have stood.
fn overlaps(calls: &[Call], ttl: Millis, bent: &[(Millis, Millis)]) -> bool {
    let writes = || calls.iter().filter(|call| call.ask != Ask::Read);
    let from = writes().map(|call| call.invoked).min().unwrap_or_default();
    let to = writes().map(|call| call.returned).max().unwrap_or_default() + ttl;
    bent.iter().any(|(begun, ended)| from <= ended + MARGIN && to >= begun - MARGIN)
}

/// Each history without answers that show a later state, and how many those were.
fn without_late(histories: &BTreeMap<usize, Vec<Call>>) -> (BTreeMap<usize, Vec<Call>>, usize) {
    let mut late = 0;
    let mut parts = |calls: &Vec<Call>| {
        let (calls, count) = parted(calls);
        late += count;
        calls
    };
    let histories = histories.iter().map(|(number, calls)| (*number, parts(calls))).collect();
    (histories, late)
}

/// The calls about the time of those that nothing explains, one a line, for people to read.
fn around(calls: &[Call], next: &[Call]) -> String {
    let from = next.iter().map(|call| call.invoked).min().unwrap_or_default() - AROUND;
    let to = next.iter().map(|call| call.returned).min().unwrap_or_default() + AROUND;
    let mut near: Vec<_> = calls.iter().filter(|call| call.returned >= from && call.invoked <= to).collect();
    near.sort_by_key(|call| call.invoked);
    let show = |call: &&Call| {
        let mark = if next.contains(call) { "?" } else { " " };
        let Call { user, ask, invoked, returned, answer } = call;
        format!("  {mark} {invoked}..{returned} {user} {ask:?} -> {answer:?}\n")
    };
    near.iter().map(show).collect()
}

/// All calls by appointment.
fn histories(diaries: &[Diary]) -> BTreeMap<usize, Vec<Call>> {
    let mut histories: BTreeMap<usize, Vec<Call>> = BTreeMap::new();
    for (appointment, call) in diaries.iter().flat_map(|diary| &diary.calls) {
        histories.entry(*appointment).or_default().push(*call);
    }
    histories
}

fn by_kind(calls: &[&Call]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for call in calls {
        let name = match (call.ask, call.answer) {
            (Ask::Read, _) => "read",
            (Ask::Acquire { .. }, Answer::Done { made: true, .. }) => "acquire",
            (Ask::Acquire { .. }, Answer::Done { made: false, .. }) => "renew",
            (Ask::Acquire { .. }, _) => "acquire or renew, not done",
            (Ask::Edit { .. }, _) => "edit",
            (Ask::Release { .. }, _) => "release",
            (Ask::Force { .. }, _) => "force release",
        };
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn line(text: &mut String, name: &str, value: impl std::fmt::Display) {
    // Writing to a String does not fail.
    let _ = writeln!(text, "{name:<44} {value}");
}
