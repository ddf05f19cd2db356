//! One socket, from its first frame to its last.

use std::{collections::VecDeque, io::ErrorKind, sync::Arc, time::Duration};

use actix_web::error::PayloadError;
use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, Closed, ProtocolError, Session};
use auth::Clock;
use bytestring::ByteString;
use domain::{
    Instant, UserId,
    ports::{Answer, access::Access},
};
use http_api::{Api, Problem};
use tokio::time::{Instant as Tick, sleep_until, timeout};

use crate::{
    Live,
    catch_up::{self, NoSnapshot, Since},
    cursors::Cursor,
    frame,
    heartbeat::{Beat, Heartbeat},
    hub::{Ending, Named, Place, Standing, Visitor},
    incoming::{self, Incoming},
    mailbox::Letter,
    presence,
    window::Window,
};

/// A frame that cannot be handed to the network for so long never will be.
const STALLED: Duration = Duration::from_secs(20);

/// How long the end of a socket is waited for.
const FAREWELL: Duration = Duration::from_secs(2);

/// So many bad frames within [`BAD_FRAMES_WITHIN`] end a socket.
const BAD_FRAMES: usize = 10;
const BAD_FRAMES_WITHIN: Duration = Duration::from_secs(60);

/// How the server ends a socket whose sign-in is over: signed out, or the token's time is up.
const SIGNED_OUT: CloseCode = CloseCode::Other(4401);

/// Where a socket begins.
pub struct Start {
    /// Its window.
    pub window: Window,
    /// What its client knows already.
    pub since: Option<Since>,
    /// Where the stream stood when it came.
    pub standing: Standing,
}

/// Why a socket ends.
enum End {
    /// Nobody is there any more.
    Gone,
    /// The client closed it.
    HungUp,
    /// It is told why.
    Told(CloseCode, &'static str),
}

impl From<Ending> for End {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::SignedOut => Self::Told(SIGNED_OUT, "signed out"),
            Ending::TooSlow => Self::Told(CloseCode::Again, "reads too slowly; resume"),
            Ending::Stopping => Self::Told(CloseCode::Away, "the server stops; reconnect"),
            Ending::NewEpoch => Self::Told(CloseCode::Restart, "the database was restored; reconnect"),
        }
    }
}

type Going = Result<(), End>;

/// One socket.
pub struct Connection {
    api: Arc<Api>,
    live: Arc<Live>,
    visitor: Visitor,
    place: Place,
    session: Session,
    expires_at: Instant,
    expires: Tick,
    window: Option<Window>,
    heartbeat: Heartbeat,
    bad_frames: VecDeque<Tick>,
}

impl Connection {
    /// A socket that has its place and whose token lives until `expires_at`.
    pub fn new(
        api: Arc<Api>,
        live: Arc<Live>,
        visitor: Visitor,
        place: Place,
        session: Session,
        expires_at: Instant,
    ) -> Self {
        let expires = tick(&*api.clock, expires_at);
        let heartbeat = Heartbeat::new(Tick::now());
        let bad_frames = VecDeque::new();
        Self { api, live, visitor, place, session, expires_at, expires, window: None, heartbeat, bad_frames }
    }

    /// Serves it until it ends, however that is.
    #[expect(clippy::manual_async_fn, reason = "an async function would keep room for its arguments twice")]
    pub fn run(mut self, mut messages: AggregatedMessageStream, start: Start) -> impl Future<Output = ()> {
        async move {
            // The others are shown the newcomer when their second is up; the newcomer sees everybody at once.
            self.place.mailbox.first_presence(presence::now(&self.live));
            self.live.movement.send_modify(|()| ());
            let end = match self.serve(&mut messages, start).await {
                Err(end) => end,
                Ok(()) => End::Gone,
            };
            let Self { live, place, session, .. } = self;
            // From here on nothing is queued for it any more.
            drop(place);
            live.movement.send_modify(|()| ());
            // What does not end by itself ends when it is dropped.
            let _ = timeout(FAREWELL, Box::pin(farewell(session, messages, end))).await;
        }
    }

    async fn serve(&mut self, messages: &mut AggregatedMessageStream, start: Start) -> Going {
        // Boxed, like all that is rare: a socket that has begun and only listens does not keep the room it takes.
        Box::pin(self.welcome(start)).await?;
        loop {
            self.go_on()?;
            let then = self.expires.min(self.heartbeat.next());
            tokio::select! {
                biased;
                message = messages.recv() => self.hear(message).await?,
                letter = self.place.mailbox.next() => match letter {
                    Letter::Frame(frame) => self.send(frame).await?,
                    Letter::Ending(ending) => return Err(ending.into()),
                },
                () = sleep_until(then) => self.beat().await?,
            }
        }
    }

    /// Unless it shall end, or its token's time is up.
    fn go_on(&self) -> Going {
        match self.place.mailbox.ending() {
            Some(ending) => Err(ending.into()),
            None if Tick::now() >= self.expires => Err(expired()),
            None => Ok(()),
        }
    }

    /// Sends what its client begins with. Who is signed out while that is read is not sent it.
    async fn welcome(&mut self, start: Start) -> Going {
        self.window = Some(start.window);
        let beginning = beginning(self.live.clone(), self.visitor.user, start);
        let beginning = tokio::select! {
            biased;
            ending = self.place.mailbox.ended() => return Err(ending.into()),
            () = sleep_until(self.expires) => return Err(expired()),
            beginning = beginning => beginning.map_err(unavailable)?,
        };
        if beginning.is_blind {
            self.window = None;
            self.place.look_only_at(None);
        }
        self.note_window();
        for frame in beginning.frames {
            self.send(frame).await?;
        }
        Ok(())
    }

    /// That its user looks at this window, and is told of what changes there.
    fn note_window(&self) {
        if let Some(Window { from, to }) = self.window {
            self.api.accesses.note(Access::watching(self.visitor.user, (from, to)));
        }
    }

    async fn send(&mut self, frame: ByteString) -> Going {
        self.hand(async |session| session.text(frame).await).await
    }

    /// Hands something to the network, which takes it at once unless the peer does not read. Who is signed out is sent
    /// nothing any more.
    async fn hand(&mut self, hand: impl AsyncFnOnce(&mut Session) -> Result<(), Closed>) -> Going {
        self.go_on()?;
        let until = self.expires.min(Tick::now() + STALLED);
        tokio::select! {
            biased;
            handed = hand(&mut self.session) => handed.map_err(|_| End::Gone),
            ending = self.place.mailbox.ended() => Err(ending.into()),
            () = sleep_until(until) => Err(if until == self.expires { expired() } else { Ending::TooSlow.into() }),
        }
    }

    async fn beat(&mut self) -> Going {
        if Tick::now() < self.heartbeat.next() {
            return Ok(());
        }
        // A clock that was set, or a machine that slept, must not lengthen a token's life.
        self.expires = tick(&*self.api.clock, self.expires_at);
        match self.heartbeat.beat(Tick::now()) {
            Beat::Ping => {
                self.note_window();
                self.hand(async |session| session.ping(b"").await).await
            }
            Beat::Dead => Err(End::Gone),
        }
    }

    async fn hear(&mut self, message: Option<Result<AggregatedMessage, ProtocolError>>) -> Going {
        match message {
            Some(Ok(AggregatedMessage::Text(text))) => Box::pin(self.obey(&text)).await,
            Some(Ok(AggregatedMessage::Binary(_))) => Box::pin(self.complain(&incoming::not_text())).await,
            Some(Ok(AggregatedMessage::Ping(payload))) => self.hand(async |session| session.pong(&payload).await).await,
            Some(Ok(AggregatedMessage::Pong(_))) => {
                self.heartbeat.pong();
                Ok(())
            }
            Some(Ok(AggregatedMessage::Close(_))) => Err(End::HungUp),
            Some(Err(error)) => Err(misunderstood(&error)),
            None => Err(End::Gone),
        }
    }

    async fn obey(&mut self, text: &str) -> Going {
        match incoming::read(text, self.api.clock.now()) {
            Ok(Incoming::Cursor(pointing)) => {
                let Visitor { user, name, .. } = &self.visitor;
                let person = Named { name: name.clone(), id: user.0 };
                self.live.cursors.put(Some(self.place.id), Cursor::of(person, pointing));
                Ok(())
            }
            Ok(Incoming::Subscribe(window)) => self.subscribe(window).await,
            Ok(Incoming::Authenticate(token)) => self.authenticate(&token).await,
            Err(problem) => self.complain(&problem).await,
        }
    }

    /// Looks at another window; at the old one still, if that one is refused.
    async fn subscribe(&mut self, window: Window) -> Going {
        let (standing, queued) = self.place.look_also_at(window);
        let snapshot = catch_up::snapshot(&self.live, &window, &standing).await;
        if snapshot.is_ok() {
            self.window = Some(window);
        }
        self.place.look_only_at(self.window);
        self.note_window();
        let frame = match snapshot {
            Ok(frame) => frame,
            Err(NoSnapshot::Refused(problem)) => frame::error(&problem),
            Err(NoSnapshot::Unavailable(error)) => frame::error(&error.into()),
        };
        // Their resume points are before the snapshot's, and resume points never fall.
        for _ in 0..queued {
            if let Some(earlier) = self.place.mailbox.take_queued() {
                self.send(earlier).await?;
            }
        }
        self.send(frame).await
    }

    /// A newer token of the same sign-in.
    async fn authenticate(&mut self, token: &str) -> Going {
        let same = |bearer: &auth::Bearer| bearer.session == self.visitor.session && bearer.user == self.visitor.user;
        match self.api.tokens.verify(token).ok().filter(same) {
            Some(bearer) => {
                // An older token that comes late shortens nothing.
                self.expires_at = self.expires_at.max(bearer.expires_at);
                self.expires = tick(&*self.api.clock, self.expires_at);
                // A browser sees no pings: this is its sign that somebody is there.
                self.place.mailbox.presence_again(presence::now(&self.live));
                Ok(())
            }
            None => self.complain(&Problem::unauthenticated()).await,
        }
    }

    async fn complain(&mut self, problem: &Problem) -> Going {
        self.send(frame::error(problem)).await?;
        let now = Tick::now();
        self.bad_frames.push_back(now);
        self.bad_frames.retain(|at| now.duration_since(*at) < BAD_FRAMES_WITHIN);
        if self.bad_frames.len() < BAD_FRAMES {
            Ok(())
        } else {
            Err(End::Told(CloseCode::Policy, "too many bad frames"))
        }
    }
}

/// What a socket is sent at first.
struct Beginning {
    frames: Vec<ByteString>,
    /// It has no window, for the one it asked for holds too much.
    is_blind: bool,
}

/// All that its window holds, or what it missed; then what is asked of its user.
async fn beginning(live: Arc<Live>, user: UserId, start: Start) -> Answer<Beginning> {
    let Start { window, since, standing } = start;
    let missed = match since {
        Some(since) => catch_up::missed(&live, user, &window, &since, &standing).await?,
        None => None,
    };
    let (mut frames, is_blind) = match missed {
        Some(frames) => (frames, false),
        None => match catch_up::snapshot(&live, &window, &standing).await {
            Ok(frame) => (vec![frame], false),
            Err(NoSnapshot::Refused(problem)) => (vec![frame::error(&problem)], true),
            Err(NoSnapshot::Unavailable(error)) => return Err(error),
        },
    };
    frames.extend(catch_up::asked(&live, user, &standing).await?);
    Ok(Beginning { frames, is_blind })
}

/// The library tells a message that is too long in pieces, and text that is none, as errors of input.
fn misunderstood(error: &ProtocolError) -> End {
    const TOO_LONG: End = End::Told(CloseCode::Size, "a frame may have 16 KiB at most");
    match error {
        ProtocolError::Overflow => TOO_LONG,
        ProtocolError::Io(error) if error.kind() == ErrorKind::InvalidData => {
            End::Told(CloseCode::Invalid, "text must be UTF-8")
        }
        ProtocolError::Io(error) if is_too_long(error) => TOO_LONG,
        ProtocolError::Io(_) => End::Gone,
        _ => End::Told(CloseCode::Protocol, "not as WebSocket frames are"),
    }
}

fn is_too_long(error: &std::io::Error) -> bool {
    let overflow = error.get_ref().and_then(|error| error.downcast_ref::<PayloadError>());
    matches!(overflow, Some(PayloadError::Overflow)) || error.to_string().contains("continuation size")
}

fn expired() -> End {
    End::Told(SIGNED_OUT, "the token's time is up")
}

fn unavailable(error: domain::ports::Unavailable) -> End {
    tracing::warn!(error = %http_api::problem::chain(&error), "a socket could not be told what it asked for");
    End::Told(CloseCode::Again, "the database does not answer; try again")
}

/// The same instant on the clock that cannot be set.
fn tick(clock: &dyn Clock, at: Instant) -> Tick {
    Tick::now() + (at - clock.now()).to_std().unwrap_or_default()
}

/// Says why, if there is somebody to say it to, and waits for the client to hang up.
async fn farewell(session: Session, mut messages: AggregatedMessageStream, end: End) {
    let (code, description) = match end {
        End::Gone => return,
        End::HungUp => (CloseCode::Normal, None),
        End::Told(code, description) => {
            metrics::counter!("websocket_closed_total", "code" => u16::from(code).to_string()).increment(1);
            (code, Some(description.to_owned()))
        }
    };
    if session.close(Some(CloseReason { code, description })).await.is_ok() {
        while let Some(Ok(message)) = messages.recv().await {
            if matches!(message, AggregatedMessage::Close(_)) {
                return;
            }
        }
    }
}
