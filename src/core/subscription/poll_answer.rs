//! The answers to the requests of a poll, read into what matters of them: on another thread where they are large, and no
//! more of them than is watched.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::beginning::Beginning;
use super::change_log::Cell;
use super::polled_run::{MAX_TAGS, read_run};

/// Runs of a list that are looked at, the newest ones: as many as a feed has.
pub const MAX_RUNS: usize = 1_000;
/// No id, date or status is longer.
pub const MAX_ID: usize = 256;
/// The place of a page is an id or two.
const MAX_CURSOR: usize = 1_024;

/// A run of a list.
#[derive(Clone, Default)]
pub struct Known {
    /// When it was changed, as far as it was told.
    pub updated_at: String,
    /// It has ended, and nothing more is asked.
    pub is_over: bool,
    pub is_listed: bool,
}

/// What a request asks for, and all that is needed to read the answer.
pub enum Asked {
    /// A run.
    Run,
    /// The ids of the runs in a batch.
    Ids,
    /// A list of runs.
    Runs {
        /// Those that have all of these.
        tags: Vec<String>,
        /// The columns that nobody wants, where the list says all the others.
        in_list: Option<Vec<String>>,
        /// Those of them that were told, as they were then.
        known: Arc<HashMap<String, Known>>,
    },
}

/// An answer, of what was asked for.
pub enum PollAnswer {
    Run(Vec<Cell<'static>>),
    Ids(HashSet<String>),
    Runs {
        runs: Vec<ListedRun>,
        /// The place of the next page.
        next: Option<String>,
    },
}

/// A run as a list has it.
pub struct ListedRun {
    pub id: String,
    pub updated_at: String,
    pub status: String,
    /// The columns that are wanted, where the list says all of them and the run has changed.
    pub cells: Option<Vec<Cell<'static>>>,
}

impl Asked {
    /// Reads an answer; nothing where it is one to something else.
    pub fn read(&self, body: &str) -> Option<PollAnswer> {
        match self {
            Self::Run => read_run(body, &[]).map(PollAnswer::Run),
            Self::Ids => {
                let BatchOf { runs: Beginning(ids) } = serde_json::from_str(body).ok()?;
                Some(PollAnswer::Ids(ids.into_iter().filter(|id| id.len() <= MAX_ID).collect()))
            }
            Self::Runs { tags, in_list, known } => {
                let Listing { data: Beginning(data), pagination } = serde_json::from_str(body).ok()?;
                let mut runs = Vec::new();
                for raw in data {
                    let Listed { id, updated_at, status, tags: Beginning(its) } =
                        serde_json::from_str(raw.get()).ok()?;
                    let is_short = [&id, &updated_at, &status].iter().all(|text| text.len() <= MAX_ID);
                    if !is_short || !tags.iter().all(|tag| its.iter().any(|Text(it)| it == tag)) {
                        continue;
                    }
                    let is_news = known.get(&id).is_none_or(|known| known.updated_at < updated_at);
                    let skipped = in_list.as_ref().filter(|_| is_news);
                    let cells = skipped.and_then(|skipped| read_run(raw.get(), skipped));
                    runs.push(ListedRun { id, updated_at, status, cells });
                }
                let next = pagination.next.filter(|next| next.len() <= MAX_CURSOR);
                Some(PollAnswer::Runs { runs, next })
            }
        }
    }
}

#[derive(Deserialize)]
struct Listing<'a> {
    #[serde(borrow)]
    data: Beginning<&'a RawValue, MAX_RUNS>,
    pagination: Pagination,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed<'a> {
    id: String,
    updated_at: String,
    #[serde(default)]
    status: String,
    #[serde(borrow, default)]
    tags: Beginning<Text<'a>, MAX_TAGS>,
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct Pagination {
    #[serde(default)]
    next: Option<String>,
}

#[derive(Deserialize)]
struct BatchOf {
    runs: Beginning<String, MAX_RUNS>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list_of(body: &str) -> (usize, Option<String>) {
        let asked = Asked::Runs { tags: Vec::new(), in_list: None, known: Arc::default() };
        match asked.read(body) {
            Some(PollAnswer::Runs { runs, next }) => (runs.len(), next),
            _ => panic!("a list"),
        }
    }

    #[test]
    fn of_an_endless_list_no_more_is_kept_than_is_watched() {
        let ids = vec!["\"run_1\""; 5 * MAX_RUNS].join(",");
        let Some(PollAnswer::Ids(read)) = Asked::Ids.read(&format!(r#"{{"runs":[{ids}]}}"#)) else {
            panic!("ids");
        };
        assert_eq!(read.len(), 1);
        let many: Vec<_> = (0..3 * MAX_RUNS).map(|number| format!("\"run_{number}\"")).collect();
        let read = Asked::Ids.read(&format!(r#"{{"runs":[{}]}}"#, many.join(",")));
        assert!(matches!(read, Some(PollAnswer::Ids(read)) if read.len() == MAX_RUNS));
        let runs = vec![r#"{"id":"run_1","updatedAt":"2"}"#; 3 * MAX_RUNS].join(",");
        assert_eq!(
            list_of(&format!(r#"{{"data":[{runs}],"pagination":{{"next":"run_1"}}}}"#)),
            (MAX_RUNS, Some("run_1".to_owned()))
        );
    }

    #[test]
    fn texts_that_are_far_too_long_are_not_kept() {
        let long = "1".repeat(MAX_CURSOR + 1);
        let body = format!(
            r#"{{"data":[{{"id":"run_1","updatedAt":"{long}"}},{{"id":"run_2","updatedAt":"2","status":"{long}"}}],
                "pagination":{{"next":"{long}"}}}}"#
        );
        assert_eq!(list_of(&body), (0, None));
    }
}
