use domain::{AppointmentId, lock::Refusal, service::Error, testing::samples::content};

use crate::bench::{Bench, acquire, create, request};

/// Whoever held a connection while waiting for a second one would, with two in all, wait for ever.
async fn fifty_at_once(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    bench.create(ann, content(1)).await?;
    let service = bench.service();
    let tasks: Vec<_> = (0..50)
        .map(|number| {
            let service = service.clone();
            tokio::spawn(async move {
                let id = AppointmentId::fresh();
                if number % 2 == 0 {
                    // Meets the constraint, and then looks for what is in the way.
                    match service.execute(&request(ann, id, create(content(1), false))).await {
                        Err(Error::Refused { refusal: Refusal::DoctorBusy(_), .. }) => return Ok(()),
                        other => anyhow::bail!("{other:?}"),
                    }
                }
                service.execute(&request(ann, id, create(content(number), true))).await?;
                service.execute(&request(ann, id, acquire())).await?;
                Ok(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_commands_share_two_connections_of_postgres() -> anyhow::Result<()> {
    match Bench::postgres_with(2).await? {
        Some(bench) => fifty_at_once(&bench).await,
        None => Ok(()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_commands_share_two_connections_of_sqlite() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}", folder.path().join("appointments.db").display());
    fifty_at_once(&Bench::of(url, Some(folder), 2).await?).await
}
