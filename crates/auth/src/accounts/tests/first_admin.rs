use super::*;

fn any(world: &mut World, answer: bool) {
    world.users.expect_any().times(1).returning(move || Ok(answer));
}

#[tokio::test]
async fn the_set_up_link_makes_the_first_admin_and_signs_them_in() {
    let ann = user(EMAIL);
    let mut world = World::new().at_now().opening(&ann);
    any(&mut world, false);
    world
        .users
        .expect_create_first()
        .withf(|new, proof| {
            let right = new.password_hash.as_ref().is_some_and(|hash| bcrypt::verify(GOOD, hash).unwrap());
            let named = (new.name.as_str(), new.email.as_str()) == ("Ann", EMAIL);
            right && named && new.is_admin && *proof == FirstAdmin::ByLink(digest("secret"))
        })
        .times(1)
        .return_once(move |_, _| Ok(FirstAdminWrite::Done(ann)));
    let signed_in = world.service().accounts.set_up("secret", " Ann ", " ann@example.org ", GOOD).await.unwrap();
    assert_eq!(signed_in.session.user.email, EMAIL);
}

#[tokio::test]
async fn set_up_is_refused_before_anything_is_hashed_when_it_is_done() {
    let mut world = World::new();
    world.passwords = Passwords::with_slots(4, 0);
    any(&mut world, true);
    let refused = world.service().accounts.set_up("secret", "Ann", EMAIL, GOOD).await.unwrap_err();
    assert!(matches!(refused, SetUpError::SetupDone));
}

#[tokio::test]
async fn set_up_refusals_of_the_store_are_passed_on() {
    for (write, expected) in
        [(FirstAdminWrite::SetupDone, SetUpError::SetupDone), (FirstAdminWrite::InvalidToken, SetUpError::InvalidToken)]
    {
        let mut world = World::new().at_now();
        any(&mut world, false);
        world.users.expect_create_first().return_once(move |_, _| Ok(write));
        let refused = world.service().accounts.set_up("secret", "Ann", EMAIL, GOOD).await.unwrap_err();
        assert_eq!(refused.to_string(), expected.to_string());
    }
}

#[tokio::test]
async fn set_up_holds_the_password_policy() {
    let mut world = World::new();
    any(&mut world, false);
    let refused = world.service().accounts.set_up("secret", "Ann", EMAIL, "Password1").await.unwrap_err();
    assert!(matches!(refused, SetUpError::Password(PasswordFault::TooCommon)));
}

#[tokio::test]
async fn configuration_makes_the_first_admin_once() {
    let ann = user(EMAIL);
    for write in [FirstAdminWrite::Done(ann.clone()), FirstAdminWrite::SetupDone] {
        let expected = (write != FirstAdminWrite::SetupDone).then(|| ann.clone());
        let mut world = World::new();
        any(&mut world, false);
        world
            .users
            .expect_create_first()
            .withf(|new, proof| new.name == "Administrator" && *proof == FirstAdmin::Configured)
            .return_once(move |_, _| Ok(write));
        let made = world.service().accounts.first_admin_configured(EMAIL, GOOD).await.unwrap();
        assert_eq!(made, expected);
    }
    let mut world = World::new();
    any(&mut world, true);
    assert_eq!(world.service().accounts.first_admin_configured(EMAIL, "short").await.unwrap(), None);
}

#[tokio::test]
async fn a_set_up_link_is_good_for_half_an_hour_and_kept_by_its_hash() {
    let mut world = World::new().at_now();
    any(&mut world, false);
    let kept = Arc::new(Mutex::new(None));
    let keep = kept.clone();
    world.links.expect_issue().times(1).returning(move |link| {
        *keep.lock().unwrap() = Some(link.clone());
        Ok(true)
    });
    let link = world.service().accounts.setup_link().await.unwrap().unwrap();
    let kept = kept.lock().unwrap().take().unwrap();
    assert!(is_43_url_safe(&link.secret));
    assert_eq!(link.expires_at, at(NOW) + Duration::minutes(30));
    assert_eq!((kept.purpose, kept.expires_at), (Purpose::Setup, link.expires_at));
    assert_eq!(kept.secret_hash, digest(link.secret.expose()));
}

#[tokio::test]
async fn there_is_no_set_up_link_once_there_are_users() {
    let mut world = World::new();
    any(&mut world, true);
    assert_eq!(world.service().accounts.setup_link().await.unwrap(), None);
}
