//! Questions that wait for the database at the same time are asked together.
//!
//! A statement costs the database far more than a row of its answer, so a busy node asks one for many callers. A lone
//! caller waits for nobody: it asks at once. Every question is asked after its caller came with it, so an answer is
//! never older than that.

use std::{
    collections::VecDeque,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::ports::{Answer, Unavailable};
use tokio::sync::{Semaphore, oneshot};

use crate::error::bounded;

/// So many questions are asked with one statement at most.
const MOST: usize = 64;

type Answered<A> = Result<A, Arc<Unavailable>>;

struct Waiting<Q, A> {
    question: Q,
    answer: oneshot::Sender<Answered<A>>,
}

/// Callers and their questions.
pub(crate) struct Gather<Q, A> {
    waiting: Mutex<VecDeque<Waiting<Q, A>>>,
    lanes: Arc<Semaphore>,
}

impl<Q: Send + 'static, A: Send + 'static> Gather<Q, A> {
    /// So many statements may be under way at the same time; who comes meanwhile waits for the next.
    pub(crate) fn new(lanes: usize) -> Self {
        Self { waiting: Mutex::default(), lanes: Arc::new(Semaphore::new(lanes)) }
    }

    /// Answers a question, perhaps together with those of others. `ask_all` answers all that it is given, in their
    /// order. Once it is asked it is asked to the end, whoever goes away meanwhile.
    ///
    /// # Errors
    /// Those of `ask_all`, told to everybody it was to answer.
    pub(crate) async fn ask<F>(
        self: &Arc<Self>,
        question: Q,
        ask_all: impl FnOnce(Vec<Q>) -> F + Send + 'static,
    ) -> Answer<A>
    where
        F: Future<Output = Answer<Vec<A>>> + Send,
    {
        let (sender, mut answer) = oneshot::channel();
        self.waiting().push_back(Waiting { question, answer: sender });
        let answered = tokio::select! {
            biased;
            answered = &mut answer => answered,
            lane = self.lanes.clone().acquire_owned() => {
                let gather = self.clone();
                tokio::spawn(async move {
                    gather.serve(ask_all).await;
                    drop(lane);
                });
                // Somebody else may have taken it along before there was a lane here.
                answer.await
            }
        };
        answered.map_err(Unavailable::new)?.map_err(Unavailable::new)
    }

    async fn serve<F>(&self, ask_all: impl FnOnce(Vec<Q>) -> F)
    where
        F: Future<Output = Answer<Vec<A>>>,
    {
        let (questions, callers): (Vec<_>, Vec<_>) = {
            let mut waiting = self.waiting();
            // Nothing is asked for those who gave up, or the end of an outage would begin with all that was asked in it.
            waiting.retain(|waiting| !waiting.answer.is_closed());
            let most = waiting.len().min(MOST);
            waiting.drain(..most).map(|waiting| (waiting.question, waiting.answer)).unzip()
        };
        if questions.is_empty() {
            return;
        }
        // A caller who went meanwhile needs no answer.
        match bounded(ask_all(questions)).await {
            Ok(answers) => callers.into_iter().zip(answers).for_each(|(caller, answer)| drop(caller.send(Ok(answer)))),
            Err(error) => {
                let error = Arc::new(error);
                callers.into_iter().for_each(|caller| drop(caller.send(Err(error.clone()))));
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Waiting<Q, A>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{future::ready, time::Duration};

    use tokio::{sync::Notify, task::JoinHandle, time::timeout};

    use super::*;

    type Asking = JoinHandle<Answer<u32>>;

    /// Doubles; remembers what it was asked together, and waits for its gate each time.
    struct Doubling {
        gather: Arc<Gather<u32, u32>>,
        asked: Mutex<Vec<Vec<u32>>>,
        gate: Notify,
    }

    impl Doubling {
        fn new() -> Arc<Self> {
            Arc::new(Self { gather: Arc::new(Gather::new(2)), asked: Mutex::default(), gate: Notify::new() })
        }

        fn ask(self: &Arc<Self>, question: u32) -> Asking {
            let doubling = self.clone();
            tokio::spawn(async move {
                let asked = doubling.clone();
                let doubled = move |questions: Vec<u32>| async move {
                    asked.asked.lock().unwrap().push(questions.clone());
                    asked.gate.notified().await;
                    Ok(questions.iter().map(|question| question * 2).collect())
                };
                let answer = timeout(Duration::from_secs(10), doubling.gather.ask(question, doubled));
                answer.await.map_err(Unavailable::new)?
            })
        }

        async fn until(&self, condition: impl Fn(&Self) -> bool) {
            let wait = async {
                while !condition(self) {
                    tokio::task::yield_now().await;
                }
            };
            timeout(Duration::from_secs(10), wait).await.expect("it comes to that");
        }

        /// Two that are asked one by one, and take all lanes.
        async fn take_all_lanes(self: &Arc<Self>) -> Vec<Asking> {
            let mut asking = Vec::new();
            for question in 0..2 {
                asking.push(self.ask(question));
                self.until(|doubling| doubling.asked() == asking.len()).await;
            }
            asking
        }

        /// The same, and two more that wait for a lane.
        async fn take_all_lanes_and_wait(self: &Arc<Self>) -> (Vec<Asking>, Asking, Asking) {
            let stuck = self.take_all_lanes().await;
            let (first, second) = (self.ask(3), self.ask(4));
            self.until(|doubling| doubling.gather.waiting().len() == 2).await;
            (stuck, first, second)
        }

        fn asked(&self) -> usize {
            self.asked.lock().unwrap().len()
        }
    }

    #[tokio::test]
    async fn those_who_come_while_all_lanes_are_taken_are_asked_together() {
        let doubling = Doubling::new();
        let mut asking = doubling.take_all_lanes().await;
        asking.extend((2..40).map(|question| doubling.ask(question)));
        doubling.until(|doubling| doubling.gather.waiting().len() == 38).await;
        for (question, asking) in asking.into_iter().enumerate() {
            doubling.gate.notify_one();
            assert_eq!(asking.await.unwrap().unwrap() as usize, question * 2);
        }
        let asked = doubling.asked.lock().unwrap().clone();
        assert_eq!(asked.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 38], "{asked:?}");
    }

    #[tokio::test]
    async fn who_goes_away_while_asking_for_others_loses_them_nothing() {
        let doubling = Doubling::new();
        let (stuck, goes, stays) = doubling.take_all_lanes_and_wait().await;
        doubling.gate.notify_one();
        doubling.until(|doubling| doubling.asked() == 3).await;
        goes.abort();
        doubling.gate.notify_one();
        doubling.gate.notify_one();
        assert_eq!(stays.await.unwrap().unwrap(), 8);
        for stuck in stuck {
            doubling.gate.notify_one();
            stuck.await.unwrap().unwrap();
        }
        assert_eq!(doubling.asked(), 3, "nothing is asked twice");
    }

    #[tokio::test]
    async fn who_gave_up_is_not_asked_for() {
        let doubling = Doubling::new();
        let (stuck, goes, stays) = doubling.take_all_lanes_and_wait().await;
        goes.abort();
        assert!(goes.await.unwrap_err().is_cancelled());
        for _ in 0..3 {
            doubling.gate.notify_one();
            tokio::task::yield_now().await;
        }
        assert_eq!(stays.await.unwrap().unwrap(), 8);
        for stuck in stuck {
            doubling.gate.notify_one();
            stuck.await.unwrap().unwrap();
        }
        assert_eq!(doubling.asked.lock().unwrap().last(), Some(&vec![4]));
    }

    #[tokio::test]
    async fn a_failure_is_told_to_everybody_and_the_next_is_asked_anew() {
        let gather = Arc::new(Gather::<u32, u32>::new(2));
        let away = |_| ready(Err(Unavailable::new("away")));
        let (first, second) = tokio::join!(gather.ask(1, away), gather.ask(2, away));
        assert!(first.is_err() && second.is_err());
        assert_eq!(gather.ask(3, |questions| ready(Ok(questions))).await.unwrap(), 3);
    }
}
