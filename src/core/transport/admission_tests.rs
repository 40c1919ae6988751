use futures_util::FutureExt;
use proptest::prelude::*;

use super::*;

const ONE: Holder = [1; 32];
const OTHER: Holder = [2; 32];

/// Takes as many as are given at once.
fn take(admission: &Admission, holder: Holder) -> Vec<Permit> {
    std::iter::from_fn(|| admission.acquire(holder).now_or_never()).collect()
}

#[test]
fn one_alone_gets_half_of_what_is_not_kept() {
    let admission = Admission::new(128);
    let one = take(&admission, ONE);
    assert_eq!(one.len(), 48);
    assert_eq!(take(&admission, OTHER).len(), 24);
    let two = Admission::new(2);
    let _first = take(&two, ONE);
    assert_eq!(take(&two, OTHER).len(), 1);
}

#[test]
fn whoever_holds_nothing_is_admitted_beside_ten_who_take_all_they_can() {
    let admission = Admission::new(128);
    // One after the other, and none gives anything back.
    let held: Vec<_> = (1..=10).map(|holder| take(&admission, [holder; 32])).collect();
    assert!(held.iter().all(|permits| !permits.is_empty()));
    assert!(!take(&admission, [11; 32]).is_empty());
}

#[tokio::test]
async fn those_who_wait_are_admitted_in_turn() {
    let admission = Admission::new(4);
    let mut permits = take(&admission, ONE);
    assert_eq!(permits.len(), 2);
    permits.extend(take(&admission, OTHER));
    let (first, second) = (admission.acquire(ONE), admission.acquire(OTHER));
    tokio::pin!(first, second);
    assert!(first.as_mut().now_or_never().is_none() && second.as_mut().now_or_never().is_none());
    permits.clear();
    let _both = (first.await, second.await);
}

#[tokio::test]
async fn an_abandoned_wait_leaves_nothing_behind() {
    let admission = Admission::new(2);
    let permits = take(&admission, ONE);
    {
        let waiting = admission.acquire(ONE);
        tokio::pin!(waiting);
        assert!(waiting.as_mut().now_or_never().is_none());
        // Admitted, and dropped before it noticed.
        drop(permits);
    }
    assert!(admission.0.borrow().holders.is_empty() && admission.0.borrow().waiting.is_empty());
    assert_eq!(admission.0.borrow().held, 0);
}

#[tokio::test]
async fn a_higher_bound_admits_those_who_wait() {
    let admission = Admission::new(2);
    let _permits = take(&admission, ONE);
    let waiting = admission.acquire(ONE);
    tokio::pin!(waiting);
    assert!(waiting.as_mut().now_or_never().is_none());
    admission.bound_to(20);
    waiting.await;
}

proptest! {
    /// Whoever takes and gives back in whatever order: the bound holds, and the books agree.
    #[test]
    fn the_bound_holds(steps in prop::collection::vec((0_u8..5, any::<bool>()), 0..300)) {
        let admission = Admission::new(16);
        let mut held: Vec<(u8, Permit)> = Vec::new();
        for (holder, takes) in steps {
            if takes {
                held.extend(admission.acquire([holder; 32]).now_or_never().map(|permit| (holder, permit)));
            } else if let Some(index) = held.iter().position(|(of, _)| *of == holder) {
                held.swap_remove(index);
            }
            let state = admission.0.borrow();
            prop_assert_eq!(state.held, held.len());
            prop_assert!(held.len() <= 16);
            prop_assert!(state.waiting.is_empty());
        }
    }
}
