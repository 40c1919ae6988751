//! Cron expressions, as far as the server does not judge them itself.

/// The fields of an expression: minute, hour, day of the month, month, day of the week.
const FIELDS: usize = 5;

/// Says if the server can judge this expression: it says itself what is wrong with a field, and that there
/// are too many. Too few, an alias such as `@daily` among them, end in an internal error of its own, and
/// fields that tabs or line breaks separate hide from it that the first one means seconds.
pub fn is_judged(expression: &str) -> bool {
    let expression = expression.trim();
    let has_other_space = expression.chars().any(|character| character.is_whitespace() && character != ' ');
    !has_other_space && expression.split_whitespace().count() >= FIELDS
}

#[cfg(test)]
mod tests {
    use super::is_judged;

    #[test]
    fn five_fields_and_more_are_left_to_the_server() {
        for expression in ["0 9 * * 1", " 0 9 * * 1\n", "*/5 * * * *", "61 0 L * MON-FRI", "* * * * * *"] {
            assert!(is_judged(expression), "{expression:?}");
        }
    }

    #[test]
    fn what_would_break_the_server_is_not() {
        for expression in
            ["", " ", "@daily", "* * * *", "1 1 * * ", "0\t9\t*\t*\t*", "* *\t* * * *", "*\u{a0}* * * * *"]
        {
            assert!(!is_judged(expression), "{expression:?}");
        }
    }
}
