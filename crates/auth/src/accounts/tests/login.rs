use super::*;

#[tokio::test]
async fn the_right_password_opens_a_session_with_a_token_of_it() {
    let ann = user(EMAIL);
    let world = World::new().at_now().with_account(&account(&ann, Some(&hash(GOOD)))).opening(&ann);
    let failures = world.failures.clone();
    let service = world.service();
    let signed_in = service.accounts.login("Ann@Example.org", GOOD, ip()).await.unwrap();
    assert_eq!(signed_in.session.user, ann);
    assert_eq!(signed_in.session.ends_at, at(NOW) + Duration::hours(12));
    assert_eq!(signed_in.token.expires_at, at(NOW) + Duration::hours(3));
    let told = service.tokens.verify(signed_in.token.token.expose()).unwrap();
    assert_eq!((told.user, told.session), (ann.id, signed_in.session.id));
    assert_eq!(failures.of(EMAIL), 0, "successes never count");
    assert_eq!(service.noted.take(), [Access::of_oneself(AccessKind::SignedIn, ann.id)]);
}

#[tokio::test]
async fn a_success_leaves_the_count_as_it_is() {
    let ann = user(EMAIL);
    let world = World::new().at_now().with_account(&account(&ann, Some(&hash(GOOD)))).opening(&ann);
    let failures = world.failures.clone();
    failures.preset(EMAIL, 9);
    world.service().accounts.login(EMAIL, GOOD, ip()).await.unwrap();
    assert_eq!(failures.of(EMAIL), 9);
}

/// Each store call is expected exactly once, in both cases.
#[tokio::test]
async fn unknown_email_wrong_password_and_no_password_ask_the_same_and_answer_the_same() {
    let ann = user(EMAIL);
    for found in [None, Some(account(&ann, Some(&hash(GOOD)))), Some(account(&ann, None))] {
        let found_account = found.clone();
        let mut world = World::new();
        world.users.expect_now().times(1).returning(|| Ok(at(NOW)));
        world.users.expect_find_by_email().times(1).return_once(move |_| Ok(found));
        let failures = world.failures.clone();
        let known = found_account.map(|account| Access::of_user(AccessKind::SignInFailed, None, account.user.id));
        let service = world.service();
        let refused = service.accounts.login(EMAIL, "wrong one", ip()).await.unwrap_err();
        assert!(matches!(refused, LoginError::InvalidCredentials));
        assert_eq!((failures.of(EMAIL), failures.from("203.0.113.7")), (1, 1));
        assert_eq!(service.noted.take(), Vec::from_iter(known));
    }
}

#[tokio::test]
async fn an_unknown_email_costs_a_bcrypt_as_a_known_one_does() {
    let ann = user(EMAIL);
    let mut world = World::new().at_now().with_account(&account(&ann, Some(&bcrypt::hash(GOOD, 9).unwrap())));
    world.passwords = Passwords::with_cost(9);
    let service = world.service();
    let mut quickest = [f64::INFINITY; 2];
    for _ in 0..4 {
        for (quickest, email) in quickest.iter_mut().zip([EMAIL, "nobody@example.org"]) {
            let started = std::time::Instant::now();
            service.accounts.login(email, "wrong one", ip()).await.unwrap_err();
            *quickest = quickest.min(started.elapsed().as_secs_f64());
        }
    }
    let [known, unknown] = quickest;
    assert!(unknown > known / 2.0, "{unknown} s for an unknown e-mail, {known} s for a known one");
}

#[tokio::test]
async fn after_ten_failures_no_password_is_looked_at_of_an_account_that_exists_or_not() {
    let ann = user(EMAIL);
    for found in [true, false] {
        let mut world = World::new().at_now();
        if found {
            world = world.with_account(&account(&ann, Some(&hash(GOOD))));
        } else {
            world.users.expect_find_by_email().times(10).returning(|_| Ok(None));
        }
        let accounts = world.service().accounts;
        for _ in 0..10 {
            let refused = accounts.login(EMAIL, "wrong one", ip()).await.unwrap_err();
            assert!(matches!(refused, LoginError::InvalidCredentials));
        }
        let refused = accounts.login(EMAIL, GOOD, ip()).await.unwrap_err();
        assert!(matches!(refused, LoginError::Throttled { retry_after_seconds: 300 }), "{refused:?}");
    }
}

#[tokio::test]
async fn after_a_hundred_failures_no_password_is_looked_at_from_an_address() {
    let mut world = World::new().at_now();
    world.users.expect_find_by_email().times(101).returning(|_| Ok(None));
    let accounts = world.service().accounts;
    for n in 0..100 {
        let refused = accounts.login(&format!("{n}@example.org"), "wrong one", ip()).await.unwrap_err();
        assert!(matches!(refused, LoginError::InvalidCredentials));
    }
    let refused = accounts.login(EMAIL, GOOD, ip()).await.unwrap_err();
    assert!(matches!(refused, LoginError::Throttled { retry_after_seconds: 400 }), "{refused:?}");
    let elsewhere = accounts.login(EMAIL, GOOD, [203, 0, 113, 8].into()).await.unwrap_err();
    assert!(matches!(elsewhere, LoginError::InvalidCredentials));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guesses_at_the_same_time_outrun_the_count_by_the_slots_at_most() {
    let ann = user(EMAIL);
    let mut world = World::new().at_now().with_account(&account(&ann, Some(&hash(GOOD))));
    world.passwords = Passwords::with_slots(4, 2);
    let accounts = Arc::new(world.service().accounts);
    let guesses: Vec<_> = (0..60)
        .map(|n| {
            let accounts = accounts.clone();
            tokio::spawn(async move { accounts.login(EMAIL, &format!("guess {n}"), ip()).await })
        })
        .collect();
    let mut looked_at = 0;
    for guess in guesses {
        match guess.await.unwrap().unwrap_err() {
            LoginError::InvalidCredentials => looked_at += 1,
            LoginError::Throttled { .. } => {}
            LoginError::Unavailable(away) => panic!("{away}"),
        }
    }
    assert!((10..=12).contains(&looked_at), "{looked_at} of 60 guesses were looked at");
}

/// With one slot, none is free from before the failures are counted until the new one is recorded.
#[tokio::test]
async fn counting_and_recording_happen_in_the_slot() {
    let passwords = Passwords::with_slots(4, 1);
    let (counting, recording) = (passwords.clone(), passwords.clone());
    let mut failures = MockLoginFailures::new();
    failures.expect_count().times(1).returning(move |_, _, _| {
        assert_eq!(counting.free_slots(), 0);
        Ok(FailureCount::default())
    });
    failures.expect_record().times(1).returning(move |_, _| {
        assert_eq!(recording.free_slots(), 0);
        Ok(())
    });
    let mut world = World::new().at_now();
    world.passwords = passwords.clone();
    world.users.expect_find_by_email().returning(|_| Ok(None));
    let mut accounts = world.service().accounts;
    accounts.throttle = Throttle::new(Arc::new(failures));
    accounts.login(EMAIL, "wrong one", ip()).await.unwrap_err();
    assert_eq!(passwords.free_slots(), 1);
}

#[tokio::test]
async fn a_password_changed_meanwhile_opens_nothing() {
    let ann = user(EMAIL);
    let mut world = World::new().at_now().opening(&ann);
    let (before, after) = (account(&ann, Some(&hash(GOOD))), account(&ann, Some(&hash(NEW))));
    world.users.expect_find_by_email().return_once(move |_| Ok(Some(before)));
    world.users.expect_find().return_once(move |_| Ok(Some(after)));
    world.sessions.expect_revoke().times(1).returning(|_| Ok(()));
    let refused = world.service().accounts.login(EMAIL, GOOD, ip()).await.unwrap_err();
    assert!(matches!(refused, LoginError::InvalidCredentials));
}

#[tokio::test]
async fn a_user_deleted_meanwhile_is_not_signed_in() {
    let ann = user(EMAIL);
    let mut world = World::new().at_now().with_account(&account(&ann, Some(&hash(GOOD))));
    world.sessions.expect_open().times(1).returning(|_, _, _| Ok(None));
    let refused = world.service().accounts.login(EMAIL, GOOD, ip()).await.unwrap_err();
    assert!(matches!(refused, LoginError::InvalidCredentials));
}

#[tokio::test]
async fn while_the_store_is_away_nobody_queues_for_a_slot() {
    let mut world = World::new();
    world.passwords = Passwords::with_slots(4, 0);
    world.users.expect_now().times(1).returning(|| Err(away()));
    let refused = world.service().accounts.login(EMAIL, GOOD, ip()).await.unwrap_err();
    assert!(matches!(refused, LoginError::Unavailable(_)));
}

#[tokio::test]
async fn refreshing_gives_a_token_of_the_same_session_that_ends_with_it() {
    let live = session(user(EMAIL), at(NOW) + Duration::minutes(5));
    let service = World::new().service();
    let token = service.accounts.refresh(&live).unwrap();
    assert_eq!(token.expires_at, live.ends_at);
    assert_eq!(service.tokens.verify(token.token.expose()).unwrap().session, live.id);
}

#[tokio::test]
async fn logging_out_ends_the_session_on_this_node_at_once() {
    let live = session(user(EMAIL), at(NOW));
    let mut world = World::new();
    let ended = Arc::new(Mutex::new(false));
    let (set, seen, found) = (ended.clone(), ended, live.clone());
    world.sessions.expect_find().returning(move |_| Ok((!*seen.lock().unwrap()).then(|| found.clone())));
    world.sessions.expect_revoke().times(1).returning(move |_| {
        *set.lock().unwrap() = true;
        Ok(())
    });
    let Service { accounts, cache, .. } = world.service();
    assert!(cache.authenticate(&bearer(&live)).await.unwrap().is_some());
    accounts.logout(&live).await.unwrap();
    assert!(cache.authenticate(&bearer(&live)).await.unwrap().is_none());
}

#[tokio::test]
async fn failures_are_cleared_by_email_in_any_case() {
    let world = World::new();
    let failures = world.failures.clone();
    failures.preset(EMAIL, 10);
    world.service().accounts.clear_failures("ANN@example.org").await.unwrap();
    assert_eq!(failures.of(EMAIL), 0);
}
