//! What the checker lets pass, and what it finds.

use checker::{
    Verdict,
    audit::{double_holders, lost_writes},
    check,
    history::{Answer, Ask, Call, Held, Lock, Mark, Millis, Refusal, Seen},
    late::parted,
    model::Rules,
};
use uuid::Uuid;

const TTL: Millis = 2000;
const UNCERTAINTY: Millis = 50;
const STEPS: usize = 100_000;

fn verdict(calls: &[Call]) -> Verdict {
    check(calls, &Rules::of(calls, TTL, UNCERTAINTY), STEPS)
}

#[track_caller]
fn passes(calls: &[Call]) {
    assert_eq!(verdict(calls), Verdict::Linearizable);
    assert_eq!((double_holders(calls), lost_writes(calls)), (0, 0));
}

#[track_caller]
fn fails(calls: &[Call]) {
    assert!(matches!(verdict(calls), Verdict::Violated { .. }), "{:?}", verdict(calls));
}

fn user(number: u128) -> Uuid {
    Uuid::from_u128(1000 + number)
}

fn lock(number: u128, holder: u128, from: Millis) -> Lock {
    Lock::Held(Held { id: Uuid::from_u128(number), user: user(holder), expires: from + TTL })
}

fn call(who: u128, ask: Ask, (invoked, returned): (Millis, Millis), answer: Answer) -> Call {
    Call { user: user(who), ask, invoked, returned, answer }
}

fn read(who: u128, times: (Millis, Millis), version: i64, mark: Mark, lock: Lock) -> Call {
    let seen = Seen { version: Some(version), mark: Some(mark), lock, revision: None };
    call(who, Ask::Read, times, Answer::Done { seen, made: false })
}

/// Takes it at the end of the interval.
fn acquire(who: u128, times: (Millis, Millis), version: i64, id: u128) -> Call {
    let seen = Seen { lock: lock(id, who, times.1), ..Seen::default() };
    call(who, Ask::Acquire { version, pin: None }, times, Answer::Done { seen, made: true })
}

fn edit(who: u128, times: (Millis, Millis), version: i64, id: u128) -> Call {
    let mark = times.0.unsigned_abs();
    let seen = Seen { version: Some(version + 1), mark: Some(mark), lock: lock(id, who, times.1), revision: None };
    call(who, Ask::Edit { version, mark }, times, Answer::Done { seen, made: false })
}

fn release(who: u128, times: (Millis, Millis), version: i64, id: u128) -> Call {
    let seen = Seen { version: Some(version), lock: Lock::Free, ..Seen::default() };
    call(who, Ask::Release { pin: Some(Uuid::from_u128(id)) }, times, Answer::Done { seen, made: false })
}

fn refused(who: u128, ask: Ask, times: (Millis, Millis), why: Refusal) -> Call {
    call(who, ask, times, Answer::Refused { why, seen: Seen::default() })
}

fn unknown(call: Call) -> Call {
    Call { answer: Answer::Unknown, ..call }
}

const TAKE: Ask = Ask::Acquire { version: 1, pin: None };

#[test]
fn nothing_asked_is_fine() {
    passes(&[]);
    passes(&[unknown(acquire(1, (0, 10), 1, 1))]);
}

#[test]
fn a_good_history_passes() {
    passes(&[
        read(1, (0, 5), 1, 0, Lock::Free),
        acquire(1, (10, 20), 1, 1),
        refused(2, TAKE, (30, 40), Refusal::Locked),
        edit(1, (50, 60), 1, 1),
        refused(1, Ask::Edit { version: 1, mark: 9 }, (61, 62), Refusal::VersionConflict),
        release(1, (70, 80), 2, 1),
        refused(2, TAKE, (90, 95), Refusal::VersionConflict),
        acquire(2, (100, 110), 2, 2),
        read(1, (120, 130), 2, 50, lock(2, 2, 110)),
        refused(1, Ask::Release { pin: None }, (140, 150), Refusal::LockNotHeld),
        read(1, (2170, 2180), 2, 50, Lock::Free),
        refused(1, Ask::Force { pin: None }, (2190, 2200), Refusal::LockNotFound),
    ]);
}

#[test]
fn calls_at_the_same_time_may_go_either_way() {
    let one = [acquire(1, (0, 100), 1, 1), release(1, (110, 200), 1, 1), acquire(2, (50, 190), 1, 2)];
    passes(&one);
    let refused = refused(3, TAKE, (10, 300), Refusal::Locked);
    passes(&[one.as_slice(), &[refused]].concat());
}

#[test]
fn two_holders_are_found() {
    let twice = [acquire(1, (0, 10), 1, 1), acquire(2, (20, 30), 1, 2), edit(1, (40, 50), 1, 1)];
    fails(&twice);
    let proven = [twice.as_slice(), &[edit(2, (60, 70), 2, 2)]].concat();
    fails(&proven);
    assert_eq!(double_holders(&[twice[0], twice[1], edit(1, (40, 50), 1, 1), edit(2, (35, 36), 2, 2)]), 1);
    // Even when both were asked for at the same time.
    fails(&[acquire(1, (0, 30), 1, 1), acquire(2, (0, 30), 1, 2)]);
}

#[test]
fn a_lock_taken_too_early_is_found() {
    let after = |gap| [acquire(1, (0, 10), 1, 1), acquire(2, (2010 + gap - 5, 2010 + gap), 1, 2)];
    fails(&after(-UNCERTAINTY - 1));
    passes(&after(-UNCERTAINTY));
    passes(&after(UNCERTAINTY));
}

#[test]
fn a_lock_that_lives_too_long_is_found() {
    let seen_at = |time| [acquire(1, (0, 10), 1, 1), read(2, (time, time + 5), 1, 0, lock(1, 1, 10))];
    passes(&seen_at(2010 + UNCERTAINTY));
    fails(&seen_at(2010 + UNCERTAINTY + 1));
    // A paused writer that wakes up late.
    fails(&[acquire(1, (0, 10), 1, 1), edit(1, (2100, 2110), 1, 1)]);
    // Its edit was under way for long, and nobody else came in between.
    passes(&[acquire(1, (0, 10), 1, 1), Call { returned: 9000, ..edit(1, (1000, 1010), 1, 1) }]);
}

#[test]
fn less_than_a_full_ttl_is_found() {
    let short = Seen { lock: lock(1, 1, -500), ..Seen::default() };
    fails(&[call(1, TAKE, (0, 10), Answer::Done { seen: short, made: true })]);
    let long = Seen { lock: lock(1, 1, 500), ..Seen::default() };
    fails(&[call(1, TAKE, (0, 10), Answer::Done { seen: long, made: true })]);
}

#[test]
fn a_lost_acknowledged_edit_is_found() {
    let lost = [acquire(1, (0, 10), 1, 1), edit(1, (20, 30), 1, 1), read(2, (40, 50), 1, 0, Lock::Unsaid)];
    fails(&lost);
    assert_eq!(lost_writes(&lost), 1);
    let same = [acquire(1, (0, 10), 1, 1), edit(1, (20, 30), 1, 1), edit(1, (40, 50), 1, 1)];
    fails(&same);
    assert_eq!(lost_writes(&same), 2);
}

#[test]
fn a_reverted_version_is_found() {
    let held = [acquire(1, (0, 10), 1, 1), edit(1, (20, 30), 1, 1), edit(1, (40, 50), 2, 1)];
    passes(&held);
    let back = [held.as_slice(), &[read(2, (60, 70), 2, 20, Lock::Unsaid)]].concat();
    fails(&back);
    assert_eq!(lost_writes(&back), 1);
    let other = [held.as_slice(), &[read(2, (60, 70), 3, 20, Lock::Unsaid)]].concat();
    fails(&other);
    assert_eq!(lost_writes(&other), 1);
}

#[test]
fn a_revision_that_falls_is_found() {
    let at = |time, revision| Call {
        answer: Answer::Done { seen: Seen { revision: Some(revision), ..Seen::default() }, made: false },
        ..read(1, (time, time + 5), 1, 0, Lock::Unsaid)
    };
    passes(&[at(0, 3), at(10, 3), at(20, 4)]);
    fails(&[at(0, 3), at(10, 2)]);
    fails(&[at(0, 3), acquire(1, (10, 15), 1, 1), at(20, 3)]);
}

#[test]
fn a_stale_read_after_an_acknowledged_write_is_found() {
    let taken = acquire(1, (0, 10), 1, 1);
    passes(&[taken, read(2, (5, 15), 1, 0, Lock::Free)]);
    fails(&[taken, read(2, (11, 15), 1, 0, Lock::Free)]);
    fails(&[taken, release(1, (20, 30), 1, 1), read(2, (31, 35), 1, 0, lock(1, 1, 10))]);
}

#[test]
fn a_wrong_refusal_is_found() {
    fails(&[refused(1, TAKE, (0, 10), Refusal::Locked)]);
    fails(&[refused(1, TAKE, (0, 10), Refusal::VersionConflict)]);
    fails(&[acquire(1, (0, 10), 1, 1), refused(1, Ask::Release { pin: None }, (20, 30), Refusal::LockNotHeld)]);
    fails(&[acquire(1, (0, 10), 1, 1), refused(2, Ask::Force { pin: None }, (20, 30), Refusal::LockNotFound)]);
    fails(&[call(1, Ask::Read, (0, 10), Answer::Absurd { status: 500 })]);
}

#[test]
fn an_unknown_call_may_have_taken_effect_or_may_yet_or_never() {
    let held = [acquire(1, (0, 10), 1, 1), unknown(edit(1, (20, 30), 1, 1))];
    let before = read(2, (40, 50), 1, 0, Lock::Unsaid);
    let after = read(2, (60, 70), 2, 20, Lock::Unsaid);
    passes(&[held.as_slice(), &[before]].concat());
    passes(&[held.as_slice(), &[after]].concat());
    passes(&[held.as_slice(), &[before, after]].concat());
    fails(&[held.as_slice(), &[after, read(2, (80, 90), 1, 0, Lock::Unsaid)]].concat());
    // Not before it was asked.
    fails(&[held[0], read(2, (12, 15), 2, 20, Lock::Unsaid), held[1]]);
}

#[test]
fn a_lock_of_an_unknown_call_is_one_lock() {
    let taken = unknown(acquire(1, (0, 10), 1, 1));
    passes(&[taken, refused(2, TAKE, (20, 30), Refusal::Locked), read(2, (40, 50), 1, 0, lock(7, 1, 15))]);
    fails(&[taken, read(2, (40, 50), 1, 0, lock(7, 1, 15)), read(2, (60, 70), 1, 0, lock(8, 1, 15))]);
    fails(&[taken, refused(2, TAKE, (20, 30), Refusal::Locked), acquire(2, (40, 50), 1, 2)]);
    passes(&[taken, refused(2, TAKE, (20, 30), Refusal::Locked), acquire(2, (2040, 2050), 1, 2)]);
}

#[test]
fn too_many_steps_are_undecided() {
    let calls = [acquire(1, (0, 10), 1, 1), edit(1, (20, 30), 1, 1), release(1, (40, 50), 2, 1)];
    let rules = Rules::of(&calls, TTL, UNCERTAINTY);
    assert_eq!(check(&calls, &rules, 1), Verdict::Undecided);
    assert_eq!(check(&calls, &rules, STEPS), Verdict::Linearizable);
}

#[test]
fn a_release_that_shows_the_next_holder_is_two_calls() {
    let late = Call { answer: acquire(2, (0, 30), 1, 2).answer, ..release(1, (20, 60), 1, 1) };
    let late = match late.answer {
        Answer::Done { seen, .. } => Call { answer: Answer::Done { seen, made: false }, ..late },
        _ => late,
    };
    let calls = [acquire(1, (0, 10), 1, 1), late, acquire(2, (20, 30), 1, 2)];
    fails(&calls);
    let (parts, count) = parted(&calls);
    assert_eq!((parts.len(), count), (4, 1));
    passes(&parts);
}

#[test]
fn a_jump_of_the_clock_excuses_an_early_end_but_no_second_holder() {
    let early = [acquire(1, (0, 10), 1, 1), acquire(2, (100, 110), 1, 2)];
    fails(&early);
    let timeless =
        |calls: &[Call]| check(calls, &Rules { timeless: true, ..Rules::of(calls, TTL, UNCERTAINTY) }, STEPS);
    assert_eq!(timeless(&early), Verdict::Linearizable);
    let back = [early[0], read(2, (20, 30), 1, 0, Lock::Free), edit(1, (40, 50), 1, 1)];
    fails(&back);
    assert_eq!(timeless(&back), Verdict::Linearizable);
    let both = [early[0], early[1], edit(1, (120, 130), 1, 1)];
    assert!(matches!(timeless(&both), Verdict::Violated { .. }));
}

#[test]
fn an_unanswered_call_of_which_nothing_is_seen_costs_nothing() {
    let unknown = |index: i64| {
        let ask = Ask::Acquire { version: 1, pin: Some(Uuid::from_u128(900 + index.unsigned_abs() as u128)) };
        call(50 + index.unsigned_abs() as u128, ask, (index, index + 1), Answer::Unknown)
    };
    let mut calls: Vec<Call> = (0..200).map(unknown).collect();
    calls.extend((0..50).map(|index| read(1, (1000 + index, 1001 + index), 1, 0, Lock::Free)));
    assert_eq!(check(&calls, &Rules::of(&calls, TTL, UNCERTAINTY), 1000), Verdict::Linearizable);
}
