//! Polling: what to ask of a server without feeds, and what its answers mean as changes of a feed.
//!
//! A run is retrieved again and again. Of several runs the list is asked for first, and then those runs alone that have
//! changed, as far as the list says it. Nothing here waits or sends.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::change_log::{Cell, Message, text_of};
use super::run_status::{api_name, is_final};
use crate::call::{Path, Segment, Watched};

/// Between two rounds: this after a change, and half as long again after each round without one.
const MIN_INTERVAL: Duration = Duration::from_secs(1);
const MAX_INTERVAL: Duration = Duration::from_secs(5);
/// Runs of a list that are looked at, the newest ones: as many as a feed has.
const MAX_RUNS: usize = 1_000;
const MAX_PAGES: u32 = 10;
const MAX_ID: usize = 256;
/// The server looks no further back for runs with a tag.
const MAX_AGE: &str = "24h";
const STORED: &str = "application/store";

const RUN: &str = "/api/v3/runs/{runId}";
const BATCH: &str = "/api/v2/batches/{batchId}";
const RUNS: &str = "/api/v1/runs";

/// The fields of a run, by the columns that a feed has them in.
const FIELDS: [(&str, &str); 15] = [
    ("friendlyId", "id"),
    ("taskIdentifier", "taskIdentifier"),
    ("idempotencyKey", "idempotencyKey"),
    ("status", "status"),
    ("createdAt", "createdAt"),
    ("updatedAt", "updatedAt"),
    ("startedAt", "startedAt"),
    ("delayUntil", "delayedUntil"),
    ("expiredAt", "expiredAt"),
    ("completedAt", "finishedAt"),
    ("ttl", "ttl"),
    ("isTest", "isTest"),
    ("usageDurationMs", "durationMs"),
    ("costInCents", "costInCents"),
    ("baseCostInCents", "baseCostInCents"),
];

/// What to ask, and when.
pub struct Poll {
    watched: Of,
    /// Runs to retrieve before anything else.
    due: VecDeque<Due>,
    /// The page of the list to ask for; nothing when it was read to its end.
    page: Option<Page>,
    /// The runs of the list as they were when they were listed last.
    known: HashMap<String, Known>,
    interval: Duration,
    is_moved: bool,
}

enum Of {
    Run(Segment),
    Batch(Segment),
    Tags { tags: Vec<String>, age: String },
}

struct Due {
    run: Segment,
    /// What the list says of it.
    listed: Option<(String, Known)>,
}

#[derive(Default)]
struct Page {
    number: u32,
    /// The runs of this page and those before.
    runs: usize,
    after: Option<String>,
}

/// A run of a list.
#[derive(Clone, Default)]
struct Known {
    updated_at: Option<String>,
    has_ended: bool,
    is_listed: bool,
}

/// The runs of a page, and where the next one begins.
type ReadList = (Vec<(String, Known)>, Option<String>);

/// What comes next.
#[derive(Debug, PartialEq)]
pub enum Next {
    /// A list of runs is asked for.
    List(Path, Vec<(&'static str, String)>),
    /// A run is.
    Run(Path),
    /// A round is over: the next one comes after a while.
    Wait(Duration),
}

impl Poll {
    /// Begins to watch the runs of a plan; where each has a feed of its own, that of one feed.
    pub fn new(watched: &Watched, feed: usize) -> Option<Self> {
        let watched = match watched {
            Watched::Runs(runs) => Of::Run(runs.get(feed)?.clone()),
            Watched::Batch(batch) => Of::Batch(batch.clone()),
            Watched::Tags { tags, age } => {
                Of::Tags { tags: tags.clone(), age: age.clone().unwrap_or_else(|| MAX_AGE.to_owned()) }
            }
        };
        let (due, known) = (VecDeque::new(), HashMap::new());
        let mut poll = Self { watched, due, page: None, known, interval: MIN_INTERVAL, is_moved: true };
        poll.begin_round();
        Some(poll)
    }

    fn begin_round(&mut self) {
        match &self.watched {
            Of::Run(run) => self.due.push_back(Due { run: run.clone(), listed: None }),
            _ => self.page = Some(Page::default()),
        }
        self.is_moved = false;
    }

    /// Says what comes next; after a wait another round begins.
    pub fn next(&mut self) -> Next {
        if let Some(due) = self.due.front() {
            return Next::Run(Path::fill(RUN, std::slice::from_ref(&due.run)));
        }
        if let Some(page) = &self.page {
            return match &self.watched {
                Of::Tags { tags, age } => Next::List(Path::fill(RUNS, &[]), query_of(tags, age, page)),
                Of::Batch(of) | Of::Run(of) => {
                    Next::List(Path::fill(BATCH, std::slice::from_ref(of)), Vec::new())
                }
            };
        }
        self.interval = match self.is_moved {
            true => MIN_INTERVAL,
            false => self.interval.mul_f64(1.5).min(MAX_INTERVAL),
        };
        self.begin_round();
        Next::Wait(self.interval)
    }

    /// Takes the answer about the run that was asked for: the change of its row, without the columns that are skipped.
    /// Nothing for what is no run.
    pub fn retrieved(&mut self, body: &str, skipped: &[&str]) -> Option<Message<'static>> {
        let cells = read_run(body, skipped)?;
        let status = cells.iter().find(|(column, _)| column == "status");
        let has_ended =
            status.and_then(|(_, status)| status.as_deref()).is_some_and(|it| is_final(api_name(it)));
        // Where the list says when a run was changed, one that has ended may be changed once more.
        if let Some((_, known)) = self.due.front_mut().and_then(|due| due.listed.as_mut()) {
            known.has_ended = has_ended && known.updated_at.is_none();
        }
        Some(Message::Insert(Cow::Owned(self.settle()), cells))
    }

    /// The run that was asked for is not there: the change of its row.
    pub fn missed(&mut self) -> Message<'static> {
        Message::Delete(Cow::Owned(self.settle()))
    }

    /// Takes the run that was asked for off the list of those to ask for; answers the key of its row.
    fn settle(&mut self) -> String {
        match self.due.pop_front().and_then(|due| due.listed) {
            Some((id, known)) => {
                self.known.insert(id.clone(), known);
                id
            }
            None => String::new(),
        }
    }

    /// The run that is asked for is one of a list: it may be gone by now.
    pub fn is_listed(&self) -> bool {
        self.due.front().is_some_and(|due| due.listed.is_some())
    }

    /// Something has changed: the next round comes soon.
    pub fn moved(&mut self) {
        self.is_moved = true;
    }

    /// Takes a page of the list; false for what is none.
    pub fn listed(&mut self, body: &str) -> bool {
        let Some((runs, next)) = self.read_list(body) else { return false };
        let page = self.page.take().unwrap_or_default();
        let (number, before) = (page.number + 1, page.runs);
        let count = before.saturating_add(runs.len());
        for (id, known) in runs.into_iter().take(MAX_RUNS.saturating_sub(before)) {
            let is_news = match self.known.get_mut(&id) {
                None => true,
                Some(before) => {
                    before.is_listed = true;
                    !before.has_ended && (known.updated_at.is_none() || known.updated_at != before.updated_at)
                }
            };
            if is_news && let Ok(run) = Segment::new("runId", &id) {
                self.due.push_back(Due { run, listed: Some((id, known)) });
            }
        }
        match next.filter(|_| number < MAX_PAGES && count < MAX_RUNS) {
            Some(after) => self.page = Some(Page { number, runs: count, after: Some(after) }),
            // Those that are on no page any more are not watched.
            None => self.known.retain(|_, known| std::mem::take(&mut known.is_listed)),
        }
        true
    }

    /// Reads the runs of a page that are watched, and where the next one begins.
    fn read_list(&self, body: &str) -> Option<ReadList> {
        match &self.watched {
            Of::Tags { tags, .. } => {
                let Listing { data, pagination } = serde_json::from_str(body).ok()?;
                // The server lists what has any of the tags.
                let has_all = |run: &Listed| tags.iter().all(|tag| run.tags.contains(tag));
                let runs = data.into_iter().filter(|run| run.id.len() <= MAX_ID && has_all(run));
                let runs =
                    runs.map(|run| (run.id, Known { updated_at: Some(run.updated_at), ..Known::default() }));
                Some((runs.collect(), pagination.next))
            }
            _ => {
                let BatchOf { runs } = serde_json::from_str(body).ok()?;
                let runs = runs.into_iter().filter(|id| id.len() <= MAX_ID);
                Some((runs.map(|id| (id, Known::default())).collect(), None))
            }
        }
    }
}

fn query_of(tags: &[String], age: &str, page: &Page) -> Vec<(&'static str, String)> {
    let mut query = vec![
        ("filter[createdAt][period]", age.to_owned()),
        ("filter[tag]", tags.join(",")),
        ("page[size]", "100".to_owned()),
    ];
    query.extend(page.after.clone().map(|after| ("page[after]", after)));
    query
}

#[derive(Deserialize)]
struct Listing {
    data: Vec<Listed>,
    pagination: Pagination,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    id: String,
    updated_at: String,
    #[serde(default)]
    tags: Vec<String>,
}

#[derive(Deserialize)]
struct Pagination {
    #[serde(default)]
    next: Option<String>,
}

#[derive(Deserialize)]
struct BatchOf {
    runs: Vec<String>,
}

/// Reads a run as the columns that a feed has of it; nothing for what is no run.
fn read_run(body: &str, skipped: &[&str]) -> Option<Vec<Cell<'static>>> {
    let run: HashMap<Cow<'_, str>, &RawValue> = serde_json::from_str(body).ok()?;
    let text = |field: &str| run.get(field).copied().and_then(text_of).map(Cow::into_owned);
    let id = text("id")?;
    let mut cells: Vec<(&'static str, Option<String>)> =
        FIELDS.iter().map(|(column, field)| (*column, text(field))).collect();
    cells.push(("runTags", run.get("tags").and_then(|tags| array_of(tags))));
    cells.push(("error", json(&run, "error")));
    for (field, kind) in [("payload", "payloadType"), ("output", "outputType"), ("metadata", "metadataType")]
    {
        let (value, of_type) = match run.contains_key(format!("{field}PresignedUrl").as_str()) {
            // The URL is another one each time. What it leads to is not.
            true => (Some(format!("{id}/{field}")), STORED),
            false => (json(&run, field), "application/json"),
        };
        cells.push((kind, value.is_some().then(|| of_type.to_owned())));
        cells.push((field, value));
    }
    let wanted = cells.into_iter().filter(|(column, _)| !skipped.contains(column));
    Some(wanted.map(|(column, text)| (Cow::Borrowed(column), text.map(Cow::Owned))).collect())
}

/// The JSON of a field that is not null.
fn json(run: &HashMap<Cow<'_, str>, &RawValue>, field: &str) -> Option<String> {
    run.get(field).map(|value| value.get().to_owned()).filter(|json| json != "null")
}

/// Writes a list of texts as Postgres does.
fn array_of(list: &RawValue) -> Option<String> {
    let texts: Vec<String> = serde_json::from_str(list.get()).ok()?;
    let quoted = texts.iter().map(|text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")));
    Some(format!("{{{}}}", quoted.collect::<Vec<_>>().join(",")))
}

#[cfg(test)]
#[path = "poll_tests.rs"]
mod tests;
