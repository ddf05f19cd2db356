//! Who calls.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{self, HeaderMap},
};
use auth::Bearer;
use domain::{UserId, ports::sessions::Session};
use paperclip::{
    actix::OperationModifier,
    v2::{
        models::{DefaultOperationRaw, DefaultSchemaRaw, SecurityScheme},
        schema::Apiv2Schema,
    },
};
use std::collections::BTreeMap;

use super::api;
use crate::{deadline::within, problem::Problem};

type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, actix_web::Error>>>>;

/// Somebody with a token of ours. Whether its session is still live, the command's own load and commit judge.
#[derive(Clone, Debug)]
pub struct Signed(pub Bearer);

/// Somebody whose session is live: on reads as of half a second ago at most, on writes now.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Session);

/// An administrator whose session is live.
#[derive(Clone, Debug)]
pub struct Admin(pub Session);

/// The token in `Authorization: Bearer <token>`.
#[must_use]
pub fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl Signed {
    /// The token of a request.
    ///
    /// # Errors
    /// There is none, or it is not (any more) ours.
    pub fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let api = api(request)?;
        let bearer = bearer_token(request.headers()).and_then(|token| api.tokens.verify(token).ok());
        bearer.map(Self).ok_or_else(Problem::unauthenticated)
    }

    async fn session(&self, request: &HttpRequest) -> Result<Session, Problem> {
        let sessions = &api(request)?.sessions;
        let session = if request.method().is_safe() {
            within(sessions.authenticate(&self.0)).await?
        } else {
            within(sessions.authenticate_fresh(&self.0)).await?
        };
        session.ok_or_else(Problem::unauthenticated)
    }
}

impl SignedIn {
    async fn of(request: &HttpRequest) -> Result<Self, Problem> {
        Signed::of(request)?.session(request).await.map(Self)
    }

    /// Whether this is the user, or an administrator.
    #[must_use]
    pub fn is_admin_or(&self, user: UserId) -> bool {
        self.0.user.is_admin || self.0.user.id == user
    }
}

impl FromRequest for Signed {
    type Error = actix_web::Error;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let signed = Self::of(request).map_err(Into::into);
        Box::pin(std::future::ready(signed))
    }
}

impl FromRequest for SignedIn {
    type Error = actix_web::Error;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self::of(&request).await?) })
    }
}

impl FromRequest for Admin {
    type Error = actix_web::Error;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let SignedIn(session) = SignedIn::of(&request).await?;
            if session.user.is_admin { Ok(Self(session)) } else { Err(Problem::admin_only().into()) }
        })
    }
}

/// First the one, then, only if that is well, the other.
pub struct Then<A, B>(pub A, pub B);

impl<A, B> FromRequest for Then<A, B>
where
    A: FromRequest<Error = actix_web::Error> + 'static,
    B: FromRequest<Error = actix_web::Error> + 'static,
{
    type Error = actix_web::Error;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let first = A::from_request(&request, &mut payload).await?;
            Ok(Self(first, B::from_request(&request, &mut payload).await?))
        })
    }
}

/// A caller by token, and what they ask. The session is looked up here only to answer in the right order when the
/// rest is not well: otherwise the command itself judges it, and saves the round trip.
pub struct Caller<X>(pub Signed, pub X);

/// The same for what only administrators may: whoever may not is told so before what is wrong with the rest.
pub struct AdminCaller<X>(pub Caller<X>);

impl<X> Caller<X>
where
    X: FromRequest<Error = actix_web::Error> + 'static,
{
    async fn of(request: HttpRequest, mut payload: Payload, for_admins: bool) -> Result<Self, actix_web::Error> {
        let signed = Signed::of(&request)?;
        match X::from_request(&request, &mut payload).await {
            Ok(rest) => Ok(Self(signed, rest)),
            Err(fault) => {
                let session = signed.session(&request).await?;
                Err(if for_admins && !session.user.is_admin { Problem::admin_only().into() } else { fault })
            }
        }
    }
}

impl<X> FromRequest for Caller<X>
where
    X: FromRequest<Error = actix_web::Error> + 'static,
{
    type Error = actix_web::Error;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        Box::pin(Self::of(request.clone(), payload.take(), false))
    }
}

impl<X> FromRequest for AdminCaller<X>
where
    X: FromRequest<Error = actix_web::Error> + 'static,
{
    type Error = actix_web::Error;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::of(request.clone(), payload.take(), true);
        Box::pin(async move { caller.await.map(Self) })
    }
}

macro_rules! undocumented {
    ($($name:ident),+) => {$(
        impl Apiv2Schema for $name {}
        impl OperationModifier for $name {}
    )+};
}
undocumented!(Signed, SignedIn, Admin);

macro_rules! documented_as_parts {
    ($name:ident<$($part:ident),+>) => {
        impl<$($part),+> Apiv2Schema for $name<$($part),+> {
            fn raw_schema() -> DefaultSchemaRaw {
                DefaultSchemaRaw::default()
            }
        }

        impl<$($part: OperationModifier),+> OperationModifier for $name<$($part),+> {
            fn update_parameter(operation: &mut DefaultOperationRaw) {
                $($part::update_parameter(operation);)+
            }

            fn update_definitions(map: &mut BTreeMap<String, DefaultSchemaRaw>) {
                $($part::update_definitions(map);)+
            }

            fn update_security(_: &mut DefaultOperationRaw) {}

            fn update_security_definitions(_: &mut BTreeMap<String, SecurityScheme>) {}
        }
    };
}
documented_as_parts!(Then<A, B>);
documented_as_parts!(Caller<X>);
documented_as_parts!(AdminCaller<X>);

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderMap, HeaderValue};
    use domain::{SessionId, User, testing::samples};

    use super::*;

    #[test]
    fn a_token_is_what_follows_bearer() {
        for (sent, token) in [
            (Some("Bearer a.b.c"), Some("a.b.c")),
            (Some("bearer  a.b.c "), Some("a.b.c")),
            (Some("Basic a.b.c"), None),
            (Some("Bearer"), None),
            (None, None),
        ] {
            let headers: HeaderMap =
                sent.iter().map(|sent| (header::AUTHORIZATION, HeaderValue::from_static(sent))).collect();
            assert_eq!(bearer_token(&headers), token, "{sent:?}");
        }
    }

    #[test]
    fn who_is_no_administrator_is_only_themselves() {
        let (budi, citra) = (UserId::fresh(), UserId::fresh());
        for (is_admin, asked, may) in
            [(false, budi, true), (false, citra, false), (true, budi, true), (true, citra, true)]
        {
            let user = User {
                id: budi,
                name: "Budi".into(),
                email: "budi@clinic.example".into(),
                is_admin,
                created_at: samples::noon(),
            };
            let session = Session { id: SessionId::fresh(), user, ends_at: samples::noon() };
            assert_eq!(SignedIn(session).is_admin_or(asked), may);
        }
    }
}
