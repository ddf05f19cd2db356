use domain::{
    AppointmentId, LockId, UserId, Version, appointment::Patient, lock::Action, ports::appointments::Page,
    testing::samples::content,
};

use crate::bench::{Bench, acquire};

on_all!(
    those_named_are_found,
    nothing_is_found_of_nothing,
    any_number_can_be_named,
    what_is_asked_of_a_holder_is_told,
    the_people_of_a_request_are_told,
    a_patients_appointments_are_found,
);

fn ids(page: &Page) -> Vec<AppointmentId> {
    page.appointments.iter().map(|appointment| appointment.id).collect()
}

async fn those_named_are_found(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let later = bench.held(ann, content(9)).await?;
    let cancelled = bench.held(ann, content(1)).await?;
    bench.run(ann, cancelled, Action::Cancel { version: Version(1), reason: None }).await?;
    bench.create(ann, content(5)).await?;
    let page = bench.repository.find(&[later, AppointmentId::fresh(), cancelled, later]).await?;
    assert_eq!(page.appointments, [bench.stored(cancelled).await?, bench.stored(later).await?]);
    assert_eq!((page.more, page.total), (false, 2));
    assert!(page.people.is_active(ann.user) && page.now <= bench.now().await?);
    Ok(())
}

async fn nothing_is_found_of_nothing(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    bench.create(ann, content(1)).await?;
    for named in [&[][..], &[AppointmentId::fresh()][..]] {
        let before = bench.now().await?;
        let page = bench.repository.find(named).await?;
        assert!(page.appointments.is_empty() && page.total == 0 && page.now >= before);
    }
    Ok(())
}

/// More than a statement may have placeholders.
async fn any_number_can_be_named(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    let mut named: Vec<_> = (0..70_000).map(|_| AppointmentId::fresh()).collect();
    named.push(id);
    assert_eq!(ids(&bench.repository.find(&named).await?), [id]);
    Ok(())
}

async fn what_is_asked_of_a_holder_is_told(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", true).await?);
    let (late, early, not_asked) =
        (bench.held(ann, content(9)).await?, bench.held(ann, content(1)).await?, bench.held(ann, content(5)).await?);
    let of_bob = bench.held(bob, content(7)).await?;
    assert!(bench.repository.asked_of(ann.user).await?.appointments.is_empty());
    bench.run(bob, late, Action::RequestControl { becomes: LockId::fresh() }).await?;
    bench.run(bob, early, Action::RequestForceRelease).await?;
    let page = bench.repository.asked_of(ann.user).await?;
    assert_eq!(page.appointments, [bench.stored(early).await?, bench.stored(late).await?]);
    assert_eq!((page.more, page.total), (false, 2));
    // Whoever asks is asked for nothing.
    assert!(bench.repository.asked_of(bob.user).await?.appointments.is_empty());
    assert!(bench.repository.asked_of(UserId::fresh()).await?.appointments.is_empty());
    bench.run(ann, early, Action::Release).await?;
    assert_eq!(ids(&bench.repository.asked_of(ann.user).await?), [late]);
    for held in [not_asked, of_bob] {
        assert!(bench.stored(held).await?.lock.held().is_some());
    }
    Ok(())
}

async fn the_people_of_a_request_are_told(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", true).await?);
    let id = bench.create(ann, content(1)).await?;
    bench.run(ann, id, acquire()).await?;
    bench.run(bob, id, Action::RequestForceRelease).await?;
    let page = bench.repository.asked_of(ann.user).await?;
    assert!(page.people.is_active(ann.user) && page.people.is_admin(bob.user));
    Ok(())
}

async fn a_patients_appointments_are_found(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let patient = Patient { name: " dewi LESTARI-Putri ".into(), born: content(1).datebirth };
    let named = |hour: i64, name: &str| domain::Content { patient_name: name.into(), ..content(hour) };
    let later = bench.create(ann, named(9, "Dewi Lestari-Putri")).await?;
    let cancelled = bench.held(ann, named(3, "DEWI LESTARI-PUTRI")).await?;
    bench.run(ann, cancelled, Action::Cancel { version: Version(1), reason: None }).await?;
    let born_later =
        domain::Content { datebirth: patient.born.succ_opt().expect("a day after"), ..named(5, "Dewi Lestari-Putri") };
    bench.create(ann, born_later).await?;
    bench.create(ann, named(7, "Dewi Lestari")).await?;
    bench.create(ann, named(11, "Putri Dewi Lestari")).await?;
    assert_eq!(bench.repository.of_patient(&patient).await?, [cancelled, later]);
    // A name without any word has no index to be found by.
    let nameless = bench.create(ann, named(13, "?")).await?;
    assert_eq!(bench.repository.of_patient(&Patient { name: "?".into(), ..patient }).await?, [nameless]);
    Ok(())
}
