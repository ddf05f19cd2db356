//! What it happens on: PostgreSQL, a relay and a node three times, people and appointments.

use std::path::Path;

use checker::history::UserId;
use serde_json::{Value, json};
use testkit::{Client, Postgres, Server, ServerBuilder};
use tokio::{sync::Mutex, task::block_in_place};

use crate::{Outcome, dice::Dice, flags::Flags, gear::Gear, relay::Relay, rooms::Rooms};

/// How many nodes.
pub const NODES: usize = 3;

/// The day of all appointments, and the one after it.
pub const DAY: [&str; 2] = ["2041-03-04T00:00:00.000Z", "2041-03-05T00:00:00.000Z"];

const ROOT: (&str, &str) = ("root@clinic.example", "rooted in the ground 7");

/// Somebody signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// The session.
    pub token: String,
    /// May end anybody's lock.
    pub is_admin: bool,
}

/// All of it. Whoever breaks a node holds its lock meanwhile; whoever breaks the database, those of all.
#[derive(Debug)]
pub struct Stage {
    /// The nodes, which end before the rest.
    pub nodes: Vec<Mutex<Server>>,
    /// Their base URLs.
    pub urls: Vec<String>,
    /// The way of each to the database.
    pub relays: Vec<Relay>,
    /// The database server.
    pub postgres: Postgres,
    /// The database, without a relay.
    pub database: String,
    /// The first administrator.
    pub root: Person,
    /// The appointments.
    pub rooms: Rooms,
    /// What the machine lends.
    pub gear: Gear,
}

impl Stage {
    /// Builds it.
    pub async fn build(flags: &Flags, gear: Gear) -> Outcome<Self> {
        let postgres = block_in_place(Postgres::start)?;
        let database = block_in_place(|| postgres.fresh_database())?;
        let (address, name) = address(&database)?;
        let (mut relays, mut nodes) = (Vec::new(), Vec::new());
        for node in 0..NODES {
            let relay = Relay::to(address.parse()?).await?;
            let url = format!("postgres://postgres@127.0.0.1:{}/{name}?application_name={}", relay.port, program(node));
            let port = free_port()?;
            let server = server(&flags.binary, flags).env("PORT", port).env("DATABASE_URL", url);
            let clock = gear.clock(&program(node))?.into_iter();
            let server = clock.fold(server, |server, (name, value)| server.env(name, value));
            nodes.push(block_in_place(|| server.start())?);
            relays.push(relay);
        }
        let urls: Vec<String> = nodes.iter().map(|node| node.url("")).collect();
        let anyone = Client::new(&urls[0]);
        let root = signed_in(&anyone, ROOT.0, ROOT.1, true).await?;
        let client = anyone.bearer(&root.token);
        let mut appointments: Vec<String> = Vec::new();
        for index in 0..flags.appointments {
            appointments.push(booked(&client, index).await?);
        }
        let nodes = nodes.into_iter().map(Mutex::new).collect();
        Ok(Self { nodes, urls, relays, postgres, database, root, rooms: Rooms::of(appointments), gear })
    }

    /// Somebody new.
    pub async fn person(&self, is_admin: bool) -> Outcome<Person> {
        let client = self.client(0, &self.root);
        let (email, password) = (format!("{}@clinic.example", unique()), unique());
        let body = json!({"name": "Somebody", "email": email, "password": password, "isAdmin": is_admin});
        expected(client.post("/api/users").json(body), 201).await?;
        signed_in(&client, &email, &password, is_admin).await
    }

    /// Another appointment, made at this node, is worked on instead of the oldest.
    pub async fn begin_another(&self, node: usize) -> Outcome<usize> {
        let id = booked(&self.client(node, &self.root), self.rooms.count()).await?;
        Ok(self.rooms.replace(id))
    }

    /// This person at this node.
    pub fn client(&self, node: usize, person: &Person) -> Client {
        Client::new(&self.urls[node]).bearer(&person.token)
    }

    /// Runs SQL beside the nodes.
    pub fn sql(&self, sql: &str) -> Outcome<String> {
        Ok(block_in_place(|| self.postgres.psql(&self.database, sql))?)
    }
}

/// Under what name a node is known to the database.
pub fn program(node: usize) -> String {
    format!("node{node}")
}

fn server(binary: &Path, flags: &Flags) -> ServerBuilder {
    Server::of(binary)
        .env("JWT_SECRET", "a key for chaos, of more than 32 bytes")
        .env("ADMIN_EMAIL", ROOT.0)
        .env("ADMIN_PASSWORD", ROOT.1)
        .env("LOCK_TTL", flags.ttl.as_secs_f64())
        .env("LOCK_SWEEP_INTERVAL", 1)
        .env("LOCK_RATE_LIMIT", 0)
        .env("TIME_ZONE", "UTC")
        .env("LOG", "error")
}

/// Address and database of `postgres://user@address/database`.
fn address(url: &str) -> Outcome<(&str, &str)> {
    let (_, rest) = url.split_once('@').ok_or("no user in the database's URL")?;
    Ok(rest.split_once('/').ok_or("no database in its URL")?)
}

/// A port that nobody's outgoing connection takes while its node is away: below the ephemeral ones.
fn free_port() -> Outcome<u16> {
    let mut dice = Dice::new(uuid::Uuid::now_v7().as_u64_pair().1, 0);
    let ports = (0..1000).filter_map(|_| u16::try_from(20_000 + dice.below(12_000)).ok());
    let free = |port: &u16| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok();
    Ok(ports.into_iter().find(free).ok_or("no port is free")?)
}

async fn signed_in(anyone: &Client, email: &str, password: &str, is_admin: bool) -> Outcome<Person> {
    let body = json!({"email": email, "password": password});
    let user = expected(anyone.post("/api/auth/login").json(body), 200).await?;
    let token = user["token"].as_str().ok_or("no token")?.to_owned();
    Ok(Person { id: user["id"].as_str().ok_or("no id")?.parse()?, token, is_admin })
}

async fn booked(client: &Client, index: usize) -> Outcome<String> {
    let body = json!({
        "title": format!("Check-up {index}"),
        "patientName": "Siti Rahma",
        "datebirth": "1984-02-29",
        "gender": "female",
        "startTime": "2041-03-04T09:00:00.000Z",
        "endTime": "2041-03-04T09:30:00.000Z",
    });
    let made = expected(client.post("/api/appointments").json(body), 201).await?;
    Ok(made["id"].as_str().ok_or("no id")?.to_owned())
}

async fn expected(request: testkit::Request, status: u16) -> Outcome<Value> {
    let reply = request.send().await?;
    if reply.status == status { Ok(reply.body) } else { Err(format!("{} {}", reply.status, reply.text).into()) }
}

fn unique() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}
