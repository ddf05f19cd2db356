//! What people read, beyond one appointment.

use super::*;

async fn asked_of(clinic: &Clinic, holder: UserId) -> Vec<AppointmentId> {
    let page = clinic.service.asked_of(holder).await.expect("the store is there");
    page.appointments.iter().map(|appointment| appointment.id).collect()
}

#[tokio::test]
async fn a_holder_finds_what_somebody_asks_for_until_it_is_theirs_no_more() {
    for action in [request_control().action, Action::RequestForceRelease] {
        let clinic = Clinic::open().await;
        clinic.does(ANN, create(OTHER, 2)).await;
        clinic.does(ANN, acquire()).await;
        clinic.does(ANN, acquire().of(OTHER)).await;
        assert_eq!(asked_of(&clinic, ANN).await, []);
        clinic.does(ADA, ask(action)).await;
        assert_eq!(asked_of(&clinic, ANN).await, [APPOINTMENT]);
        assert_eq!(asked_of(&clinic, ADA).await, []);
        clinic.wait(60);
        assert_eq!(asked_of(&clinic, ANN).await, []);
    }
}

#[tokio::test]
async fn what_went_to_somebody_else_by_time_is_not_the_old_holders_even_before_it_is_written() {
    let clinic = Clinic::open().await;
    clinic.does(ANN, acquire()).await;
    clinic.does(ADA, request_control()).await;
    clinic.wait(60);
    for holder in [ANN, ADA] {
        assert_eq!(asked_of(&clinic, holder).await, []);
    }
    assert_eq!(clinic.holder().await, Some(ADA));
}

#[tokio::test]
async fn doctors_are_those_of_the_store() {
    let clinic = Clinic::open().await;
    assert_eq!(clinic.service.doctors().await.expect("the store is there"), ["Dr. Budi"]);
}
