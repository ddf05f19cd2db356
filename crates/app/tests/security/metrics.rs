//! What callers can make the server count.

use testkit::Method;

use crate::common::{Env, Store, on_both, unique};

const ENV: Env = &[];

on_both!(callers_name_no_measurement);

/// Each name would be kept for ever, so that callers could fill the memory.
async fn callers_name_no_measurement(store: Store) {
    let world = store.world(ENV);
    let mark = unique("INVENTED").to_uppercase();
    for count in 0..20 {
        let method: Method = format!("{mark}{count}").parse().expect("a method");
        for path in ["/api/config", &format!("/{mark}{count}"), "/ws", &format!("/docs/{mark}")] {
            let reply = world.anyone().request(method.clone(), path).header("X-Request-Id", &mark).await;
            assert!((400..500).contains(&reply.status), "{path}: {} {}", reply.status, reply.text);
        }
    }
    let text = world.anyone().get("/metrics").await.expect(200).text;
    assert!(text.contains("method=\"other\"") && !text.to_uppercase().contains(&mark), "{text}");
}
