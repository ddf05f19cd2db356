//! The endpoints, one file each.

mod appointments;
mod audit;
mod auth;
pub mod cursor;
mod docs;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod locks;
mod metrics;
mod paging;
mod patients;
mod system;
mod users;

pub use users::check as check_user;

use actix_governor::Governor;
use actix_web::middleware::Condition;
use paperclip::actix::web::{self, ServiceConfig, resource};

use crate::rate_limit::Limiter;

/// The endpoints that are not of the API: the document with its pages, the metrics.
pub fn configure_pages(config: &mut actix_web::web::ServiceConfig, with_docs: bool) {
    config.configure(metrics::configure);
    if with_docs {
        config.configure(docs::configure);
    }
}

/// The documented endpoints. The framework tries one pattern after the other: what is asked for most comes first.
pub fn configure(config: &mut ServiceConfig, limiter: &Limiter) {
    appointments(config);
    locks(config, limiter);
    config
        .service(resource("/health/live").route(web::get().to(system::health::live)))
        .service(resource("/health/ready").route(web::get().to(system::health::ready)))
        .service(resource("/api/config").route(web::get().to(system::config::config)))
        .service(resource("/api/setup").route(web::post().to(system::setup::set_up)))
        .service(resource("/api/auth/login").route(web::post().to(auth::login::login)))
        .service(resource("/api/auth/refresh").route(web::post().to(auth::refresh::refresh)))
        .service(resource("/api/auth/logout").route(web::post().to(auth::logout::logout)))
        .service(resource("/api/auth/profile").route(web::get().to(auth::profile::profile)))
        .service(resource("/api/auth/password").route(web::post().to(auth::password::redeem)))
        .service(
            resource("/api/users").route(web::get().to(users::list::list)).route(web::post().to(users::create::create)),
        )
        .service(
            resource("/api/users/{id}")
                .route(web::get().to(users::get::get))
                .route(web::patch().to(users::update::update))
                .route(web::delete().to(users::delete::delete)),
        )
        .service(resource("/api/users/{id}/password-link").route(web::post().to(users::password_link::password_link)))
        .service(resource("/api/doctors").route(web::get().to(appointments::doctors::doctors)))
        .service(resource("/api/patients/export").route(web::post().to(patients::export::export)))
        .service(resource("/api/patients/erase").route(web::post().to(patients::erase::erase)))
        .service(resource("/api/audit").route(web::get().to(audit::list::list)))
        .service(resource("/api/locks").route(web::get().to(locks::list::list)));
}

fn appointments(config: &mut ServiceConfig) {
    config
        .service(
            resource("/api/appointments/{id}")
                .route(web::get().to(appointments::get::get))
                .route(web::patch().to(appointments::update::update))
                .route(web::delete().to(appointments::cancel::cancel)),
        )
        .service(
            resource("/api/appointments")
                .route(web::get().to(appointments::list::list))
                .route(web::post().to(appointments::create::create)),
        )
        .service(resource("/api/appointments/{id}/restore").route(web::post().to(appointments::restore::restore)))
        .service(resource("/api/appointments/{id}/history").route(web::get().to(appointments::history::history)));
}

fn locks(config: &mut ServiceConfig, limiter: &Limiter) {
    config
        .service(
            resource("/api/appointments/{id}/acquire-lock/{version}")
                .wrap(Condition::new(limiter.enabled, Governor::new(&limiter.config)))
                .route(web::post().to(locks::acquire::acquire)),
        )
        .service(resource("/api/appointments/{id}/release-lock").route(web::delete().to(locks::release::release)))
        .service(resource("/api/appointments/{id}/lock-status").route(web::get().to(locks::status::status)))
        .service(
            resource("/api/appointments/{id}/request-control")
                .route(web::post().to(locks::control::request))
                .route(web::delete().to(locks::control::withdraw)),
        )
        .service(
            resource("/api/appointments/{id}/approve-request-control").route(web::post().to(locks::control::approve)),
        )
        .service(
            resource("/api/appointments/{id}/reject-request-control").route(web::post().to(locks::control::reject)),
        )
        .service(
            resource("/api/appointments/{id}/force-release-lock-request")
                .route(web::post().to(locks::force_release::request))
                .route(web::delete().to(locks::force_release::withdraw)),
        )
        .service(
            resource("/api/appointments/{id}/force-release-lock-approve")
                .route(web::post().to(locks::force_release::approve)),
        )
        .service(
            resource("/api/appointments/{id}/force-release-lock-reject")
                .route(web::post().to(locks::force_release::reject)),
        )
        .service(
            resource("/api/appointments/{id}/force-release-lock").route(web::post().to(locks::force_release::at_once)),
        );
}
