//! Polling: what to ask of a server without feeds, and what its answers mean as changes of a feed.
//!
//! A run is retrieved again and again. Of several runs the list is asked for first, a hundred on a page, and then those
//! runs alone that have changed, those that have not ended before the others; where the list says all that is wanted,
//! none. Nothing here waits or sends.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::change_log::{Cell, Message};
use super::poll_answer::{Asked, Known, ListedRun, MAX_ID, MAX_RUNS, PollAnswer};
use super::polled_run::is_in_list;
use super::run_status::{api_name, is_final};
use crate::call::{Path, Segment, Watched};

/// Between two rounds: this after a change, and half as long again after each round without one.
const MIN_INTERVAL: Duration = Duration::from_secs(1);
const MAX_INTERVAL: Duration = Duration::from_secs(5);
const MAX_PAGES: u32 = 10;
/// Runs that are asked for at once.
const MAX_AT_ONCE: usize = 8;
/// So many runs of a batch are asked for one by one: to list them would take as many requests.
const FEW: usize = 2;
/// The server looks no further back for runs with a tag.
const MAX_AGE: &str = "24h";
/// Where nothing is said it lists the runs of a week, and those of a batch may be older.
const MAX_BATCH_AGE: &str = "30d";

const RUN: &str = "/api/v3/runs/{runId}";
const BATCH: &str = "/api/v2/batches/{batchId}";
const RUNS: &str = "/api/v1/runs";

/// What to ask, and when.
pub struct Poll {
    watched: Of,
    /// Columns that nobody wants.
    skipped: Vec<String>,
    /// The list says all that is wanted of a run.
    is_in_list: bool,
    /// The page of the list to ask for; nothing when it was read to its end.
    page: Option<Page>,
    /// Runs to retrieve when the list was read: those that go on, and those that have ended.
    due: VecDeque<Due>,
    due_ended: VecDeque<Due>,
    /// Runs of a batch of which the list has not spoken yet.
    awaited: HashSet<String>,
    /// The runs of a batch may not be listed.
    is_list_refused: bool,
    /// The runs of the list as they were when they were told last.
    known: Arc<HashMap<String, Known>>,
    interval: Duration,
    is_moved: bool,
}

enum Of {
    Run(Segment),
    Batch(Segment),
    Tags { tags: Vec<String>, age: String },
}

/// A run to retrieve.
#[derive(Debug, PartialEq)]
pub struct Due {
    run: Segment,
    /// The run is one of a list, under this id.
    listed: Option<String>,
    /// When it was changed, as far as the list says it.
    updated_at: String,
}

impl Due {
    /// The path to ask for.
    pub fn path(&self) -> Path {
        Path::fill(RUN, std::slice::from_ref(&self.run))
    }

    /// The run is one of a list: it may be gone by now.
    pub fn is_listed(&self) -> bool {
        self.listed.is_some()
    }

    /// The key of its row.
    fn key(self) -> Cow<'static, str> {
        Cow::Owned(self.listed.unwrap_or_default())
    }
}

#[derive(Default)]
struct Page {
    number: u32,
    /// The runs of this page and those before.
    runs: usize,
    after: Option<String>,
    /// It is the list of the ids in a batch, and not of runs.
    has_ids: bool,
}

/// What comes next.
#[derive(Debug, PartialEq)]
pub enum Next {
    /// A page of a list is asked for.
    List(Path, Vec<(&'static str, String)>),
    /// Runs are, all at once.
    Runs(Vec<Due>),
    /// A round is over: the next one comes after a while.
    Wait(Duration),
}

impl Poll {
    /// Begins to watch the runs of a plan; where each has a feed of its own, that of one feed.
    pub fn new(watched: &Watched, feed: usize, skipped: Vec<String>) -> Option<Self> {
        let watched = match watched {
            Watched::Runs(runs) => Of::Run(runs.get(feed)?.clone()),
            Watched::Batch(batch) => Of::Batch(batch.clone()),
            Watched::Tags { tags, age } => {
                Of::Tags { tags: tags.clone(), age: age.clone().unwrap_or_else(|| MAX_AGE.to_owned()) }
            }
        };
        let mut poll = Self {
            watched,
            is_in_list: is_in_list(&skipped),
            skipped,
            page: None,
            due: VecDeque::new(),
            due_ended: VecDeque::new(),
            awaited: HashSet::new(),
            is_list_refused: false,
            known: Arc::default(),
            interval: MIN_INTERVAL,
            is_moved: true,
        };
        poll.begin_round();
        Some(poll)
    }

    fn begin_round(&mut self) {
        match &self.watched {
            Of::Run(run) => {
                self.due.push_back(Due { run: run.clone(), listed: None, updated_at: String::new() });
            }
            Of::Batch(_) => self.page = Some(Page { has_ids: true, ..Page::default() }),
            Of::Tags { .. } => self.page = Some(Page::default()),
        }
        self.is_moved = false;
    }

    /// Says what comes next; after a wait another round begins. What it hands out comes back by [`Poll::retrieved`],
    /// [`Poll::missed`] or [`Poll::put_back`].
    pub fn next(&mut self) -> Next {
        if let Some(page) = &self.page {
            return match &self.watched {
                Of::Tags { tags, age } => {
                    Next::List(Path::fill(RUNS, &[]), query_of(("filter[tag]", tags.join(",")), age, page))
                }
                Of::Batch(of) | Of::Run(of) if page.has_ids => {
                    Next::List(Path::fill(BATCH, std::slice::from_ref(of)), Vec::new())
                }
                Of::Batch(of) | Of::Run(of) => {
                    let filter = ("filter[batch]", of.as_str().to_owned());
                    Next::List(Path::fill(RUNS, &[]), query_of(filter, MAX_BATCH_AGE, page))
                }
            };
        }
        let from = if self.due.is_empty() { &mut self.due_ended } else { &mut self.due };
        let due: Vec<Due> = from.drain(..from.len().min(MAX_AT_ONCE)).collect();
        if !due.is_empty() {
            return Next::Runs(due);
        }
        self.interval = match self.is_moved {
            true => MIN_INTERVAL,
            false => self.interval.mul_f64(1.5).min(MAX_INTERVAL),
        };
        self.begin_round();
        Next::Wait(self.interval)
    }

    /// What the list that is asked for next has, and how it is read.
    pub fn asks_list(&self) -> Asked {
        if self.page.as_ref().is_some_and(|page| page.has_ids) {
            return Asked::Ids;
        }
        let tags = match &self.watched {
            Of::Tags { tags, .. } => tags.clone(),
            Of::Batch(_) | Of::Run(_) => Vec::new(),
        };
        let in_list = self.is_in_list.then(|| self.skipped.clone());
        Asked::Runs { tags, in_list, known: Arc::clone(&self.known) }
    }

    /// Takes the answer about a run: the change of its row, without the columns that are skipped. Gives the run back
    /// for what is no answer about one.
    pub fn retrieved(&mut self, due: Due, answer: Option<PollAnswer>) -> Result<Message<'static>, Due> {
        let Some(PollAnswer::Run(cells)) = answer else { return Err(due) };
        if let Some(id) = &due.listed {
            // A replica may be behind the list: then it is asked again.
            let updated_at = text_in(&cells, "updatedAt").filter(|at| at.len() <= MAX_ID);
            let updated_at = updated_at.unwrap_or(&due.updated_at).to_owned();
            let told = self.told(updated_at, text_in(&cells, "status"));
            self.known().insert(id.clone(), told);
        }
        let wanted = cells.into_iter().filter(|(column, _)| !self.skipped.iter().any(|it| it == column));
        Ok(Message::Insert(due.key(), wanted.collect()))
    }

    /// The run that was asked for is not there: the change of its row.
    pub fn missed(&mut self, due: Due) -> Message<'static> {
        if let Some(id) = &due.listed {
            let known = Known { updated_at: due.updated_at.clone(), ..Known::default() };
            self.known().insert(id.clone(), known);
        }
        Message::Delete(due.key())
    }

    /// There was no answer about a run: it is asked for again.
    pub fn put_back(&mut self, due: Due) {
        self.due.push_front(due);
    }

    /// The runs of the list, to be changed: whoever reads an answer has looked at them by then.
    fn known(&mut self) -> &mut HashMap<String, Known> {
        Arc::make_mut(&mut self.known)
    }

    fn is_batch(&self) -> bool {
        matches!(self.watched, Of::Batch(_))
    }

    /// A run that was told. One that has ended may be changed once more, which a list of tags tells; the runs of a batch are
    /// asked for until they have.
    fn told(&self, updated_at: String, status: Option<&str>) -> Known {
        Known { updated_at, is_over: self.is_batch() && has_ended(status), is_listed: false }
    }

    /// Something has changed: the next round comes soon.
    pub fn moved(&mut self) {
        self.is_moved = true;
    }

    /// The list was refused: where the runs of a batch can be asked for one by one they are, from now on.
    pub fn is_refused_list(&mut self) -> bool {
        let is_list = self.is_batch() && self.page.as_ref().is_some_and(|page| !page.has_ids);
        if is_list {
            self.is_list_refused = true;
            self.page = None;
            self.take_awaited();
        }
        is_list
    }

    /// Takes a page of the list: the changes of rows that it tells of by itself. Nothing for what is no list.
    pub fn listed(&mut self, answer: Option<PollAnswer>) -> Option<Vec<Message<'static>>> {
        match answer? {
            PollAnswer::Ids(ids) => {
                self.listed_ids(ids);
                Some(Vec::new())
            }
            PollAnswer::Runs { runs, next } => Some(self.listed_runs(runs, next)),
            PollAnswer::Run(_) => None,
        }
    }

    /// Takes the ids of the runs in a batch.
    fn listed_ids(&mut self, ids: HashSet<String>) {
        self.known().retain(|id, _| ids.contains(id));
        self.awaited =
            ids.into_iter().filter(|id| !self.known.get(id).is_some_and(|known| known.is_over)).collect();
        self.page = None;
        if self.awaited.len() <= FEW || self.is_list_refused {
            self.take_awaited();
        } else {
            self.page = Some(Page::default());
        }
    }

    /// Retrieves the runs of which no list has spoken.
    fn take_awaited(&mut self) {
        let mut ids: Vec<String> = self.awaited.drain().collect();
        ids.sort_unstable();
        for id in ids {
            self.retrieve(id, String::new(), false);
        }
    }

    fn retrieve(&mut self, id: String, updated_at: String, has_ended: bool) {
        let Ok(run) = Segment::new("runId", &id) else { return };
        let due = if has_ended { &mut self.due_ended } else { &mut self.due };
        due.push_back(Due { run, listed: Some(id), updated_at });
    }

    fn listed_runs(&mut self, runs: Vec<ListedRun>, next: Option<String>) -> Vec<Message<'static>> {
        let page = self.page.take().unwrap_or_default();
        let (number, before) = (page.number + 1, page.runs);
        let mut messages = Vec::new();
        let mut count = before;
        for ListedRun { id, updated_at, status, cells } in runs {
            // The server lists what has any of the tags; those that have all of them were read.
            if self.is_batch() && !self.awaited.remove(&id) {
                continue;
            }
            count += 1;
            if count > MAX_RUNS {
                break;
            }
            let is_news = self.known().get_mut(&id).is_none_or(|known| {
                known.is_listed = true;
                known.updated_at < updated_at
            });
            if !is_news {
                continue;
            }
            match cells {
                Some(cells) => {
                    let told = Known { is_listed: true, ..self.told(updated_at, Some(&status)) };
                    self.known().insert(id.clone(), told);
                    messages.push(Message::Insert(Cow::Owned(id), cells));
                }
                None => self.retrieve(id, updated_at, has_ended(Some(&status))),
            }
        }
        match next.filter(|_| number < MAX_PAGES && count < MAX_RUNS) {
            Some(after) => self.page = Some(Page { number, runs: count, after: Some(after), has_ids: false }),
            None if self.is_batch() => self.take_awaited(),
            // Those that are on no page any more are not watched.
            None => self.known().retain(|_, known| std::mem::take(&mut known.is_listed)),
        }
        messages
    }
}

fn has_ended(status: Option<&str>) -> bool {
    status.is_some_and(|status| is_final(api_name(status)))
}

fn text_in<'a>(cells: &'a [Cell<'static>], name: &str) -> Option<&'a str> {
    cells.iter().find(|(column, _)| column == name).and_then(|(_, text)| text.as_deref())
}

fn query_of(filter: (&'static str, String), age: &str, page: &Page) -> Vec<(&'static str, String)> {
    let mut query =
        vec![("filter[createdAt][period]", age.to_owned()), filter, ("page[size]", "100".to_owned())];
    query.extend(page.after.clone().map(|after| ("page[after]", after)));
    query
}

#[cfg(test)]
#[path = "poll_tests.rs"]
mod tests;
