//! How a socket begins, or does not.

use anyhow::Context;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        client::IntoClientRequest,
        handshake::client::{Request, generate_key},
        http::{HeaderName, HeaderValue},
    },
};

use super::{
    Socket, begin,
    record::{Judge, Record},
};
use crate::{Client, Reply};

pub(super) type Stream = WebSocketStream<TcpStream>;

/// A handshake to be made: where, as whom, from which page, with which window.
#[derive(Clone, Debug)]
#[must_use = "a handshake does nothing until it is made"]
pub struct Handshake {
    server: String,
    query: Vec<String>,
    headers: Vec<(&'static str, String)>,
    epoch: Option<String>,
    judge: Option<Judge>,
}

impl Handshake {
    /// With `/ws` of the server of this base URL (`http://…`), as nobody.
    pub fn with(server: &str) -> Self {
        Self { server: server.to_owned(), query: Vec::new(), headers: Vec::new(), epoch: None, judge: None }
    }

    /// With every frame of the server judged: what is wrong with one fails the test.
    pub fn judged_by(self, judge: Judge) -> Self {
        Self { judge: Some(judge), ..self }
    }

    /// With a token in the Authorization header, as programs do.
    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    /// With these subprotocols, as browsers do: `appointments.v1` and `bearer.<token>`.
    pub fn protocols(self, offered: &[&str]) -> Self {
        self.header("Sec-WebSocket-Protocol", &offered.join(", "))
    }

    /// From a page of this origin.
    pub fn origin(self, origin: &str) -> Self {
        self.header("Origin", origin)
    }

    /// With another header.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Looking at [from, to), instants.
    pub fn window(self, from: &str, to: &str) -> Self {
        self.query("from", from).query("to", to)
    }

    /// With one more parameter of the URL.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.query.push(format!("{name}={}", value.replace('+', "%2B")));
        self
    }

    /// Going on where another socket ended: [`Socket::since`].
    pub fn since(self, since: &str) -> Self {
        // Without an init the epoch stays what it was.
        let epoch = since.rsplit_once(':').map(|(epoch, _)| epoch.to_owned());
        Self { epoch, ..self }.query("since", since)
    }

    fn path(&self) -> String {
        let parameters = self.query.join("&");
        if parameters.is_empty() { "/ws".to_owned() } else { format!("/ws?{parameters}") }
    }

    fn request(&self) -> anyhow::Result<Request> {
        let address = self.server.strip_prefix("http://").context("not http://")?;
        let mut request = format!("ws://{address}{}", self.path()).into_client_request()?;
        for (name, value) in &self.headers {
            request.headers_mut().insert(HeaderName::try_from(*name)?, HeaderValue::try_from(value)?);
        }
        Ok(request)
    }

    /// Makes it.
    ///
    /// # Errors
    /// When the server refuses, or is not there.
    pub async fn connect(self) -> anyhow::Result<Socket> {
        let request = self.request()?;
        let address = self.server.strip_prefix("http://").context("not http://")?;
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (stream, response) = client_async(request, stream).await?;
        let protocol = response.headers().get("Sec-WebSocket-Protocol");
        let protocol = protocol.map(|chosen| chosen.to_str().map(str::to_owned)).transpose()?;
        let record = Record { epoch: self.epoch, judge: self.judge, ..Record::default() };
        Ok(begin(stream, protocol, record))
    }

    /// Makes it where the server is expected to refuse, and answers the refusal.
    ///
    /// # Panics
    /// When there is no answer, or the server switches to WebSocket.
    pub async fn refused(self) -> Reply {
        let mut request = Client::new(&self.server).get(&self.path());
        let upgrade = [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")];
        for (name, value) in upgrade {
            request = request.header(name, value);
        }
        request = request.header("Sec-WebSocket-Key", generate_key());
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let reply = request.await;
        assert_ne!(reply.status, 101, "it was not refused");
        reply
    }
}
