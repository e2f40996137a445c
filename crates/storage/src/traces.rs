//! Whether work left something behind that a refusal at its end does not take back: only
//! work that left nothing can be run again from its beginning.

use std::cell::Cell;

tokio::task_local! {
    static LEFT: Cell<Traces>;
}

/// What work left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traces {
    /// Nothing; it can be run again.
    None,
    /// A saved transaction, or something outside of the database.
    Left,
}

/// Runs `work`; gives its result, and whether it left anything behind. What it spawns is
/// not seen.
pub async fn of<T>(work: impl Future<Output = T>) -> (T, Traces) {
    let seen = async {
        let done = work.await;
        (done, LEFT.with(Cell::get))
    };
    LEFT.scope(Cell::new(Traces::None), seen).await
}

/// Runs `work` whose traces do no harm if it is run again, such as noting when somebody was
/// last there.
pub async fn harmless<T>(work: impl Future<Output = T>) -> T {
    of(work).await.0
}

/// Notes that something was left behind: called by a backend whenever a transaction that
/// writes was saved, and by whoever uses up something that is good once.
pub fn leave() {
    // Outside of [`of`] nobody asks.
    let _nobody = LEFT.try_with(|left| left.set(Traces::Left));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_what_is_left_is_seen() {
        leave();
        assert_eq!(of(async { 1 }).await, (1, Traces::None));
        assert_eq!(of(async { leave() }).await, ((), Traces::Left));
        let noted = harmless(async { leave() });
        assert_eq!(of(noted).await, ((), Traces::None));
        let both = async {
            leave();
            harmless(async {}).await;
        };
        assert_eq!(of(both).await, ((), Traces::Left));
    }
}
