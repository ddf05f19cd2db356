//! All sockets of this node, and who of them is told what.
//!
//! A socket is in the hub before its snapshot is read, so whatever is committed meanwhile waits in its queue. The queue
//! is bounded: who lets it fill is cut, and nobody waits for anybody.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytestring::ByteString;
use domain::{SessionId, UserId};
use uuid::Uuid;

use crate::{
    mailbox::Mailbox,
    window::{Span, Window},
};

/// Why the hub ends a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Its sign-in was revoked.
    SignedOut,
    /// It does not read as fast as it is told.
    TooSlow,
    /// The server stops.
    Stopping,
    /// The database was restored: what it knows means nothing any more.
    NewEpoch,
}

/// Names a socket of this node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(u64);

/// A person as the others see them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Named {
    /// Display name.
    pub name: String,
    /// Who.
    pub id: Uuid,
}

/// Who is at the other end.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Who.
    pub user: UserId,
    /// By which sign-in.
    pub session: SessionId,
    /// Display name.
    pub name: String,
}

/// To whom a frame goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody whose window this touches.
    Window(Span),
    /// Every socket of this person.
    User(UserId),
}

/// A frame for some of the sockets.
#[derive(Clone, Debug)]
pub struct Push {
    /// To whom.
    pub to: Audience,
    /// What.
    pub frame: ByteString,
}

struct Socket {
    visitor: Visitor,
    /// While the window changes, the old and the new one.
    windows: Vec<Window>,
    mailbox: Arc<Mailbox>,
}

#[derive(Default)]
struct Sockets {
    next: u64,
    all: BTreeMap<SocketId, Socket>,
    of_user: HashMap<UserId, Vec<SocketId>>,
    epoch: Uuid,
    resume_point: i64,
    stopping: bool,
}

/// The sockets of this node.
#[derive(Default)]
pub struct Hub(Mutex<Sockets>);

/// A socket's place in the hub; it leaves when this is dropped.
pub struct Place {
    hub: Arc<Hub>,
    /// Its name.
    pub id: SocketId,
    /// What it is told.
    pub mailbox: Arc<Mailbox>,
}

impl Hub {
    fn sockets(&self) -> MutexGuard<'_, Sockets> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a socket in that looks at a window; `None` once the server stops. A snapshot of the window that is read after
    /// this, with what is queued, misses nothing.
    pub fn join(self: &Arc<Self>, visitor: Visitor, window: Window) -> Option<(Place, Standing)> {
        let mailbox = Arc::new(Mailbox::default());
        let mut sockets = self.sockets();
        if sockets.stopping {
            return None;
        }
        let id = SocketId(sockets.next);
        sockets.next += 1;
        sockets.of_user.entry(visitor.user).or_default().push(id);
        sockets.all.insert(id, Socket { visitor, windows: vec![window], mailbox: mailbox.clone() });
        metrics::gauge!("websocket_connections").set(sockets.all.len() as f64);
        let standing = sockets.standing();
        Some((Place { hub: self.clone(), id, mailbox }, standing))
    }

    fn leave(&self, id: SocketId) {
        let mut sockets = self.sockets();
        let Some(socket) = sockets.all.remove(&id) else { return };
        let user = socket.visitor.user;
        if let Some(others) = sockets.of_user.get_mut(&user) {
            others.retain(|other| *other != id);
            if others.is_empty() {
                sockets.of_user.remove(&user);
            }
        }
        metrics::gauge!("websocket_connections").set(sockets.all.len() as f64);
    }

    /// Sends frames, in order, and moves the resume point.
    pub fn push(&self, pushes: &[Push], resume_point: i64) {
        let mut sockets = self.sockets();
        let mut told = 0;
        for push in pushes {
            let tell = |socket: &Socket| told += u64::from(socket.mailbox.queue(push.frame.clone()));
            match push.to {
                Audience::Window(span) => sockets.all.values().filter(|socket| socket.sees(span)).for_each(tell),
                Audience::User(user) => sockets.of(user).for_each(tell),
            }
        }
        metrics::counter!("websocket_frames_total").increment(told);
        sockets.resume_point = resume_point;
    }

    /// Whether anybody is here to be told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sockets().all.is_empty()
    }

    /// Shows where somebody points to, to all but the socket it came from.
    pub fn point(&self, user: UserId, from: Option<SocketId>, frame: &ByteString) {
        let sockets = self.sockets();
        let others = sockets.all.iter().filter(|(id, _)| Some(**id) != from);
        others.for_each(|(_, socket)| socket.mailbox.cursor(user, frame.clone()));
    }

    /// Shows everybody who is here.
    pub fn show_presence(&self, frame: &ByteString) {
        self.sockets().all.values().for_each(|socket| socket.mailbox.presence(frame.clone()));
    }

    /// Who has a socket on this node, each once, by name.
    #[must_use]
    pub fn present(&self) -> Vec<Named> {
        let sockets = self.sockets();
        let newest = sockets.of_user.values().filter_map(|ids| sockets.all.get(ids.last()?));
        let mut present: Vec<Named> =
            newest.map(|socket| Named { name: socket.visitor.name.clone(), id: socket.visitor.user.0 }).collect();
        present.sort();
        present
    }

    /// Ends the sockets of these sign-ins.
    pub fn sign_out(&self, sessions: &HashSet<SessionId>) {
        let sockets = self.sockets();
        let of_them = sockets.all.values().filter(|socket| sessions.contains(&socket.visitor.session));
        of_them.for_each(|socket| socket.mailbox.end(Ending::SignedOut));
    }

    /// Begins an epoch at a resume point. Sockets of another end.
    pub fn begin(&self, epoch: Uuid, resume_point: i64) {
        let mut sockets = self.sockets();
        (sockets.epoch, sockets.resume_point) = (epoch, resume_point);
        sockets.all.values().for_each(|socket| socket.mailbox.end(Ending::NewEpoch));
    }

    /// Ends all sockets, and lets nobody in any more.
    pub fn stop(&self) {
        let mut sockets = self.sockets();
        sockets.stopping = true;
        sockets.all.values().for_each(|socket| socket.mailbox.end(Ending::Stopping));
    }
}

impl Sockets {
    fn standing(&self) -> Standing {
        Standing { epoch: self.epoch, resume_point: self.resume_point }
    }

    fn of(&self, user: UserId) -> impl Iterator<Item = &Socket> {
        self.of_user.get(&user).into_iter().flatten().filter_map(|id| self.all.get(id))
    }
}

impl Socket {
    fn sees(&self, span: Span) -> bool {
        self.windows.iter().any(|window| window.overlaps(span))
    }
}

/// Where the stream stood when a socket's window was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// In which the resume point means something.
    pub epoch: Uuid,
    /// What is read from now on has everything up to here.
    pub resume_point: i64,
}

impl Place {
    /// From now on what happens in this window is queued too. Also answers how many frames were queued before: they are
    /// to be sent before a snapshot that stands where the stream stands now.
    pub fn look_also_at(&self, window: Window) -> (Standing, usize) {
        let mut sockets = self.hub.sockets();
        if let Some(socket) = sockets.all.get_mut(&self.id) {
            socket.windows.push(window);
        }
        (sockets.standing(), self.mailbox.queued())
    }

    /// From now on only what happens in this window is queued.
    pub fn look_only_at(&self, window: Option<Window>) {
        if let Some(socket) = self.hub.sockets().all.get_mut(&self.id) {
            socket.windows = window.into_iter().collect();
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.hub.leave(self.id);
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use domain::testing::samples::noon;

    use super::*;
    use crate::mailbox::QUEUE;

    fn visitor(user: UserId) -> Visitor {
        Visitor { user, session: SessionId::fresh(), name: "Ana".into() }
    }

    fn window(hours: i64) -> Window {
        Window { from: noon() + Duration::hours(hours), to: noon() + Duration::hours(hours + 1) }
    }

    fn join(hub: &Arc<Hub>, user: UserId, hours: i64) -> Place {
        hub.join(visitor(user), window(hours)).unwrap().0
    }

    fn push(to: Audience, text: &'static str) -> Push {
        Push { to, frame: text.into() }
    }

    fn queued(place: &Place) -> Vec<String> {
        std::iter::from_fn(|| place.mailbox.take_queued()).map(|frame| frame.to_string()).collect()
    }

    #[test]
    fn frames_go_to_windows_and_to_people() {
        let hub = Arc::new(Hub::default());
        let (ana, budi) = (UserId::fresh(), UserId::fresh());
        let places = [(ana, 0), (ana, 5), (budi, 0)].map(|(user, hours)| join(&hub, user, hours));
        let noon_window = (window(0).from, window(0).to);
        hub.push(&[push(Audience::Window(noon_window), "update"), push(Audience::User(ana), "topic")], 3);
        let [first, second, third] = &places;
        assert_eq!(queued(first), ["update", "topic"]);
        assert_eq!(queued(second), ["topic"]);
        assert_eq!(queued(third), ["update"]);
        assert_eq!(third.look_also_at(window(9)).0.resume_point, 3);
    }

    #[test]
    fn while_a_window_changes_both_are_told() {
        let hub = Arc::new(Hub::default());
        let place = join(&hub, UserId::fresh(), 0);
        let spans = [window(0), window(5)].map(|window| Audience::Window((window.from, window.to)));
        let both = spans.map(|span| push(span, "x"));
        hub.push(&both, 1);
        assert_eq!(place.look_also_at(window(5)).1, 1);
        hub.push(&both, 1);
        assert_eq!(queued(&place).len(), 3);
        place.look_only_at(Some(window(5)));
        hub.push(&both, 1);
        assert_eq!(queued(&place).len(), 1);
        place.look_only_at(None);
        hub.push(&both, 1);
        assert!(queued(&place).is_empty());
    }

    #[test]
    fn who_does_not_read_is_cut_and_the_others_miss_nothing() {
        let hub = Arc::new(Hub::default());
        let user = UserId::fresh();
        let (slow, quick) = (join(&hub, user, 0), join(&hub, user, 0));
        for _ in 0..=QUEUE {
            hub.push(&[push(Audience::User(user), "x")], 0);
            assert_eq!(queued(&quick).len(), 1);
        }
        assert_eq!(slow.mailbox.ending(), Some(Ending::TooSlow));
        assert_eq!(quick.mailbox.ending(), None);
        assert_eq!(slow.mailbox.queued(), QUEUE);
    }

    #[test]
    fn sign_outs_new_epochs_and_stops_end_sockets_and_the_first_reason_counts() {
        let hub = Arc::new(Hub::default());
        let ana = visitor(UserId::fresh());
        let revoked = HashSet::from([ana.session]);
        let (of_ana, _) = hub.join(ana, window(0)).unwrap();
        let of_budi = join(&hub, UserId::fresh(), 0);
        hub.sign_out(&revoked);
        assert_eq!((of_ana.mailbox.ending(), of_budi.mailbox.ending()), (Some(Ending::SignedOut), None));
        hub.begin(Uuid::now_v7(), 0);
        assert_eq!(of_ana.mailbox.ending(), Some(Ending::SignedOut));
        assert_eq!(of_budi.mailbox.ending(), Some(Ending::NewEpoch));
        hub.stop();
        assert!(hub.join(visitor(UserId::fresh()), window(0)).is_none());
    }

    #[test]
    fn people_are_present_once_until_their_last_socket_leaves() {
        let hub = Arc::new(Hub::default());
        let ana = UserId::fresh();
        let (first, second) = (join(&hub, ana, 0), join(&hub, ana, 0));
        let here = [Named { name: "Ana".into(), id: ana.0 }];
        assert_eq!(hub.present(), here);
        drop(first);
        assert_eq!(hub.present(), here);
        drop(second);
        assert!(hub.present().is_empty() && hub.is_empty());
    }
}
