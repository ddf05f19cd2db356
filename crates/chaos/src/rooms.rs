//! The appointments that are worked on. Now and then one is left and a new one begun, so that every history stays small.

use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use crate::dice::Dice;

/// The appointments.
#[derive(Debug)]
pub struct Rooms {
    inner: RwLock<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// All that there were.
    ids: Vec<String>,
    /// Those that are worked on.
    open: Vec<usize>,
}

impl Rooms {
    /// All of these are worked on.
    pub fn of(ids: Vec<String>) -> Self {
        let open = (0..ids.len()).collect();
        Self { inner: RwLock::new(Inner { ids, open }) }
    }

    /// One that is worked on.
    pub fn any(&self, dice: &mut Dice) -> usize {
        let inner = self.read();
        inner.open[dice.below(inner.open.len())]
    }

    /// Its id.
    pub fn id(&self, number: usize) -> String {
        self.read().ids[number].clone()
    }

    /// How many there were.
    pub fn count(&self) -> usize {
        self.read().ids.len()
    }

    /// Begins this one instead of the oldest that is worked on; answers its number.
    pub fn replace(&self, id: String) -> usize {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        let number = inner.ids.len();
        inner.ids.push(id);
        if let Some(oldest) = inner.open.iter_mut().min() {
            *oldest = number;
        }
        number
    }

    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }
}
