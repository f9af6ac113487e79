//! Group commit: requests that arrive while the disk is busy are written with one sync.
//!
//! The first caller that finds nobody at work leads: it takes everything that is waiting, commits
//! it, and hands out the results. Callers that come meanwhile wait; one of them leads next.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Requests waiting for one worker.
#[derive(Debug)]
pub(super) struct Group<Q, A> {
    state: Mutex<State<Q, A>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<Q, A> {
    waiting: VecDeque<(u64, Q)>,
    answers: HashMap<u64, A>,
    /// Taken by a leader that did not answer.
    lost: HashSet<u64>,
    next_ticket: u64,
    led: bool,
}

impl<Q, A> Group<Q, A> {
    pub(super) fn new() -> Self {
        let state = State {
            waiting: VecDeque::new(),
            answers: HashMap::new(),
            lost: HashSet::new(),
            next_ticket: 0,
            led: false,
        };
        Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    /// Hands in a request and returns its answer; `None` where the `commit` that took it unwound or
    /// did not answer. `commit` gets the requests in the order in which
    /// they came and answers each; `weigh` bounds how many it gets: their sum stays below `most`,
    /// except that one request always goes.
    pub(super) fn run(
        &self,
        request: Q,
        weigh: impl Fn(&Q) -> usize,
        most: usize,
        commit: impl Fn(Vec<Q>) -> Vec<A>,
    ) -> Option<A> {
        let mut state = self.lock();
        let ticket = state.next_ticket;
        state.next_ticket += 1;
        state.waiting.push_back((ticket, request));
        loop {
            if let Some(answer) = state.answers.remove(&ticket) {
                return Some(answer);
            }
            if state.lost.remove(&ticket) {
                return None;
            }
            if state.led {
                state = self
                    .changed
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            state.led = true;
            let (tickets, requests) = take(&mut state.waiting, &weigh, most);
            drop(state);
            // Whoever leads gives up the lead also when `commit` unwinds.
            let mut lead = Lead {
                group: self,
                tickets,
            };
            let answers = commit(requests);
            lead.answer(answers);
            drop(lead);
            state = self.lock();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<Q, A>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Lead<'g, Q, A> {
    group: &'g Group<Q, A>,
    /// Not yet answered.
    tickets: Vec<u64>,
}

impl<Q, A> Lead<'_, Q, A> {
    fn answer(&mut self, answers: Vec<A>) {
        let answered = answers.len().min(self.tickets.len());
        let tickets = self.tickets.drain(..answered);
        self.group.lock().answers.extend(tickets.zip(answers));
    }
}

impl<Q, A> Drop for Lead<'_, Q, A> {
    fn drop(&mut self) {
        let mut state = self.group.lock();
        state.led = false;
        state.lost.extend(self.tickets.drain(..));
        drop(state);
        self.group.changed.notify_all();
    }
}

fn take<Q>(
    waiting: &mut VecDeque<(u64, Q)>,
    weigh: impl Fn(&Q) -> usize,
    most: usize,
) -> (Vec<u64>, Vec<Q>) {
    let mut tickets = Vec::new();
    let mut requests = Vec::new();
    let mut weight = 0_usize;
    while let Some((_, request)) = waiting.front() {
        weight = weight.saturating_add(weigh(request));
        if weight > most && !requests.is_empty() {
            break;
        }
        if let Some((ticket, request)) = waiting.pop_front() {
            tickets.push(ticket);
            requests.push(request);
        }
    }
    (tickets, requests)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn each_request_gets_its_own_answer_and_few_commits_serve_many() {
        let group = Arc::new(Group::<u64, u64>::new());
        let commits = Arc::new(AtomicUsize::new(0));
        let threads: Vec<_> = (0..16)
            .map(|thread| {
                let (group, commits) = (Arc::clone(&group), Arc::clone(&commits));
                std::thread::spawn(move || {
                    for i in 0..50 {
                        let request = thread * 1000 + i;
                        let answer = group.run(
                            request,
                            |_| 1,
                            8,
                            |requests| {
                                assert!(requests.len() <= 8);
                                commits.fetch_add(1, Ordering::Relaxed);
                                std::thread::sleep(std::time::Duration::from_micros(200));
                                requests.into_iter().map(|r| r * 2).collect()
                            },
                        );
                        assert_eq!(answer, Some(request * 2));
                    }
                })
            })
            .collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
        let commits = commits.load(Ordering::Relaxed);
        assert!(commits < 600, "{commits} commits for 800 requests");
    }

    #[test]
    fn a_commit_that_unwinds_leaves_nobody_waiting() {
        let group = Arc::new(Group::<u64, u64>::new());
        let threads: Vec<_> = (0..8_u64)
            .map(|thread| {
                let group = Arc::clone(&group);
                std::thread::spawn(move || {
                    let commit = |requests: Vec<u64>| {
                        std::thread::sleep(std::time::Duration::from_millis(2));
                        assert!(!requests.contains(&3), "the third request is a bad one");
                        requests
                    };
                    group.run(thread, |_| 1, 4, commit)
                })
            })
            .collect();
        let answers: Vec<_> = threads.into_iter().map(|thread| thread.join()).collect();
        for (thread, answer) in answers.into_iter().enumerate() {
            if let Ok(Some(answer)) = answer {
                assert_eq!(answer, u64::try_from(thread).unwrap());
            }
        }
        assert_eq!(
            group.run(9, |_| 1, 4, |requests| requests),
            Some(9),
            "the next one is served"
        );
    }
}
