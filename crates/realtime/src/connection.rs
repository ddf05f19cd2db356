//! One socket, from its first frame to its last.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, ProtocolError, Session};
use auth::Clock;
use bytestring::ByteString;
use domain::Instant;
use http_api::{Api, Problem};
use tokio::time::{Instant as Tick, sleep_until, timeout};

use crate::{
    Live,
    catch_up::{self, NoSnapshot, Since},
    cursors::Cursor,
    heartbeat::{Beat, Heartbeat},
    hub::{Ending, Named, Place, Visitor},
    incoming::{self, Incoming},
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
}

/// Why a socket ends.
enum End {
    /// The client closed it, or nobody is there any more.
    Gone,
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
        Self { api, live, visitor, place, session, expires, window: None, heartbeat, bad_frames: VecDeque::new() }
    }

    /// Serves it until it ends, however that is.
    pub async fn run(mut self, mut messages: AggregatedMessageStream, start: Start) {
        // The others are shown the newcomer when their second is up; the newcomer sees everybody at once.
        self.place.latest.presence(presence::now(&self.live));
        self.live.movement.notify_one();
        let end = match self.serve(&mut messages, start).await {
            Err(end) => end,
            Ok(()) => End::Gone,
        };
        let Self { live, place, session, .. } = self;
        // From here on nothing is queued for it any more.
        drop(place);
        live.movement.notify_one();
        // What does not end by itself ends when it is dropped.
        let _ = timeout(FAREWELL, farewell(session, messages, end)).await;
    }

    async fn serve(&mut self, messages: &mut AggregatedMessageStream, start: Start) -> Going {
        self.welcome(start).await?;
        loop {
            tokio::select! {
                biased;
                _ = self.place.ending.changed() => return Err(self.ending()),
                () = sleep_until(self.expires) => return Err(expired()),
                message = messages.recv() => self.hear(message).await?,
                Some(frame) = self.place.frames.recv() => self.send(frame).await?,
                frame = self.place.latest.next() => self.send(frame).await?,
                () = sleep_until(self.heartbeat.next()) => self.beat().await?,
            }
        }
    }

    fn ending(&self) -> End {
        self.place.ending.borrow().map_or(End::Gone, End::from)
    }

    /// All that its window holds, or what it missed; then what is asked of its user.
    async fn welcome(&mut self, Start { window, since }: Start) -> Going {
        let live = self.live.clone();
        // Never closed, so there is always a turn.
        let _turn = live.turns.acquire().await;
        let standing = self.place.look_also_at(window);
        self.window = Some(window);
        let missed = match since {
            Some(since) => catch_up::missed(&self.live, self.visitor.user, &window, &since, &standing)
                .await
                .map_err(unavailable)?,
            None => None,
        };
        match missed {
            Some(frames) => self.send_all(frames).await?,
            None => match catch_up::snapshot(&self.live, &window, &standing).await {
                Ok(frame) => self.send(frame).await?,
                Err(NoSnapshot::Refused(problem)) => {
                    self.window = None;
                    self.place.look_only_at(None);
                    self.send(crate::frame::error(&problem)).await?;
                }
                Err(NoSnapshot::Unavailable(error)) => return Err(unavailable(error)),
            },
        }
        let asked = catch_up::asked(&self.live, self.visitor.user, &standing).await.map_err(unavailable)?;
        self.send_all(asked).await
    }

    async fn send_all(&mut self, frames: Vec<ByteString>) -> Going {
        for frame in frames {
            self.send(frame).await?;
        }
        Ok(())
    }

    /// Hands a frame to the network, which takes it at once unless the peer does not read.
    async fn send(&mut self, frame: ByteString) -> Going {
        tokio::select! {
            biased;
            sent = self.session.text(frame) => sent.map_err(|_| End::Gone),
            _ = self.place.ending.changed() => Err(self.place.ending.borrow().map_or(End::Gone, End::from)),
            () = sleep_until(self.expires) => Err(expired()),
            () = tokio::time::sleep(STALLED) => Err(Ending::TooSlow.into()),
        }
    }

    async fn beat(&mut self) -> Going {
        match self.heartbeat.beat(Tick::now()) {
            Beat::Ping => self.session.ping(b"").await.map_err(|_| End::Gone),
            Beat::Dead => Err(End::Gone),
        }
    }

    async fn hear(&mut self, message: Option<Result<AggregatedMessage, ProtocolError>>) -> Going {
        match message {
            Some(Ok(AggregatedMessage::Text(text))) => self.obey(&text).await,
            Some(Ok(AggregatedMessage::Binary(_))) => self.complain(&incoming::not_text()).await,
            Some(Ok(AggregatedMessage::Ping(payload))) => self.session.pong(&payload).await.map_err(|_| End::Gone),
            Some(Ok(AggregatedMessage::Pong(_))) => {
                self.heartbeat.pong();
                Ok(())
            }
            Some(Ok(AggregatedMessage::Close(reason))) => {
                Err(End::Told(reason.map_or(CloseCode::Normal, |reason| reason.code), ""))
            }
            Some(Err(ProtocolError::Overflow)) => Err(End::Told(CloseCode::Size, "a frame may have 16 KiB at most")),
            Some(Err(ProtocolError::Io(_))) | None => Err(End::Gone),
            Some(Err(_)) => Err(End::Told(CloseCode::Protocol, "not as WebSocket frames are")),
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
        let standing = self.place.look_also_at(window);
        let snapshot = catch_up::snapshot(&self.live, &window, &standing).await;
        if snapshot.is_ok() {
            self.window = Some(window);
        }
        self.place.look_only_at(self.window);
        match snapshot {
            Ok(frame) => self.send(frame).await,
            Err(NoSnapshot::Refused(problem)) => self.complain(&problem).await,
            Err(NoSnapshot::Unavailable(error)) => self.send(crate::frame::error(&error.into())).await,
        }
    }

    /// A newer token of the same sign-in.
    async fn authenticate(&mut self, token: &str) -> Going {
        let same = |bearer: &auth::Bearer| bearer.session == self.visitor.session && bearer.user == self.visitor.user;
        match self.api.tokens.verify(token).ok().filter(same) {
            Some(bearer) => {
                self.expires = tick(&*self.api.clock, bearer.expires_at);
                Ok(())
            }
            None => self.complain(&Problem::unauthenticated()).await,
        }
    }

    async fn complain(&mut self, problem: &Problem) -> Going {
        self.send(crate::frame::error(problem)).await?;
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
    let End::Told(code, description) = end else { return };
    metrics::counter!("websocket_closed_total", "code" => u16::from(code).to_string()).increment(1);
    let description = Some(description.to_owned()).filter(|text| !text.is_empty());
    if session.close(Some(CloseReason { code, description })).await.is_ok() {
        while let Some(Ok(message)) = messages.recv().await {
            if matches!(message, AggregatedMessage::Close(_)) {
                return;
            }
        }
    }
}
