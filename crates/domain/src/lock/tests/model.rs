//! The rules once more, naively: seconds instead of instants, one tick at a time, no events. It judges `decide`
//! and shares nothing with it.

use std::collections::BTreeSet;

use super::*;

/// What can be tried at random.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Acquire,
    AcquireStale,
    TakeOver,
    Release,
    Edit,
    EditStale,
    Cancel,
    Restore,
    RequestControl,
    WithdrawControl,
    ApproveControl,
    RejectControl,
    RequestForce,
    WithdrawForce,
    ApproveForce,
    RejectForce,
    ForceRelease,
}

impl Verb {
    pub(super) const ALL: [Self; 17] = [
        Self::Acquire,
        Self::AcquireStale,
        Self::TakeOver,
        Self::Release,
        Self::Edit,
        Self::EditStale,
        Self::Cancel,
        Self::Restore,
        Self::RequestControl,
        Self::WithdrawControl,
        Self::ApproveControl,
        Self::RejectControl,
        Self::RequestForce,
        Self::WithdrawForce,
        Self::ApproveForce,
        Self::RejectForce,
        Self::ForceRelease,
    ];
}

/// Who asks, and by which second it settles.
pub(super) type Asked = Option<(UserId, Option<i64>)>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holding {
    pub(super) holder: UserId,
    pub(super) client: Option<ClientId>,
    pub(super) expires: i64,
    pub(super) control: Asked,
    pub(super) force: Asked,
}

#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) ttl: i64,
    pub(super) timeout: Option<i64>,
    pub(super) now: i64,
    pub(super) active: BTreeSet<UserId>,
    pub(super) admins: BTreeSet<UserId>,
    pub(super) cancelled_by: Option<UserId>,
    pub(super) holding: Option<Holding>,
}

impl Model {
    pub(super) fn advance(&mut self, seconds: i64) {
        for _ in 0..seconds {
            self.now += 1;
            self.tick();
        }
    }

    fn tick(&mut self) {
        let Some(held) = &self.holding else { return };
        let is_now = |asked: &Asked| asked.is_some_and(|(_, by)| by == Some(self.now));
        if held.expires == self.now || is_now(&held.force) {
            self.holding = None;
        } else if is_now(&held.control) {
            self.hand_over(self.ttl.min(60));
        }
    }

    fn hand_over(&mut self, lasts: i64) {
        let requester = self.holding.as_ref().and_then(|held| held.control).map(|(by, _)| by);
        let expires = self.now + lasts;
        self.holding = requester.map(|holder| Holding { holder, client: None, expires, control: None, force: None });
    }

    /// After people were deleted, demoted or promoted.
    pub(super) fn people_changed(&mut self) {
        let Some(held) = &mut self.holding else { return };
        held.control = held.control.filter(|(by, _)| self.admins.contains(by));
        held.force = held.force.filter(|(by, _)| self.admins.contains(by));
        if !self.active.contains(&held.holder) {
            self.hand_over(self.ttl.min(60));
        }
    }

    /// Carries it out if it may be; whether it may.
    pub(super) fn act(&mut self, who: UserId, client: Option<ClientId>, verb: Verb) -> bool {
        if !self.active.contains(&who) {
            return false;
        }
        if let Some(by) = self.cancelled_by {
            let may = verb == Verb::Restore && (by == who || self.admins.contains(&who));
            self.cancelled_by = self.cancelled_by.filter(|_| !may);
            return may;
        }
        let is_admin = self.admins.contains(&who);
        match self.holding.clone() {
            None => self.act_on_free(who, client, verb),
            Some(held) if held.holder == who => self.act_as_holder(held, client, verb, is_admin),
            Some(held) => self.act_as_other(held, who, verb, is_admin),
        }
    }

    fn act_on_free(&mut self, who: UserId, client: Option<ClientId>, verb: Verb) -> bool {
        let may = matches!(verb, Verb::Acquire | Verb::TakeOver);
        if may {
            let expires = self.now + self.ttl;
            self.holding = Some(Holding { holder: who, client, expires, control: None, force: None });
        }
        may
    }

    fn act_as_holder(&mut self, held: Holding, client: Option<ClientId>, verb: Verb, is_admin: bool) -> bool {
        let this_client = held.client.is_none() || held.client == client;
        let extended = Holding { expires: self.now + self.ttl, ..held.clone() };
        match verb {
            Verb::Acquire | Verb::AcquireStale | Verb::TakeOver | Verb::Edit if this_client => {
                self.holding = Some(Holding { client: held.client.or(client), ..extended });
            }
            Verb::TakeOver => self.holding = Some(Holding { client, ..extended }),
            Verb::Release if this_client => self.hand_over(self.ttl.min(60)),
            Verb::Cancel if this_client => {
                self.cancelled_by = Some(held.holder);
                self.holding = None;
            }
            Verb::ApproveControl if held.control.is_some() => self.hand_over(self.ttl),
            Verb::RejectControl if held.control.is_some() => self.holding = Some(Holding { control: None, ..held }),
            Verb::ApproveForce if held.force.is_some() => self.holding = None,
            Verb::RejectForce if held.force.is_some() => self.holding = Some(Holding { force: None, ..held }),
            Verb::ForceRelease if is_admin => self.holding = None,
            _ => return false,
        }
        true
    }

    fn act_as_other(&mut self, mut held: Holding, who: UserId, verb: Verb, is_admin: bool) -> bool {
        let asked = Some((who, self.timeout.map(|timeout| self.now + timeout)));
        let mine = |asked: Asked| asked.is_some_and(|(by, _)| by == who);
        match verb {
            Verb::RequestControl if is_admin && mine(held.control) => {}
            Verb::RequestControl if is_admin && held.control.is_none() => held.control = asked,
            Verb::WithdrawControl if mine(held.control) => held.control = None,
            Verb::RequestForce if is_admin && mine(held.force) => {}
            Verb::RequestForce if is_admin && held.force.is_none() => held.force = asked,
            Verb::WithdrawForce if mine(held.force) => held.force = None,
            Verb::ForceRelease if is_admin => {
                self.holding = None;
                return true;
            }
            _ => return false,
        }
        self.holding = Some(held);
        true
    }
}
