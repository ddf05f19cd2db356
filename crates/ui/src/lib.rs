//! The web calendar, out of the binary: the files that `web/` was built into, and the paths that lead to them.
//!
//! - `site`, `file`: what is embedded, and one file of it with its digest, media type and compressed form;
//! - `answer`: a file as an answer: conditions, encoding, caching, and what its page may do (`policy`);
//! - `page`: which other paths lead to the calendar's page, so that none of the server's own ever does.
//!
//! To add a file, put it into `web/public` and build; a kind of file that is new needs a row in `file`'s table.
//! The front end itself is the npm project in `web/`.

mod answer;
mod file;
mod page;
mod policy;
mod site;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{self, HeaderValue},
    },
    web::{self, Data, ServiceConfig},
};

use answer::answer;
use site::Site;

/// The routes of the embedded files. What no other route takes is answered here, too: as the calendar's page where a
/// person navigates to it, else as not found.
pub fn routes() -> impl Fn(&mut ServiceConfig) + Clone + Send + 'static {
    let site = Arc::new(Site::embedded());
    move |config| configure(config, &site)
}

fn configure(config: &mut ServiceConfig, site: &Arc<Site>) {
    config.app_data(Data::from(site.clone()));
    config.service(web::resource("/").route(web::get().to(page)));
    config.service(web::resource("/assets/{name:.*}").route(web::get().to(file)));
    for name in site.names().filter(|name| !name.starts_with("assets/")) {
        config.service(web::resource(format!("/{name}")).route(web::get().to(file)));
    }
    config.default_service(web::to(anything_else));
}

async fn page(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    match site.page() {
        Some(page) => answer(&request, page).await,
        None => HttpResponse::NotFound().finish(),
    }
}

async fn file(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    match site.get(request.match_info().as_str().trim_start_matches('/')) {
        Some(file) => answer(&request, file).await,
        None => HttpResponse::NotFound().finish(),
    }
}

async fn anything_else(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    if request.method() != Method::GET || !page::is_at(request.match_info().as_str()) || !page::is_wanted(&request) {
        return HttpResponse::NotFound().finish();
    }
    let mut response = page(request, site).await;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept-Encoding, Accept"));
    response
}
