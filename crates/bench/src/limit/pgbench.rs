//! pgbench with exactly the SQL that the server sends for a lock cycle.
//!
//! The statements are not written down here, where they would age: they are taken from PostgreSQL's own log while a
//! server runs one cycle after the other. What differs from cycle to cycle is recognised (revisions, which rise; ids,
//! which are new) and made anew in each of pgbench's cycles; all else stays as it was captured for that client.
//!
//! pgbench works on a copy of the database, which no server looks at.

use std::{fmt::Write as _, io::Write as _, process::Stdio, sync::LazyLock, time::Duration};

use anyhow::{Context, bail, ensure};
use regex::{Captures, Regex};
use testkit::{Postgres, process};
use uuid::Uuid;

/// How many cycles of each client are captured; the last two are compared.
pub const CYCLES: usize = 3;

/// How the server's connections have their statements planned; without it pgbench would plan some anew each time.
const OPTIONS: &str = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off";

/// Room for new ids in a cycle, and for clients: both are part of the numbers that ids are made of.
const IDS: usize = 8;
const CLIENTS: usize = 512;

/// A statement with the values of its parameters, as text; None is null.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sent {
    text: String,
    values: Vec<Option<String>>,
}

/// What a parameter's text is put together from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// The client's own constant of this number.
    Constant(usize),
    /// The appointment's revision at the cycle's beginning, and so much more.
    Revision(i64),
    /// The cycle's new id of this number.
    Id(usize),
}

/// What a cycle sends, without the values of one client.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shape {
    texts: Vec<String>,
    /// Statement by statement, parameter by parameter; no pieces: null.
    parameters: Vec<Vec<Vec<Piece>>>,
    ids: usize,
}

/// A client: its appointment, whose revision has risen to `revision` by [`CYCLES`] cycles.
pub struct Client {
    pub appointment: Uuid,
    pub revision: i64,
}

/// pgbench, ready to run.
pub struct Pgbench<'a> {
    postgres: &'a Postgres,
    url: String,
    clients: usize,
    /// By how much a cycle raises a revision.
    rise: i64,
    script: String,
    runs: u32,
}

impl<'a> Pgbench<'a> {
    /// Reads the captured cycles from the log, and prepares the copy of the database at `url`.
    ///
    /// # Errors
    /// When the log does not have the cycles in the expected form.
    pub fn prepare(postgres: &'a Postgres, url: String, log: &str, clients: &[Client]) -> anyhow::Result<Self> {
        let sent = parse(log)?;
        let rise = (clients.first().context("no clients")?.revision - 1) / CYCLES as i64;
        let mut shapes = Vec::new();
        for client in clients {
            shapes.push(shape(&sent, client, rise).with_context(|| format!("appointment {}", client.appointment))?);
        }
        let shape = &shapes[0].0;
        ensure!(shapes.iter().all(|(other, _)| other == shape), "not all clients send the same");
        ensure!(shape.ids <= IDS && clients.len() <= CLIENTS, "too many ids or clients");

        postgres.psql(&url, &table(clients, &shapes))?;
        let types = shape.texts.iter().map(|text| types(postgres, &url, text)).collect::<anyhow::Result<Vec<_>>>()?;
        let script = write_script(shape, &types, shapes[0].1.len(), rise)?;
        Ok(Self { postgres, url, clients: clients.len(), rise, script, runs: 0 })
    }

    /// Runs it for so long, in whole seconds, and answers the cycles a second.
    ///
    /// # Errors
    /// When pgbench fails, or the cycles that it counts have not changed the database as the server's do.
    pub fn run(&mut self, time: Duration) -> anyhow::Result<f64> {
        self.runs += 1;
        let before = self.work()?;
        let program = self.postgres.program("pgbench").context("pgbench is not installed")?;
        let mut command = process::mortal(program, "KILL", None);
        command.args(["--no-vacuum", "--protocol=prepared", "--jobs=2"]).env("PGOPTIONS", OPTIONS);
        command.arg(format!("--client={}", self.clients));
        command.arg(format!("--time={}", time.as_secs_f64().ceil().max(1.0)));
        command.arg("--define=cycle=0").arg(format!("--define=base={}", u64::from(self.runs) * 10_000_000));
        // From standard input, so that no file stays behind.
        command.arg("--file=-").arg(&self.url).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = process::spawn(command)?;
        child.stdin.take().context("no standard input")?.write_all(self.script.as_bytes())?;
        let output = child.wait_with_output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        ensure!(output.status.success(), "pgbench: {text}{}", String::from_utf8_lossy(&output.stderr));
        let number = |pattern: &str| {
            let found = Regex::new(pattern)?.captures(&text).with_context(|| format!("{pattern}: {text}"))?;
            anyhow::Ok(found[1].parse::<f64>()?)
        };
        let cycles = number(r"transactions actually processed: (\d+)")? as i64;
        let (revisions, events) = self.work()?;
        let expected = (before.0 + self.rise * cycles, before.1 + self.rise * cycles);
        ensure!((revisions, events) == expected, "pgbench's cycles do not do the server's work");
        number(r"tps = ([0-9.]+)")
    }

    /// All revisions together, and how many events there are.
    fn work(&self) -> anyhow::Result<(i64, i64)> {
        let sql = r#"SELECT (SELECT sum("revision") FROM "appointments"), (SELECT count(*) FROM "appointment_events")"#;
        let row = self.postgres.psql(&self.url, sql)?;
        let (revisions, events) = row.trim().split_once('|').context("two columns")?;
        Ok((revisions.parse()?, events.parse()?))
    }
}

/// Reads what was sent with parameters from a log of `log_statement = all`, in its order.
fn parse(log: &str) -> anyhow::Result<Vec<Sent>> {
    let statement = Regex::new(r"(?s)^[^\n]*?\[(\d+)\] LOG:  execute [^:]+: (.*)$")?;
    let detail = Regex::new(r"(?s)^[^\n]*?\[(\d+)\] DETAIL:  [Pp]arameters: (.*)$")?;
    let value = Regex::new(r"(?s)\$\d+ = (?:NULL|'((?:[^']|'')*)')")?;
    // A record's further lines begin with a tab.
    let log = log.replace("\n\t", "\u{1}");
    let mut last: Option<(String, String)> = None;
    let mut sent = Vec::new();
    for record in log.lines().map(|line| line.replace('\u{1}', "\n")) {
        if let Some(found) = statement.captures(&record) {
            last = Some((found[1].to_owned(), found[2].to_owned()));
        } else if let (Some(found), Some((pid, text))) = (detail.captures(&record), last.take()) {
            ensure!(found[1] == pid, "the log mixes a statement with another one's parameters");
            let values = value.captures_iter(&found[2]);
            let values = values.map(|value| value.get(1).map(|text| text.as_str().replace("''", "'"))).collect();
            sent.push(Sent { text, values });
        }
    }
    Ok(sent)
}

/// The last cycle's shape and the client's constants in it. A cycle's statements are those that have the appointment's
/// own id in a parameter; what a server does besides, such as reading events, answers no request.
fn shape(sent: &[Sent], client: &Client, rise: i64) -> anyhow::Result<(Shape, Vec<String>)> {
    let id = client.appointment.to_string();
    let names = |sent: &&Sent| sent.values.iter().flatten().any(|value| value.contains(&id));
    let own: Vec<&Sent> = sent.iter().filter(names).collect();
    ensure!(!own.is_empty() && own.len().is_multiple_of(CYCLES), "{} statements in {CYCLES} cycles", own.len());
    let (earlier, last) = own[own.len() / CYCLES * (CYCLES - 2)..].split_at(own.len() / CYCLES);
    ensure!(client.revision == 1 + rise * CYCLES as i64, "revisions do not rise evenly");
    let mut reader = Reader { begun_at: client.revision - rise, rise, ids: Vec::new(), constants: Vec::new() };
    let mut parameters = Vec::new();
    for (earlier, last) in earlier.iter().zip(last) {
        ensure!(earlier.text == last.text, "a cycle sends other statements than the one before it");
        let pairs = earlier.values.iter().zip(&last.values);
        parameters.push(
            pairs
                .map(|(earlier, last)| reader.pieces(earlier.as_deref(), last.as_deref()))
                .collect::<anyhow::Result<_>>()?,
        );
    }
    let texts = last.iter().map(|sent| sent.text.clone()).collect();
    Ok((Shape { texts, parameters, ids: reader.ids.len() }, reader.constants))
}

/// Finds what differs from a cycle to the next.
struct Reader {
    /// The appointment's revision when the last cycle began.
    begun_at: i64,
    rise: i64,
    ids: Vec<String>,
    constants: Vec<String>,
}

/// An id, an instant, or a number.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    let id = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    let instant = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)?";
    Regex::new(&format!("(?P<id>{id})|(?P<instant>{instant})|(?P<number>[0-9]+)")).expect("a regular expression")
});

impl Reader {
    fn pieces(&mut self, earlier: Option<&str>, last: Option<&str>) -> anyhow::Result<Vec<Piece>> {
        let (earlier, last) = match (earlier, last) {
            (None, None) => return Ok(Vec::new()),
            (Some(earlier), Some(last)) => (earlier, last),
            _ => bail!("a parameter is null in one cycle only"),
        };
        let (mut pieces, mut constant, mut place) = (Vec::new(), String::new(), 0);
        let (earlier, found) = (TOKEN.captures_iter(earlier), TOKEN.captures_iter(last).collect::<Vec<_>>());
        let earlier: Vec<String> = earlier.map(|token| token[0].to_owned()).collect();
        ensure!(earlier.len() == found.len(), "a parameter has another form in each cycle: {last}");
        for (earlier, token) in earlier.iter().zip(&found) {
            let whole = token.get(0).context("a match")?;
            constant.push_str(&last[place..whole.start()]);
            place = whole.end();
            match self.piece(earlier, token)? {
                None => constant.push_str(whole.as_str()),
                Some(piece) => {
                    self.flush(&mut constant, &mut pieces);
                    pieces.push(piece);
                }
            }
        }
        constant.push_str(&last[place..]);
        if pieces.is_empty() || !constant.is_empty() {
            self.constants.push(constant);
            pieces.push(Piece::Constant(self.constants.len() - 1));
        }
        Ok(pieces)
    }

    fn flush(&mut self, constant: &mut String, pieces: &mut Vec<Piece>) {
        if !constant.is_empty() {
            self.constants.push(std::mem::take(constant));
            pieces.push(Piece::Constant(self.constants.len() - 1));
        }
    }

    /// None for what stays. Instants stay as they were captured: they cost the same.
    fn piece(&mut self, earlier: &str, token: &Captures) -> anyhow::Result<Option<Piece>> {
        let last = &token[0];
        if earlier == last || token.name("instant").is_some() {
            return Ok(None);
        }
        if token.name("id").is_some() {
            let known = self.ids.iter().position(|id| id == last);
            let number = known.unwrap_or_else(|| {
                self.ids.push(last.to_owned());
                self.ids.len() - 1
            });
            return Ok(Some(Piece::Id(number)));
        }
        let (earlier, last): (i64, i64) = (earlier.parse()?, last.parse()?);
        ensure!(last - earlier == self.rise, "a number goes from {earlier} to {last}, unlike the revision");
        Ok(Some(Piece::Revision(last - self.begun_at)))
    }
}

/// The types that PostgreSQL gives a statement's parameters.
fn types(postgres: &Postgres, url: &str, text: &str) -> anyhow::Result<Vec<String>> {
    let read = "SELECT array_to_string(parameter_types, '|') FROM pg_prepared_statements";
    let types = postgres.psql(url, &format!("PREPARE captured AS {text}; {read}"))?;
    Ok(types.trim().split('|').map(str::to_owned).collect())
}

/// A table with each client's constants.
fn table(clients: &[Client], shapes: &[(Shape, Vec<String>)]) -> String {
    let quoted = |text: &String| format!("'{}'", text.replace('\'', "''"));
    let columns = (0..shapes[0].1.len()).map(|number| format!("c{number} text"));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let rows = clients.iter().zip(shapes).enumerate().map(|(number, (client, (_, constants)))| {
        let constants = constants.iter().map(quoted).collect::<Vec<_>>().join(", ");
        format!("({number}, '{}', {constants})", client.appointment)
    });
    let rows = rows.collect::<Vec<_>>().join(",\n");
    format!(
        "CREATE TABLE bench_clients (client integer PRIMARY KEY, appointment uuid, {columns});
        INSERT INTO bench_clients VALUES {rows}; ANALYZE bench_clients"
    )
}

/// The script: constants are loaded in a client's first cycle, then come the statements of a cycle.
fn write_script(shape: &Shape, types: &[Vec<String>], constants: usize, rise: i64) -> anyhow::Result<String> {
    let columns: String = (0..constants).map(|number| format!("c{number}, ")).collect();
    let mut script = format!(
        "\\if :cycle = 0\nSELECT {columns} a.\"revision\" FROM bench_clients b JOIN \"appointments\" a \
        ON a.\"id\" = b.appointment WHERE b.client = :client_id \\gset\n\\endif\n"
    );
    for id in 0..shape.ids {
        writeln!(script, "\\set i{id} ((:base + :cycle) * {CLIENTS} + :client_id) * {IDS} + {id}")?;
    }
    let offsets: std::collections::BTreeSet<i64> =
        shape.parameters.iter().flatten().flatten().filter_map(offset).collect();
    for offset in offsets {
        ensure!(offset >= 0, "a revision of before the cycle is sent");
        writeln!(script, "\\set r{offset} :revision + {offset}")?;
    }
    let variable = Regex::new(r"[^:]:[A-Za-z0-9_]")?;
    for ((text, parameters), types) in shape.texts.iter().zip(&shape.parameters).zip(types) {
        ensure!(!variable.is_match(text), "pgbench would take a colon for a variable's: {text}");
        writeln!(script, "{};", with_variables(text, parameters, types)?)?;
    }
    writeln!(script, "\\set cycle :cycle + 1\n\\set revision :revision + {rise}")?;
    Ok(script)
}

fn offset(piece: &Piece) -> Option<i64> {
    match piece {
        Piece::Revision(offset) => Some(*offset),
        _ => None,
    }
}

/// The statement with pgbench's variables in place of `$1`, `$2` …; pgbench makes parameters of them again.
fn with_variables(text: &str, parameters: &[Vec<Piece>], types: &[String]) -> anyhow::Result<String> {
    ensure!(parameters.len() == types.len(), "{} parameters, {} types", parameters.len(), types.len());
    let placeholder = Regex::new(r"\$(\d+)")?;
    let replaced = placeholder.replace_all(text, |found: &Captures| {
        let place = found[1].parse::<usize>().unwrap_or_default() - 1;
        expression(&parameters[place], &types[place])
    });
    Ok(replaced.into_owned())
}

fn expression(pieces: &[Piece], kind: &str) -> String {
    let one = |piece: &Piece| match piece {
        Piece::Constant(number) => format!(":c{number}"),
        Piece::Revision(offset) => format!(":r{offset}"),
        // Ascending, as ids of version 7 are.
        Piece::Id(number) => format!("lpad(to_hex(CAST(:i{number} AS bigint)), 32, '0')"),
    };
    match pieces {
        // pgbench sends null for a variable that it does not know.
        [] => format!("CAST(:nothing AS {kind})"),
        [piece] => format!("CAST({} AS {kind})", one(piece)),
        several => {
            let texts = several.iter().map(|piece| format!("CAST({} AS text)", one(piece)));
            format!("CAST({} AS {kind})", texts.collect::<Vec<_>>().join(" || "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const APPOINTMENT: &str = "01a00000-0000-7000-8000-000000000007";

    fn cycle(number: i64) -> Vec<Sent> {
        let values = [
            Some(APPOINTMENT.to_owned()),
            Some(number.to_string()),
            None,
            Some(format!(
                r#"[{{"id": "01d00000-0000-7000-8000-00000000000{number}", "revision": {}, "days": 3}}]"#,
                number + 1
            )),
        ];
        vec![Sent { text: "SELECT $1, $2, $3, $4".into(), values: values.to_vec() }]
    }

    #[test]
    fn what_changes_is_told_from_what_stays() -> anyhow::Result<()> {
        let sent: Vec<Sent> = [1, 3, 5].into_iter().flat_map(cycle).collect();
        let client = Client { appointment: APPOINTMENT.parse()?, revision: 7 };
        let (shape, constants) = shape(&sent, &client, 2)?;
        use Piece::{Constant, Id, Revision};
        let json = vec![Constant(1), Id(0), Constant(2), Revision(1), Constant(3)];
        assert_eq!(shape.parameters, [vec![vec![Constant(0)], vec![Revision(0)], vec![], json]]);
        assert_eq!(constants, [APPOINTMENT, r#"[{"id": ""#, r#"", "revision": "#, r#", "days": 3}]"#]);
        Ok(())
    }

    #[test]
    fn a_number_that_rises_otherwise_is_refused() -> anyhow::Result<()> {
        let sent: Vec<Sent> = [1, 3, 6].into_iter().flat_map(cycle).collect();
        let client = Client { appointment: APPOINTMENT.parse()?, revision: 7 };
        assert!(shape(&sent, &client, 2).is_err());
        Ok(())
    }

    #[test]
    fn statements_are_read_from_the_log() -> anyhow::Result<()> {
        let log = "2026-11-23 06:00:00.000 UTC [12] LOG:  execute sqlx_s_1: SELECT $1,\n\t  $2\n\
            2026-11-23 06:00:00.000 UTC [12] DETAIL:  parameters: $1 = 'it''s, $2 = ''a''', $2 = NULL\n\
            2026-11-23 06:00:00.001 UTC [12] LOG:  execute sqlx_s_2: COMMIT\n";
        let values = vec![Some("it's, $2 = 'a'".to_owned()), None];
        assert_eq!(parse(log)?, [Sent { text: "SELECT $1,\n  $2".into(), values }]);
        Ok(())
    }

    #[test]
    fn parameters_become_variables_of_the_same_type() -> anyhow::Result<()> {
        let parameters = [vec![Piece::Constant(0)], vec![], vec![Piece::Constant(1), Piece::Revision(2)]];
        let types = ["uuid", "text", "jsonb"].map(str::to_owned);
        let text = with_variables("SELECT $1, $2, $3", &parameters, &types)?;
        let json = "CAST(CAST(:c1 AS text) || CAST(:r2 AS text) AS jsonb)";
        assert_eq!(text, format!("SELECT CAST(:c0 AS uuid), CAST(:nothing AS text), {json}"));
        Ok(())
    }
}
