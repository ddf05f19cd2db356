use super::*;

#[tokio::test]
async fn a_password_link_is_good_for_a_day_and_kept_by_its_hash() {
    let id = UserId::fresh();
    let mut world = World::new().at_now();
    let kept = Arc::new(Mutex::new(None));
    let keep = kept.clone();
    world.links.expect_issue().times(1).returning(move |link| {
        *keep.lock().unwrap() = Some(link.clone());
        Ok(true)
    });
    let (admin, service) = (UserId::fresh(), world.service());
    let link = service.accounts.password_link(admin, id).await.unwrap().unwrap();
    assert_eq!(service.noted.take(), [Access::of_user(AccessKind::PasswordLinkMade, Some(admin), id)]);
    let kept = kept.lock().unwrap().take().unwrap();
    assert!(is_43_url_safe(&link.secret));
    assert_eq!(link.expires_at, at(NOW) + Duration::hours(24));
    assert_eq!((kept.purpose, kept.expires_at), (Purpose::Password(id), link.expires_at));
    assert_eq!(kept.secret_hash, digest(link.secret.expose()));
}

#[tokio::test]
async fn there_is_no_password_link_of_nobody() {
    let mut world = World::new().at_now();
    world.links.expect_issue().times(1).returning(|_| Ok(false));
    assert_eq!(world.service().accounts.password_link(UserId::fresh(), UserId::fresh()).await.unwrap(), None);
}

#[tokio::test]
async fn redeeming_sets_the_password_clears_failures_and_signs_in() {
    let ann = user(EMAIL);
    let mut world = World::new().at_now().opening(&ann);
    world.failures.preset(EMAIL, 10);
    let failures = world.failures.clone();
    world.links.expect_is_live_password().times(1).returning(|_| Ok(true));
    world
        .links
        .expect_redeem_password()
        .withf(|secret, hash| *secret == digest("secret") && bcrypt::verify(NEW, hash).unwrap())
        .times(1)
        .return_once(move |_, _| Ok(Some(ann)));
    let service = world.service();
    let signed_in = service.accounts.redeem_password("secret", NEW).await.unwrap();
    assert_eq!(signed_in.session.user.email, EMAIL);
    let id = signed_in.session.user.id;
    let set = Access::user_changed(Some(id), id, vec![UserField::Password]);
    assert_eq!(service.noted.take(), [set, Access::of_oneself(AccessKind::SignedIn, id)]);
    assert_eq!(failures.of(EMAIL), 0);
}

/// With no slot to hash in, a hash would wait for ever.
#[tokio::test]
async fn a_guess_at_a_link_pays_for_no_hash() {
    let mut world = World::new();
    world.passwords = Passwords::with_slots(4, 0);
    world.links.expect_is_live_password().times(1).returning(|_| Ok(false));
    let refused = world.service().accounts.redeem_password("guess", NEW).await.unwrap_err();
    assert!(matches!(refused, RedeemError::InvalidToken));
}

#[tokio::test]
async fn a_link_used_meanwhile_sets_nothing() {
    let mut world = World::new().at_now();
    world.links.expect_is_live_password().returning(|_| Ok(true));
    world.links.expect_redeem_password().times(1).returning(|_, _| Ok(None));
    let refused = world.service().accounts.redeem_password("secret", NEW).await.unwrap_err();
    assert!(matches!(refused, RedeemError::InvalidToken));
}

#[tokio::test]
async fn redeeming_holds_the_password_policy_and_keeps_the_link() {
    let mut world = World::new();
    world.links.expect_is_live_password().returning(|_| Ok(true));
    let refused = world.service().accounts.redeem_password("secret", "short").await.unwrap_err();
    assert!(matches!(refused, RedeemError::Password(PasswordFault::TooShort)));
}
