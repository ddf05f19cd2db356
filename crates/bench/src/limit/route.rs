//! A bare actix route that gives one fixed answer, in a process of its own.
//!
//! It does what no server on actix can do without: read a request, write an answer with the same headers and body. It has
//! as many workers as the server has, since both leave that to actix.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener},
    process::{Child, Stdio},
};

use actix_web::{
    App, HttpResponse, HttpServer,
    http::header::{HeaderName, HeaderValue},
    web::{self, Bytes},
};
use anyhow::Context;
use testkit::process;

/// The process; it ends with this value, or with the one that started it.
pub struct BareRoute {
    child: Child,
    pub address: SocketAddr,
}

impl BareRoute {
    /// Starts one that gives this answer (head and body, as they came) to every GET.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(answer: &[u8]) -> anyhow::Result<Self> {
        let mut command = process::mortal(std::env::current_exe()?, "KILL", None);
        command.arg("bare-route").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = process::spawn(command)?;
        child.stdin.take().context("no standard input")?.write_all(answer)?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no standard output")?).read_line(&mut line)?;
        Ok(Self { child, address: line.trim().parse().context("the bare route has not told where it listens")? })
    }
}

impl Drop for BareRoute {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The fixed answer.
#[derive(Clone)]
struct Answer {
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
}

impl Answer {
    /// What actix sets by itself is left to it.
    fn parse(bytes: &[u8]) -> anyhow::Result<Self> {
        let head = bytes.windows(4).position(|end| end == b"\r\n\r\n").context("no head")?;
        let text = std::str::from_utf8(&bytes[..head])?;
        let lines = text.split("\r\n").skip(1).filter_map(|line| line.split_once(": "));
        let kept = lines.filter(|(name, _)| !["content-length", "date"].contains(&name.to_lowercase().as_str()));
        let headers = kept.map(|(name, value)| anyhow::Ok((name.parse()?, value.parse()?)));
        Ok(Self { headers: headers.collect::<anyhow::Result<_>>()?, body: Bytes::copy_from_slice(&bytes[head + 4..]) })
    }

    fn response(&self) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        for (name, value) in &self.headers {
            response.append_header((name.clone(), value.clone()));
        }
        response.body(self.body.clone())
    }
}

/// What the process does: reads the answer from standard input, prints where it listens, and serves.
///
/// # Errors
/// When it cannot listen.
pub fn serve() -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    let answer = Answer::parse(&bytes)?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?);
    let server = HttpServer::new(move || {
        let answer = answer.clone();
        let give = move || {
            let response = answer.response();
            async move { response }
        };
        App::new().route("/api/appointments/{id}", web::get().to(give))
    });
    actix_web::rt::System::new().block_on(server.listen(listener)?.run())?;
    Ok(())
}
