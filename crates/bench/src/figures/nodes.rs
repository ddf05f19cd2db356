//! Three nodes on one database: what they cost each other, and how soon one sees what another has written.

use std::{net::SocketAddr, time::Duration};

use testkit::Server;

use super::week;
use crate::{
    load::{
        http::{Connection, Load, Outcome},
        sockets::Crowd,
    },
    plan::Plan,
    record::{Database, Figure, Goal, Series, Unit},
    stage::{self, Setting, Stage},
};

/// As many on each of three nodes.
const CLIENTS: usize = 33;

/// On PostgreSQL, the only one that several nodes can share.
///
/// # Errors
/// When it cannot be measured.
pub async fn measure(plan: &Plan) -> anyhow::Result<Vec<Figure>> {
    let nodes = Nodes::open(plan).await?;
    let mut figures = nodes.cycles(plan).await?;
    figures.extend(nodes.updates(plan).await?);
    Ok(figures)
}

struct Nodes {
    addresses: [SocketAddr; 3],
    stage: Stage,
    _others: [Server; 2],
}

impl Nodes {
    async fn open(plan: &Plan) -> anyhow::Result<Self> {
        let stage = Stage::open(plan, Setting::on(Database::PostgreSQL)).await?;
        let others = [stage.node()?, stage.node()?];
        let addresses = [stage.address()?, stage::address(&others[0])?, stage::address(&others[1])?];
        Ok(Self { addresses, stage, _others: others })
    }

    async fn cycles(&self, plan: &Plan) -> anyhow::Result<Vec<Figure>> {
        let one = [self.addresses[0]; 3];
        self.run(one, plan.warm_up()).await?;
        self.run(self.addresses, plan.warm_up()).await?;
        let mut spread = Series::new("cycles over three nodes", Unit::PerSecond);
        let mut single = Series::new("all on one of them", Unit::PerSecond);
        let mut errors = Series::new("errors", Unit::Count);
        for _ in 0..plan.repeats() {
            let three = self.run(self.addresses, plan.time()).await?;
            let one = self.run(one, plan.time()).await?;
            spread.push(rate(&three));
            single.push(rate(&one));
            errors.push(three.iter().chain(&one).map(|part| part.errors).sum::<u64>() as f64);
        }
        let figure =
            |measured| Figure::new("nodes", "Acquire and release at 33 clients", Database::PostgreSQL, measured);
        let note = "All three nodes run in both, on this one machine: what is compared is what they cost each other.";
        Ok(vec![figure(spread).against(single, Goal::AtLeast(0.9)).note(note), figure(errors).goal(Goal::AtMost(0.0))])
    }

    /// A third of the clients at each address, all at once.
    async fn run(&self, addresses: [SocketAddr; 3], time: Duration) -> anyhow::Result<[Outcome; 3]> {
        let third = CLIENTS / 3;
        let clients = |part: usize| Load::connect(addresses[part], week::scripts(&self.stage, part * third, third));
        let (mut a, mut b, mut c) = tokio::try_join!(clients(0), clients(1), clients(2))?;
        let (a, b, c) = tokio::try_join!(a.run(time), b.run(time), c.run(time))?;
        Ok([a, b, c])
    }

    async fn updates(&self, plan: &Plan) -> anyhow::Result<Vec<Figure>> {
        let rounds = plan.rounds(500);
        let [mut after_p99, mut after_p50, mut all_p99, mut all_p50] =
            ["after the answer, p99", "after the answer, p50", "from sending the request, p99", "from sending, p50"]
                .map(|name| Series::new(name, Unit::Milliseconds));
        for _ in 0..plan.repeats() {
            let seen = self.watch(rounds).await?;
            after_p99.push(percentile(&seen.after_answer, 0.99));
            after_p50.push(percentile(&seen.after_answer, 0.5));
            all_p99.push(percentile(&seen.after_sending, 0.99));
            all_p50.push(percentile(&seen.after_sending, 0.5));
        }
        let title = "An acquire on one node reaches a socket on another";
        let figure = |measured| Figure::new("nodes", title, Database::PostgreSQL, measured);
        let note = format!("Of {rounds} acquires, one after the other; below zero: the frame came before the answer.");
        Ok(vec![
            figure(after_p99).goal(Goal::AtMost(50.0)).note(note),
            figure(after_p50),
            figure(all_p99),
            figure(all_p50),
        ])
    }

    /// Acquires on the first node; a socket on the second one is told.
    async fn watch(&self, rounds: usize) -> anyhow::Result<Seen> {
        let (crowd, _) = Crowd::open(self.addresses[1], &week::handshakes(&self.stage), 1).await?;
        let mut http = Connection::open(self.addresses[0]).await?;
        let [acquire, release] = week::cycle(&self.stage, 0);
        let mut seen = Seen { after_answer: Vec::new(), after_sending: Vec::new() };
        for _ in 0..rounds {
            let reach = week::reach(&mut http, &acquire, &crowd).await?;
            let (frame, answer) = (week::last(&reach.sockets), week::millis(reach.answer));
            seen.after_answer.push(frame - answer);
            seen.after_sending.push(frame);
            week::reach(&mut http, &release, &crowd).await?;
        }
        seen.after_answer.sort_by(f64::total_cmp);
        seen.after_sending.sort_by(f64::total_cmp);
        Ok(seen)
    }
}

/// Milliseconds, ascending.
struct Seen {
    after_answer: Vec<f64>,
    after_sending: Vec<f64>,
}

/// Cycles a second of all of them; a cycle is two requests.
fn rate(parts: &[Outcome]) -> f64 {
    parts.iter().map(Outcome::per_second).sum::<f64>() / 2.0
}

/// The value that so large a part of the ascending ones does not exceed.
fn percentile(ascending: &[f64], part: f64) -> f64 {
    let rank = (ascending.len() as f64 * part).ceil() as usize;
    ascending.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}
