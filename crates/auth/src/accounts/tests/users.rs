use super::*;

fn updating(
    world: &mut World,
    user: &User,
    expected: impl Fn(&UserChange, Option<SessionId>) -> bool + Send + 'static,
) {
    let (id, user) = (user.id, user.clone());
    world
        .users
        .expect_update()
        .withf(move |of, change, keep| *of == id && expected(change, *keep))
        .times(1)
        .return_once(move |_, _, _| Ok(UserWrite::Done(user)));
}

fn own(change: AccountChange) -> AccountChange {
    AccountChange { current_password: Some(GOOD.into()), ..change }
}

fn new_password() -> AccountChange {
    AccountChange { password: Some(NEW.into()), ..AccountChange::default() }
}

fn new_email() -> AccountChange {
    AccountChange { email: Some(" new@example.org ".into()), ..AccountChange::default() }
}

#[tokio::test]
async fn a_user_is_made_trimmed_with_or_without_a_password() {
    for password in [Some(GOOD.to_owned()), None] {
        let mut world = World::new();
        let with_password = password.is_some();
        world
            .users
            .expect_create()
            .withf(move |new| {
                let hashed = new.password_hash.as_ref().map(|hash| bcrypt::verify(GOOD, hash).unwrap());
                hashed == with_password.then_some(true) && new.name == "Ann" && new.email == EMAIL && !new.is_admin
            })
            .times(1)
            .returning(|_| Ok(UserWrite::Done(user(EMAIL))));
        let new = NewAccount { name: " Ann".into(), email: " ann@example.org".into(), password, is_admin: false };
        assert_eq!(world.service().accounts.create_user(None, new).await.unwrap().email, EMAIL);
    }
}

#[tokio::test]
async fn making_a_user_holds_policy_and_uniqueness() {
    let new = |password: &str| NewAccount {
        name: "Ann".into(),
        email: EMAIL.into(),
        password: Some(password.into()),
        is_admin: false,
    };
    let refused = World::new().service().accounts.create_user(None, new("12345678")).await.unwrap_err();
    assert!(matches!(refused, ChangeError::Password(PasswordFault::TooCommon)));
    let mut world = World::new();
    world.users.expect_create().returning(|_| Ok(UserWrite::EmailTaken));
    let refused = world.service().accounts.create_user(None, new(GOOD)).await.unwrap_err();
    assert!(matches!(refused, ChangeError::EmailTaken));
}

#[tokio::test]
async fn a_new_password_or_email_of_ones_own_needs_the_current_one_and_gives_a_token() {
    for change in [new_password(), new_email()] {
        let ann = user(EMAIL);
        let actor = session(ann.clone(), at(NOW) + Duration::hours(12));
        let mut world = World::new().with_account(&account(&ann, Some(&hash(GOOD))));
        let kept = actor.id;
        let (password, email) = (change.password.is_some(), change.email.is_some());
        updating(&mut world, &ann, move |change, keep| {
            change.password_hash.is_some() == password
                && change.email.as_deref() == email.then_some("new@example.org")
                && keep == Some(kept)
        });
        let service = world.service();
        let updated = service.accounts.update_user(&actor, ann.id, own(change), ip()).await.unwrap();
        let token = updated.token.unwrap();
        assert_eq!(service.tokens.verify(token.token.expose()).unwrap().session, actor.id);
    }
}

#[tokio::test]
async fn without_the_current_password_nothing_changes_and_nothing_is_counted() {
    for change in [new_password(), new_email()] {
        let actor = session(user(EMAIL), at(NOW));
        let world = World::new();
        let failures = world.failures.clone();
        let refused = world.service().accounts.update_user(&actor, actor.user.id, change, ip()).await.unwrap_err();
        assert!(matches!(refused, ChangeError::WrongPassword));
        assert_eq!(failures.of(EMAIL), 0);
    }
}

#[tokio::test]
async fn a_wrong_current_password_counts_as_a_failed_sign_in_until_it_is_throttled() {
    let ann = user(EMAIL);
    let actor = session(ann.clone(), at(NOW));
    let world = World::new().with_account(&account(&ann, Some(&hash(GOOD))));
    let failures = world.failures.clone();
    let accounts = world.service().accounts;
    let wrong = || AccountChange { current_password: Some("wrong one".into()), ..new_password() };
    for n in 1..=10 {
        let refused = accounts.update_user(&actor, ann.id, wrong(), ip()).await.unwrap_err();
        assert!(matches!(refused, ChangeError::WrongPassword));
        assert_eq!(failures.of(EMAIL), n);
    }
    let refused = accounts.update_user(&actor, ann.id, own(new_password()), ip()).await.unwrap_err();
    assert!(matches!(refused, ChangeError::Throttled { retry_after_seconds: 300 }));
}

#[tokio::test]
async fn what_else_is_ones_own_needs_no_password_and_gives_no_token() {
    let ann = user(EMAIL);
    let actor = session(ann.clone(), at(NOW));
    let mut world = World::new();
    let kept = actor.id;
    updating(&mut world, &ann, move |change, keep| {
        change.name.as_deref() == Some("Anna") && change.email.is_none() && keep == Some(kept)
    });
    // The e-mail as it is already is no new one.
    let change = AccountChange { name: Some(" Anna ".into()), email: Some(EMAIL.into()), ..AccountChange::default() };
    let service = world.service();
    let updated = service.accounts.update_user(&actor, ann.id, change, ip()).await.unwrap();
    assert_eq!(updated.token, None);
    assert_eq!(service.noted.take(), [Access::user_changed(Some(ann.id), ann.id, vec![UserField::Name])]);
}

#[tokio::test]
async fn an_admin_changes_another_without_their_password_and_ends_all_their_sessions() {
    let (admin, bob) = (user("admin@example.org"), user("bob@example.org"));
    let actor = session(admin, at(NOW));
    let mut world = World::new();
    updating(&mut world, &bob, |change, keep| change.password_hash.is_some() && keep.is_none());
    let updated = world.service().accounts.update_user(&actor, bob.id, new_password(), ip()).await.unwrap();
    assert_eq!(updated, Updated { user: bob, token: None });
}

#[tokio::test]
async fn a_new_password_holds_the_policy() {
    let actor = session(user("admin@example.org"), at(NOW));
    let change = AccountChange { password: Some("short".into()), ..AccountChange::default() };
    let accounts = World::new().service().accounts;
    let refused = accounts.update_user(&actor, UserId::fresh(), change, ip()).await.unwrap_err();
    assert!(matches!(refused, ChangeError::Password(PasswordFault::TooShort)));
}

#[tokio::test]
async fn refusals_of_the_store_are_passed_on() {
    let refusals = [
        (UserWrite::Missing, ChangeError::Missing),
        (UserWrite::EmailTaken, ChangeError::EmailTaken),
        (UserWrite::LastAdmin, ChangeError::LastAdmin),
    ];
    for (write, expected) in refusals {
        let actor = session(user("admin@example.org"), at(NOW));
        let mut world = World::new();
        world.users.expect_update().return_once(move |_, _, _| Ok(write));
        let change = AccountChange { is_admin: Some(false), ..AccountChange::default() };
        let refused = world.service().accounts.update_user(&actor, UserId::fresh(), change, ip()).await.unwrap_err();
        assert_eq!(refused.to_string(), expected.to_string());
    }
}

#[tokio::test]
async fn deleting_and_changing_forget_the_users_sessions_on_this_node() {
    let ann = user(EMAIL);
    let live = session(ann.clone(), at(NOW));
    let actor = session(user("admin@example.org"), at(NOW));
    let mut world = World::new();
    let found = live.clone();
    world.sessions.expect_find().times(3).returning(move |_| Ok(Some(found.clone())));
    updating(&mut world, &ann, |_, _| true);
    world.users.expect_delete().times(1).returning(|_| Ok(UserWrite::Done(())));
    let Service { accounts, cache, .. } = world.service();
    cache.authenticate(&bearer(&live)).await.unwrap();
    let change = AccountChange { is_admin: Some(true), ..AccountChange::default() };
    accounts.update_user(&actor, ann.id, change, ip()).await.unwrap();
    cache.authenticate(&bearer(&live)).await.unwrap();
    accounts.delete_user(UserId::fresh(), ann.id).await.unwrap();
    cache.authenticate(&bearer(&live)).await.unwrap();
}

#[tokio::test]
async fn the_last_admin_is_not_deleted() {
    let mut world = World::new();
    world.users.expect_delete().returning(|_| Ok(UserWrite::LastAdmin));
    let refused = world.service().accounts.delete_user(UserId::fresh(), UserId::fresh()).await.unwrap_err();
    assert!(matches!(refused, ChangeError::LastAdmin));
}

#[tokio::test]
async fn resetting_a_password_ends_all_sessions_and_clears_failures() {
    let ann = user(EMAIL);
    let mut world = World::new().with_account(&account(&ann, None));
    world.failures.preset(EMAIL, 10);
    let failures = world.failures.clone();
    updating(&mut world, &ann, |change, keep| {
        change.password_hash.as_ref().is_some_and(|hash| bcrypt::verify(NEW, hash).unwrap()) && keep.is_none()
    });
    let accounts = world.service().accounts;
    accounts.reset_password(EMAIL, NEW).await.unwrap();
    assert_eq!(failures.of(EMAIL), 0);
    let refused = accounts.reset_password("nobody@example.org", NEW).await.unwrap_err();
    assert!(matches!(refused, ChangeError::Missing));
}
