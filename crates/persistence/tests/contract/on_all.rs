//! One test for each adapter.

/// Makes tests of async functions that take a `&Bench`.
macro_rules! on_all {
    ($($name:ident),+ $(,)?) => {
        mod fake {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() -> anyhow::Result<()> {
                super::$name(&$crate::bench::Bench::fake().await?).await
            })+
        }
        on_databases!($($name),+);
    };
}

/// The same without the fake.
macro_rules! on_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() -> anyhow::Result<()> {
                super::$name(&$crate::bench::Bench::sqlite().await?).await
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() -> anyhow::Result<()> {
                match $crate::bench::Bench::postgres().await? {
                    Some(bench) => super::$name(&bench).await,
                    None => Ok(()),
                }
            })+
        }
    };
}
