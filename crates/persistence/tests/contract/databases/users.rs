use chrono::Duration;
use domain::{
    LinkId, User, UserId,
    ports::{
        LinkRepository, SessionRepository, UserRepository,
        links::{NewLink, Purpose},
        users::{FirstAdmin, FirstAdminWrite, NewUser, UserChange, UserWrite},
    },
};

use crate::bench::{Bench, new_user};

on_databases!(
    a_user_comes_back_as_made,
    an_email_is_taken_without_regard_to_case,
    the_email_of_a_deleted_user_is_free,
    users_are_listed_by_name,
    a_change_changes_what_it_names,
    a_password_ends_the_other_sessions,
    a_role_ends_sessions_only_when_it_changes,
    a_deleted_user_is_gone_but_was,
    the_last_administrator_stays,
    the_last_administrator_stays_by_many_hands,
    the_first_administrator_is_made_once,
    the_first_administrator_needs_a_live_link,
    a_link_makes_one_first_administrator,
);

fn done<T: std::fmt::Debug>(written: UserWrite<T>) -> T {
    match written {
        UserWrite::Done(value) => value,
        other => panic!("{other:?}"),
    }
}

async fn a_user_comes_back_as_made(bench: &Bench) -> anyhow::Result<()> {
    let new = NewUser {
        email: "Ann.Özil@Clinic.test".into(),
        password_hash: Some("hash".into()),
        ..new_user(UserId::fresh(), "Ann", true)
    };
    let before = bench.users().now().await?;
    let made = done(bench.users().create(&new).await?);
    assert_eq!(
        (made.id, made.name.as_str(), made.email.as_str(), made.is_admin),
        (new.id, "Ann", "Ann.Özil@Clinic.test", true)
    );
    assert!(made.created_at >= before && made.created_at <= bench.users().now().await?);
    let account = bench.users().find(new.id).await?.expect("just made");
    assert_eq!((account.user, account.password_hash.as_deref()), (made, Some("hash")));
    let by_email = bench.users().find_by_email(" ann.özil@CLINIC.test ").await?;
    assert_eq!(by_email.map(|account| account.user.id), Some(new.id));
    assert_eq!(bench.users().find_by_email("nobody@clinic.test").await?, None);
    assert!(bench.users().any().await?);
    Ok(())
}

async fn an_email_is_taken_without_regard_to_case(bench: &Bench) -> anyhow::Result<()> {
    let ann = done(bench.users().create(&new_user(UserId::fresh(), "Ann", false)).await?);
    let same = NewUser { email: "ANN@clinic.TEST".into(), ..new_user(UserId::fresh(), "Anna", false) };
    assert_eq!(bench.users().create(&same).await?, UserWrite::EmailTaken);
    let bob = bench.person("Bob", false).await?;
    let change = UserChange { email: Some("Ann@clinic.test".into()), ..UserChange::default() };
    assert_eq!(bench.users().update(bob, &change, None).await?, UserWrite::EmailTaken);
    // One's own, spelled otherwise, is free.
    assert_eq!(done(bench.users().update(ann.id, &change, None).await?).email, "Ann@clinic.test");
    assert_eq!(bench.users().find(bob).await?.map(|account| account.user.email), Some("bob@clinic.test".into()));
    Ok(())
}

async fn the_email_of_a_deleted_user_is_free(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.person("Ann", false).await?;
    done(bench.users().delete(ann).await?);
    bench.person("Ann", false).await?;
    Ok(())
}

async fn users_are_listed_by_name(bench: &Bench) -> anyhow::Result<()> {
    for name in ["Zoe", "ann", "Bob", "Émile"] {
        bench.person(name, false).await?;
    }
    let gone = bench.person("Gone", false).await?;
    done(bench.users().delete(gone).await?);
    let names: Vec<_> = bench.users().list().await?.into_iter().map(|user| user.name).collect();
    assert_eq!(names, ["Bob", "Root", "Zoe", "ann", "Émile"]);
    Ok(())
}

async fn a_change_changes_what_it_names(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let before = bench.users().find(ann.user).await?.expect("just made");
    let nothing = done(bench.users().update(ann.user, &UserChange::default(), None).await?);
    assert_eq!(nothing, before.user);
    let change = UserChange { name: Some("Anna".into()), ..UserChange::default() };
    let changed = done(bench.users().update(ann.user, &change, None).await?);
    assert_eq!(changed, User { name: "Anna".into(), ..before.user });
    assert!(bench.sessions().find(ann.session).await?.is_some());
    assert_eq!(bench.users().update(UserId::fresh(), &change, None).await?, UserWrite::Missing);
    Ok(())
}

async fn a_password_ends_the_other_sessions(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let (other, bob) = (bench.sign_in(ann.user).await?, bench.caller("Bob", false).await?);
    issue(bench, Purpose::Password(ann.user), 1).await?;
    let change = UserChange { password_hash: Some("new".into()), ..UserChange::default() };
    done(bench.users().update(ann.user, &change, Some(ann.session)).await?);
    let live = |session| async move { anyhow::Ok(bench.sessions().find(session).await?.is_some()) };
    assert!(live(ann.session).await? && !live(other.session).await? && live(bob.session).await?);
    assert!(!bench.links().is_live_password([1; 32]).await?);
    assert_eq!(bench.users().find(ann.user).await?.and_then(|account| account.password_hash), Some("new".into()));
    Ok(())
}

async fn a_role_ends_sessions_only_when_it_changes(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let role = |is_admin| UserChange { is_admin: Some(is_admin), ..UserChange::default() };
    done(bench.users().update(ann.user, &role(false), None).await?);
    assert!(bench.sessions().find(ann.session).await?.is_some());
    assert!(done(bench.users().update(ann.user, &role(true), None).await?).is_admin);
    assert!(bench.sessions().find(ann.session).await?.is_none());
    Ok(())
}

async fn a_deleted_user_is_gone_but_was(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    issue(bench, Purpose::Password(ann.user), 1).await?;
    done(bench.users().delete(ann.user).await?);
    assert_eq!(bench.users().find(ann.user).await?, None);
    assert_eq!(bench.users().find_by_email("ann@clinic.test").await?, None);
    assert_eq!(bench.users().delete(ann.user).await?, UserWrite::Missing);
    assert_eq!(bench.users().update(ann.user, &UserChange::default(), None).await?, UserWrite::Missing);
    assert!(bench.sessions().find(ann.session).await?.is_none());
    assert!(!bench.links().is_live_password([1; 32]).await?);
    Ok(())
}

async fn the_last_administrator_stays(bench: &Bench) -> anyhow::Result<()> {
    let root = bench.users().list().await?[0].id;
    let demotion = UserChange { is_admin: Some(false), ..UserChange::default() };
    assert_eq!(bench.users().delete(root).await?, UserWrite::LastAdmin);
    assert_eq!(bench.users().update(root, &demotion, None).await?, UserWrite::LastAdmin);
    assert!(bench.users().find(root).await?.is_some_and(|account| account.user.is_admin));
    let ann = bench.person("Ann", true).await?;
    done(bench.users().update(root, &demotion, None).await?);
    done(bench.users().delete(root).await?);
    assert_eq!(bench.users().delete(ann).await?, UserWrite::LastAdmin);
    Ok(())
}

/// Everybody demotes or deletes another administrator at the same time: one is left, and only one.
async fn the_last_administrator_stays_by_many_hands(bench: &Bench) -> anyhow::Result<()> {
    for number in 0..7 {
        bench.person(&format!("Admin{number}"), true).await?;
    }
    let admins = bench.users().list().await?;
    let tasks: Vec<_> = admins
        .iter()
        .enumerate()
        .map(|(number, admin)| {
            let (users, id) = (bench.users(), admin.id);
            let demotion = UserChange { is_admin: Some(false), ..UserChange::default() };
            tokio::spawn(async move {
                match number % 2 {
                    0 => users.delete(id).await.map(|written| written == UserWrite::LastAdmin),
                    _ => users.update(id, &demotion, None).await.map(|written| written == UserWrite::LastAdmin),
                }
            })
        })
        .collect();
    let mut refused = 0;
    for task in tasks {
        refused += usize::from(task.await??);
    }
    assert_eq!(refused, 1);
    assert_eq!(bench.users().list().await?.into_iter().filter(|user| user.is_admin).count(), 1);
    Ok(())
}

/// As if nobody had ever been.
async fn without_users(bench: &Bench) -> anyhow::Result<()> {
    bench.sql(r#"DELETE FROM "users""#).await
}

async fn issue(bench: &Bench, purpose: Purpose, secret: u8) -> anyhow::Result<()> {
    let expires_at = bench.users().now().await? + Duration::minutes(30);
    let link = NewLink { id: LinkId::fresh(), purpose, secret_hash: [secret; 32], expires_at };
    anyhow::ensure!(bench.links().issue(&link).await?);
    Ok(())
}

async fn all_at_once(bench: &Bench, proof: &FirstAdmin) -> anyhow::Result<Vec<FirstAdminWrite>> {
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let (users, proof) = (bench.users(), proof.clone());
            let new = new_user(UserId::fresh(), &format!("Admin{number}"), true);
            tokio::spawn(async move { users.create_first(&new, &proof).await })
        })
        .collect();
    let mut written = Vec::new();
    for task in tasks {
        written.push(task.await??);
    }
    Ok(written)
}

fn one_made(written: &[FirstAdminWrite]) {
    let made = written.iter().filter(|written| matches!(written, FirstAdminWrite::Done(_))).count();
    let refused = written.iter().filter(|written| **written == FirstAdminWrite::SetupDone).count();
    assert_eq!((made, refused), (1, 7), "{written:?}");
}

async fn the_first_administrator_is_made_once(bench: &Bench) -> anyhow::Result<()> {
    without_users(bench).await?;
    assert!(!bench.users().any().await?);
    one_made(&all_at_once(bench, &FirstAdmin::Configured).await?);
    let users = bench.users().list().await?;
    assert!(users.len() == 1 && users[0].is_admin);
    Ok(())
}

async fn the_first_administrator_needs_a_live_link(bench: &Bench) -> anyhow::Result<()> {
    let new = new_user(UserId::fresh(), "Ann", true);
    let by = |secret: u8| FirstAdmin::ByLink([secret; 32]);
    issue(bench, Purpose::Setup, 1).await?;
    assert_eq!(bench.users().create_first(&new, &by(1)).await?, FirstAdminWrite::SetupDone);
    without_users(bench).await?;
    assert_eq!(bench.users().create_first(&new, &by(2)).await?, FirstAdminWrite::InvalidToken);
    let expires_at = bench.users().now().await?;
    let over = NewLink { id: LinkId::fresh(), purpose: Purpose::Setup, secret_hash: [3; 32], expires_at };
    assert!(bench.links().issue(&over).await?);
    assert_eq!(bench.users().create_first(&new, &by(3)).await?, FirstAdminWrite::InvalidToken);
    assert!(!bench.users().any().await?);
    assert!(
        matches!(bench.users().create_first(&new, &by(1)).await?, FirstAdminWrite::Done(user) if user.id == new.id)
    );
    Ok(())
}

async fn a_link_makes_one_first_administrator(bench: &Bench) -> anyhow::Result<()> {
    without_users(bench).await?;
    issue(bench, Purpose::Setup, 1).await?;
    one_made(&all_at_once(bench, &FirstAdmin::ByLink([1; 32])).await?);
    assert_eq!(bench.users().list().await?.len(), 1);
    without_users(bench).await?;
    // Used up, even if everybody were gone again.
    let new = new_user(UserId::fresh(), "Ann", true);
    let again = bench.users().create_first(&new, &FirstAdmin::ByLink([1; 32])).await?;
    assert_eq!(again, FirstAdminWrite::InvalidToken);
    Ok(())
}
