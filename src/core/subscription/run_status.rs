//! The statuses of a run: as the database has them, and as the API calls them.

/// Names a status as the API does; one that is unknown keeps its name.
pub fn api_name(status: &str) -> &str {
    match status {
        "PENDING" => "QUEUED",
        "WAITING_FOR_DEPLOY" => "PENDING_VERSION",
        "PAUSED" | "WAITING_TO_RESUME" => "WAITING",
        "RETRYING_AFTER_FAILURE" => "EXECUTING",
        "CANCELLED" => "CANCELED",
        "COMPLETED_SUCCESSFULLY" => "COMPLETED",
        "COMPLETED_WITH_ERRORS" | "INTERRUPTED" => "FAILED",
        other => other,
    }
}

/// What a status is one of, under the names that a run has for them.
pub fn flags(status: &str) -> [(&'static str, bool); 7] {
    let is_failed = matches!(status, "FAILED" | "CRASHED" | "SYSTEM_FAILURE" | "EXPIRED" | "TIMED_OUT");
    let is_success = status == "COMPLETED";
    [
        ("isQueued", matches!(status, "PENDING_VERSION" | "QUEUED" | "PENDING" | "DELAYED")),
        ("isWaiting", status == "WAITING"),
        ("isExecuting", matches!(status, "DEQUEUED" | "EXECUTING")),
        ("isCompleted", is_success || is_failed),
        ("isFailed", is_failed),
        ("isSuccess", is_success),
        // As in the official SDK, a run that was cancelled is not completed.
        ("isCancelled", status == "CANCELED"),
    ]
}

/// Says if a run of this status has ended.
pub fn is_final(status: &str) -> bool {
    flags(status).iter().any(|(name, holds)| *holds && matches!(*name, "isCompleted" | "isCancelled"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_of_the_database_have_their_name_of_the_api() {
        for (status, name) in [
            ("PENDING", "QUEUED"),
            ("DELAYED", "DELAYED"),
            ("PENDING_VERSION", "PENDING_VERSION"),
            ("WAITING_TO_RESUME", "WAITING"),
            ("DEQUEUED", "DEQUEUED"),
            ("RETRYING_AFTER_FAILURE", "EXECUTING"),
            ("COMPLETED_SUCCESSFULLY", "COMPLETED"),
            ("INTERRUPTED", "FAILED"),
            ("FROM_THE_FUTURE", "FROM_THE_FUTURE"),
        ] {
            assert_eq!(api_name(status), name);
        }
    }

    #[test]
    fn a_run_has_ended_when_it_can_change_no_more() {
        for status in ["COMPLETED", "CANCELED", "FAILED", "CRASHED", "SYSTEM_FAILURE", "EXPIRED", "TIMED_OUT"]
        {
            assert!(is_final(status), "{status}");
        }
        for status in ["QUEUED", "DELAYED", "EXECUTING", "WAITING", "PENDING_VERSION", "FROM_THE_FUTURE"] {
            assert!(!is_final(status), "{status}");
        }
        let holding = |status| flags(status).into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name);
        assert_eq!(holding("TIMED_OUT").collect::<Vec<_>>(), ["isCompleted", "isFailed"]);
        assert_eq!(holding("CANCELED").collect::<Vec<_>>(), ["isCancelled"]);
    }
}
