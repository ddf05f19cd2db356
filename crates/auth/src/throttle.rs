//! How many failed sign-ins are let through, counted over all nodes.

use std::{net::IpAddr, sync::Arc};

use chrono::Duration;
use domain::{
    Instant,
    ports::{Answer, LoginFailures, logins::FailureCount},
};

use crate::link::digest;

/// Failures of one account within the window, after which no password of it is looked at.
pub const PER_ACCOUNT: u64 = 10;
/// Failures from one address within the window, after which no password from it is looked at.
pub const PER_ADDRESS: u64 = 100;
/// For how long a failure counts.
pub const WINDOW: Duration = Duration::minutes(15);

/// Whose password is guessed, and from where, as the store names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Guess {
    account: [u8; 32],
    address: String,
}

impl Guess {
    pub(crate) fn new(email: &str, ip: IpAddr) -> Self {
        Self { account: account_key(email), address: address_key(ip) }
    }
}

/// The count of failures, and the limits on it. Successes are never counted.
pub(crate) struct Throttle(Arc<dyn LoginFailures>);

impl Throttle {
    pub(crate) fn new(failures: Arc<dyn LoginFailures>) -> Self {
        Self(failures)
    }

    /// In how many seconds to try again, when there were too many failures; nothing when there were not.
    ///
    /// Ask it, and record the failure, within one hashing slot: so guesses made at the same time get past the limit by
    /// no more than a node has slots.
    pub(crate) async fn retry_after(&self, guess: &Guess) -> Answer<Option<u64>> {
        let count = self.0.count(guess.account, &guess.address, WINDOW).await?;
        Ok(retry_after(&count))
    }

    pub(crate) async fn record(&self, guess: &Guess) -> Answer<()> {
        self.0.record(guess.account, &guess.address).await
    }

    pub(crate) async fn clear(&self, email: &str) -> Answer<()> {
        self.0.clear(account_key(email)).await
    }
}

fn account_key(email: &str) -> [u8; 32] {
    digest(&domain::user::fold(email))
}

/// IPv4 whole; of IPv6 the /64, since that is what one customer has at the least.
fn address_key(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{}/64", std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

fn retry_after(count: &FailureCount) -> Option<u64> {
    let of_account = (count.account >= PER_ACCOUNT).then_some(count.oldest_of_account);
    let of_address = (count.address >= PER_ADDRESS).then_some(count.oldest_of_address);
    [of_account, of_address].into_iter().flatten().map(|oldest| seconds_left(oldest, count.now)).max()
}

/// Until the oldest counted failure leaves the window, rounded up; the whole window when the store doesn't say.
fn seconds_left(oldest: Option<Instant>, now: Option<Instant>) -> u64 {
    let left = oldest.zip(now).map_or(WINDOW, |(oldest, now)| oldest + WINDOW - now);
    u64::try_from(left.num_milliseconds()).unwrap_or(0).div_ceil(1000).max(1)
}

#[cfg(test)]
mod tests {
    use domain::ports::logins::MockLoginFailures;

    use super::*;
    use crate::samples::at;

    #[test]
    fn addresses_are_counted_by_what_one_customer_has() {
        let cases = [
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
            ("::1", "::/64"),
        ];
        for (ip, expected) in cases {
            assert_eq!(address_key(ip.parse().unwrap()), expected, "{ip}");
        }
    }

    #[test]
    fn accounts_are_counted_by_the_hash_of_the_folded_email() {
        assert_eq!(account_key(" Ann@Example.ORG "), account_key("ann@example.org"));
        assert_ne!(account_key("ann@example.org"), account_key("bob@example.org"));
        assert_eq!(account_key("a")[..4], [0xca, 0x97, 0x81, 0x12]);
    }

    #[test]
    fn limits_table() {
        let count = |account, address| FailureCount {
            account,
            address,
            oldest_of_account: (account > 0).then(|| at(100_000)),
            oldest_of_address: (address > 0).then(|| at(200_000)),
            now: Some(at(300_001)),
        };
        let cases = [
            (count(0, 0), None),
            (count(9, 99), None),
            (count(10, 10), Some(700)),
            (count(25, 25), Some(700)),
            (count(0, 100), Some(800)),
            (count(10, 100), Some(800)),
            (count(9, 100), Some(800)),
        ];
        for (count, expected) in cases {
            assert_eq!(retry_after(&count), expected, "{count:?}");
        }
    }

    #[test]
    fn waiting_is_rounded_up_and_never_nothing() {
        let oldest = Some(at(0));
        let cases = [(0, 900), (1, 900), (899_000, 1), (899_001, 1), (898_999, 2), (900_000, 1), (950_000, 1)];
        for (now, expected) in cases {
            assert_eq!(seconds_left(oldest, Some(at(now))), expected, "at {now} ms");
        }
        assert_eq!(seconds_left(None, Some(at(0))), 900);
    }

    #[tokio::test]
    async fn fifteen_minutes_are_counted() {
        let mut failures = MockLoginFailures::new();
        failures
            .expect_count()
            .withf(|account, address, window| {
                *account == account_key("a@example.org") && address == "203.0.113.7" && *window == Duration::minutes(15)
            })
            .times(1)
            .returning(|_, _, _| Ok(FailureCount::default()));
        let guess = Guess::new("A@example.org", "203.0.113.7".parse().unwrap());
        assert_eq!(Throttle::new(Arc::new(failures)).retry_after(&guess).await.unwrap(), None);
    }
}
