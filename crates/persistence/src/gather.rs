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

/// So many statements may be under way at the same time; who comes meanwhile waits for the next.
const LANES: usize = 2;

/// So many questions are asked with one statement at most.
const MOST: usize = 256;

type Answered<A> = Result<A, Arc<Unavailable>>;

struct Waiting<Q, A> {
    question: Q,
    answer: oneshot::Sender<Answered<A>>,
}

/// Callers and their questions.
pub(crate) struct Gather<Q, A> {
    waiting: Mutex<VecDeque<Waiting<Q, A>>>,
    lanes: Semaphore,
}

impl<Q, A> Default for Gather<Q, A> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), lanes: Semaphore::new(LANES) }
    }
}

impl<Q: Clone, A> Gather<Q, A> {
    /// Answers a question, perhaps together with those of others. `ask_all` answers all that it is given, in their order.
    ///
    /// # Errors
    /// Those of `ask_all`, told to everybody it was to answer.
    pub(crate) async fn ask<F>(&self, question: &Q, ask_all: impl Fn(Vec<Q>) -> F) -> Answer<A>
    where
        F: Future<Output = Answer<Vec<A>>>,
    {
        loop {
            let (sender, mut answer) = oneshot::channel();
            self.waiting().push_back(Waiting { question: question.clone(), answer: sender });
            tokio::select! {
                biased;
                answered = &mut answer => if let Ok(answered) = answered { return answered.map_err(Unavailable::new) },
                _lane = self.lanes.acquire() => {
                    self.serve(&ask_all).await;
                    // Somebody else may have taken it along before there was a lane here.
                    if let Ok(answered) = answer.await { return answered.map_err(Unavailable::new) }
                }
            }
            // Who took it along was given up on in the middle of it; it changed nothing, so it is asked again.
        }
    }

    async fn serve<F>(&self, ask_all: &impl Fn(Vec<Q>) -> F)
    where
        F: Future<Output = Answer<Vec<A>>>,
    {
        let (questions, callers): (Vec<_>, Vec<_>) = {
            let mut waiting = self.waiting();
            let most = waiting.len().min(MOST);
            waiting.drain(..most).map(|waiting| (waiting.question, waiting.answer)).unzip()
        };
        if questions.is_empty() {
            return;
        }
        // A caller who is gone needs no answer.
        match ask_all(questions).await {
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
    use std::{
        future::{pending, ready},
        time::Duration,
    };

    use tokio::{sync::Notify, time::timeout};

    use super::*;

    /// Doubles; remembers what it was asked together, and waits for its gate each time.
    #[derive(Default)]
    struct Doubling {
        gather: Gather<u32, u32>,
        asked: Mutex<Vec<Vec<u32>>>,
        gate: Notify,
    }

    impl Doubling {
        async fn ask(&self, question: u32) -> Answer<u32> {
            let doubled = |questions: Vec<u32>| async move {
                self.asked.lock().unwrap().push(questions.clone());
                self.gate.notified().await;
                Ok(questions.iter().map(|question| question * 2).collect())
            };
            timeout(Duration::from_secs(10), self.gather.ask(&question, doubled)).await.map_err(Unavailable::new)?
        }
    }

    #[tokio::test]
    async fn those_who_come_while_all_lanes_are_taken_are_asked_together() {
        let doubling = Arc::new(Doubling::default());
        let asking: Vec<_> = (0..40)
            .map(|question| {
                let doubling = doubling.clone();
                tokio::spawn(async move { doubling.ask(question).await })
            })
            .collect();
        while doubling.gather.waiting().len() < 40 - LANES {
            tokio::task::yield_now().await;
        }
        for (question, asking) in asking.into_iter().enumerate() {
            doubling.gate.notify_waiters();
            doubling.gate.notify_one();
            assert_eq!(asking.await.unwrap().unwrap() as usize, question * 2);
        }
        let asked = doubling.asked.lock().unwrap().clone();
        assert_eq!(asked.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 38], "{asked:?}");
    }

    #[tokio::test]
    async fn what_a_caller_who_went_had_taken_along_is_asked_again() {
        let gather = Arc::new(Gather::<u32, u32>::default());
        let stuck: Vec<_> = (0..LANES)
            .map(|_| {
                let gather = gather.clone();
                tokio::spawn(async move { gather.ask(&0, |_| pending()).await })
            })
            .collect();
        while gather.lanes.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let (first, second) = (gather.clone(), gather.clone());
        // The first of these takes the second's question along, and goes.
        let goes = tokio::spawn(async move { first.ask(&1, |_| pending()).await });
        let stays = tokio::spawn(async move { second.ask(&2, |questions| ready(Ok(questions))).await });
        while gather.waiting().len() < 2 {
            tokio::task::yield_now().await;
        }
        stuck[0].abort();
        while !gather.waiting().is_empty() {
            tokio::task::yield_now().await;
        }
        goes.abort();
        let answer = timeout(Duration::from_secs(10), stays).await.expect("it is asked again");
        assert_eq!(answer.unwrap().unwrap(), 2);
    }

    #[tokio::test]
    async fn a_failure_is_told_to_everybody_and_the_next_is_asked_anew() {
        let gather = Gather::<u32, u32>::default();
        let away = |_| ready(Err(Unavailable::new("away")));
        let (first, second) = tokio::join!(gather.ask(&1, away), gather.ask(&2, away));
        assert!(first.is_err() && second.is_err());
        assert_eq!(gather.ask(&3, |questions| ready(Ok(questions))).await.unwrap(), 3);
    }
}
