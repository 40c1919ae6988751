use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use proptest::prelude::*;

use super::super::escapes::Unescaped;
use super::*;

const TOKEN: &str = "tr_dev_aB3dE6gH9jK2mN5p";

fn redacted_of(token: &str, text: &str, replacement: &str) -> String {
    Redactor::new(&Secret::new(token.to_owned()), replacement).redact(text)
}

fn redacted(text: &str) -> String {
    redacted_of(TOKEN, text, "[…]")
}

/// The token, or another text, with each of its bytes spelled like this.
fn each(text: &str, spell: impl Fn(u8) -> String) -> String {
    text.bytes().map(spell).collect()
}

fn percent(text: &str) -> String {
    each(text, |byte| format!("%{byte:02X}"))
}

fn json(text: &str) -> String {
    each(text, |byte| format!("\\u{byte:04x}"))
}

fn entities(text: &str) -> String {
    each(text, |byte| format!("&#{byte};"))
}

#[test]
fn public_tokens_keep_their_beginning_alone() {
    let text = r#"{"token":"eyJhbGciOi.eyJzdWIi.c2ln-_8","other":"eyJhbGciOi","é":"eyJ.a.b"}"#;
    assert_eq!(hide_public_tokens(text), r#"{"token":"eyJ…","other":"eyJhbGciOi","é":"eyJ…"}"#);
    for text in ["", "eyJ", "nothing", "eyJ…abcd", "eyJeyJeyJ", "eyJ eyJ. eyJ."] {
        assert_eq!(hide_public_tokens(text), text);
    }
}

#[test]
fn redacts_every_occurrence() {
    assert_eq!(redacted(&format!("é {TOKEN}{TOKEN} tr_dev_ é")), "é […][…] tr_dev_ é");
    assert_eq!(redacted_of("", "as it is", "x"), "as it is");
}

#[test]
fn redacts_escapes() {
    for spelling in [
        TOKEN.to_ascii_uppercase(),
        TOKEN.to_ascii_lowercase(),
        percent(TOKEN),
        percent(TOKEN).to_ascii_lowercase(),
        TOKEN.replace('_', "%5f"),
        TOKEN.replace('_', "&lowbar;"),
        TOKEN.replace('_', r"\_"),
        json(TOKEN),
        each(TOKEN, |byte| format!("%u{byte:04x}")),
        each(TOKEN, |byte| format!("\\x{byte:02x}")),
        each(TOKEN, |byte| format!("\\u{{{byte:x}}}")),
        each(TOKEN, |byte| format!("\\u{{{byte:06x}}}")),
        each(TOKEN, |byte| format!("\\U{byte:08x}")),
        each(TOKEN, |byte| format!("\\{byte:o}")),
        each(TOKEN, |byte| format!("\\{byte:03o}")),
        entities(TOKEN),
        each(TOKEN, |byte| format!("&#{byte:07};")),
        each(TOKEN, |byte| format!("&#x{byte:x};")),
        each(TOKEN, |byte| format!("&#X{byte:08X};")),
        each(TOKEN, |byte| format!("{}\0", char::from(byte))),
        each(TOKEN, |byte| format!("{}\u{ad}", char::from(byte))),
    ] {
        let shown = redacted(&format!("<{spelling}>"));
        assert!(matches!(shown.as_str(), "<[…]>" | "<[…]\0>" | "<[…]\u{ad}>"), "{spelling}: {shown}");
    }
}

#[test]
fn redacts_layers_of_escapes() {
    for spelling in [
        percent(&percent(TOKEN)),
        percent(&percent(&percent(TOKEN))),
        TOKEN.replace('_', "%2525255f"),
        json(TOKEN).replace('\\', "\\\\"),
        json(TOKEN).replace('\\', "\\\\\\\\\\\\\\\\"),
        json(&percent(TOKEN)),
        percent(&json(TOKEN)),
        entities(&json(&percent(TOKEN))),
        percent(TOKEN).replace('%', "\\u0025"),
        entities(TOKEN).replace('&', "&amp;"),
        entities(TOKEN).replace('&', "&amp;amp;amp;"),
        percent(&STANDARD.encode(TOKEN)),
    ] {
        let shown = redacted(&format!("<{spelling}>"));
        assert!(shown.starts_with("<[…]") && shown.len() < 16, "{spelling}: {shown}");
    }
}

#[test]
fn redacts_numbers() {
    let separated = |separator: &str, spell: fn(u8) -> String| {
        TOKEN.bytes().map(spell).collect::<Vec<_>>().join(separator)
    };
    for spelling in [
        separated("", |byte| format!("{byte:02x}")),
        separated("", |byte| format!("{byte:02X}")),
        separated(":", |byte| format!("{byte:02x}")),
        separated(" ", |byte| format!("{byte:02x}")),
        separated("-", |byte| format!("{byte:02X}")),
        separated(", ", |byte| format!("0x{byte:02x}")),
        separated(",", |byte| byte.to_string()),
        separated(", ", |byte| byte.to_string()),
    ] {
        assert_eq!(redacted(&format!("<{spelling}>")), "<[…]>", "{spelling}");
    }
}

#[test]
fn redacts_base64_wherever_the_token_stands_in_it() {
    for before in ["", "a", "ab", "Bearer "] {
        let text = format!("{before}{TOKEN}:");
        let once = STANDARD_NO_PAD.encode(&text);
        let lines = |line_break: &str| {
            let lines: Vec<_> = once.as_bytes().chunks(8).map(String::from_utf8_lossy).collect();
            lines.join(line_break)
        };
        for encoded in [
            once.clone(),
            URL_SAFE_NO_PAD.encode(&text),
            STANDARD.encode(&once),
            URL_SAFE_NO_PAD.encode(format!("Basic {once}")),
            once.to_ascii_lowercase(),
            lines("\n"),
            lines("\r\n"),
            lines("\\n"),
            lines("\\\\r\\\\n"),
        ] {
            let shown = redacted(&encoded);
            assert!(shown.contains("[…]") && shown.len() < 32, "{before}: {shown}");
        }
    }
    // Characters whose base64 differs between the alphabets.
    let token = "tr_dev_?~?>?~?>?~?>abcdefgh";
    for encoded in
        [STANDARD.encode(token), URL_SAFE_NO_PAD.encode(token), STANDARD.encode(token).replace('/', r"\/")]
    {
        assert!(redacted_of(token, &encoded, "").len() < 4, "{encoded}");
        assert!(
            redacted_of(token, &STANDARD.encode(&encoded), "").len() < 8 || encoded.contains('\\'),
            "{encoded}"
        );
    }
}

#[test]
fn redacts_over_lines() {
    for line_break in ["\n", "\r\n    ", "\\n", " "] {
        let text = format!("<{}{line_break}{}>", &TOKEN[..12], &TOKEN[12..]);
        assert_eq!(redacted(&text), "<[…]>", "{text}");
    }
}

#[test]
fn redacts_tokens_that_look_escaped() {
    for token in ["tr_dev_a%41b%2541c&amp;d", r"tr_dev_\u0041\x42\\n0x43efgh", "%41", "&#65;", "\\\\"] {
        for spelling in [token.to_owned(), percent(token), json(token), token.replace('_', "%5f")] {
            let shown = redacted_of(token, &format!("<{spelling}>"), "[…]");
            assert_eq!(shown, "<[…]>", "{token} as {spelling}");
        }
    }
}

#[test]
fn of_a_short_token_every_character_counts() {
    assert_eq!(redacted_of("tr_a-1", "tr_… a 1, tra1, TR_A-1, tr_a%2d1", "*"), "tr_… a 1, tra1, *, *");
    assert_eq!(redacted_of("a", "An abbey", "*"), "*n *bbey");
}

#[test]
fn ordinary_texts_stay_as_they_are() {
    for text in [
        "100% of \\o/ & more",
        r#"{"a":"\u00e9\n","b":"C:\\tr_dev_\\new","c":"tr_dev_…mN5p"}"#,
        "tr_dev_ aB3dE6gH9jK2mN5",
        "&nbsp;&#8230;%E2%80%A6",
    ] {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn long_texts_are_read_once() {
    // So long that a search which is not linear does not end.
    const LENGTH: usize = 1 << 16;
    let token = "a".repeat(2000);
    let secret = Secret::new(token.clone());
    let redactor = Redactor::new(&secret, "…");
    let near_miss = format!("{}b", &token[1..]);
    let start = "%2525252574";
    for part in [
        "\\", "%", "%2", "&", "&#", "&#0", "&amp;", "\\u", "\\u{0", "a", "%61", " ", &near_miss, "eyJ",
        "eyJ ", ".",
    ] {
        let text = format!("{start}{}", part.repeat(LENGTH / part.len()));
        let shown = redactor.redact(&text);
        assert_eq!(shown == text, !matches!(part, "a" | "%61"), "{part}");
        assert!(redactor.redact_up_to(&text, LENGTH / 2).len() <= LENGTH / 2);
    }
    for part in ["eyJ", "eyJ ", "eyJ.", "."] {
        let text = part.repeat(LENGTH * 8);
        assert_eq!(hide_public_tokens(&text) == text, part != "eyJ.", "{part}");
    }
    let shown = redactor.redact(&token.repeat(LENGTH / token.len()));
    assert_eq!(shown, "…".repeat(LENGTH / token.len()));
}

#[test]
fn names_that_look_like_tokens_are_not_shown() {
    assert_eq!(shown_name("limit"), "limit");
    assert!(!shown_name(TOKEN).contains(TOKEN));
    assert!(shown_name(&"x".repeat(1000)).len() < 100);
}

#[test]
fn a_cut_text_is_as_short_as_asked() {
    let secret = Secret::new(TOKEN.to_owned());
    let redactor = Redactor::new(&secret, "[…]");
    assert_eq!(redactor.redact_up_to("short", 500), "short");
    assert_eq!(redactor.redact_up_to("éééé", 5), "éé");
    assert_eq!(redactor.redact_up_to(&"x".repeat(1000), 500), "x".repeat(500));
    assert_eq!(redactor.redact_up_to(&format!("a {TOKEN} b {TOKEN}"), 9), "a […] b");
    assert_eq!(redactor.redact_up_to("anything", 0), "");
    // What was read of it ends within the token.
    assert_eq!(redactor.redact_up_to("<tr_dev_aB3dE6", 14), "<[…]");
    assert_eq!(redactor.redact_up_to("<tr_dev_aB3dE6%", 15), "<[…]");
    // The beginning that all tokens have is not one's secret.
    assert_eq!(redactor.redact_up_to("<tr_dev_", 8), "<tr_dev_");
}

/// Counts the bytes of the text that spell the token that it begins with, if it does: one byte after the other,
/// each as it is, percent-encoded or JSON-escaped.
fn spelled_length(text: &[u8], token: &[u8]) -> Option<usize> {
    let mut length = 0;
    for byte in token {
        let rest = text.get(length..)?;
        if rest.first()?.eq_ignore_ascii_case(byte) {
            length += 1;
        } else {
            let backslashes = rest.iter().take_while(|byte| **byte == b'\\').count();
            let digits = match rest.get(backslashes..)? {
                [b'%', ..] if backslashes == 0 => 1,
                [b'u', b'0', b'0', ..] if backslashes > 0 => backslashes + 3,
                _ => return None,
            };
            let hex = std::str::from_utf8(rest.get(digits..digits + 2)?).ok()?;
            let escaped = u8::from_str_radix(hex, 16).ok()?;
            escaped.eq_ignore_ascii_case(byte).then_some(())?;
            length += digits + 2;
        }
    }
    Some(length)
}

fn holds(text: &str, token: &str) -> bool {
    (0..text.len()).any(|start| spelled_length(&text.as_bytes()[start..], token.as_bytes()).is_some())
}

/// Escapes those bytes of a text that are chosen, and all that begin such an escape.
fn escaped(text: &str, kind: usize, chosen: &[bool]) -> String {
    let mut chosen = chosen.iter().cycle();
    text.bytes()
        .map(|byte| {
            let is_chosen = *chosen.next().unwrap_or(&true);
            match kind {
                _ if !is_chosen && !b"%\\&".contains(&byte) => char::from(byte).to_string(),
                0 => format!("%{byte:02x}"),
                1 => format!("\\u{byte:04x}"),
                2 => format!("\\x{byte:02X}"),
                3 => format!("&#{byte};"),
                _ => format!("&#x0{byte:x};"),
            }
        })
        .collect()
}

/// The letters and digits of a text, in small letters, without any escape.
fn bare(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    while let Some(unescaped) = Unescaped::of(&bytes) {
        bytes = unescaped.bytes.to_vec();
    }
    bytes.retain(u8::is_ascii_alphanumeric);
    String::from_utf8(bytes).expect("letters and digits").to_ascii_lowercase()
}

proptest! {
    #[test]
    fn any_text_can_be_redacted(text in "\\PC{0,60}", token in "[!-~]{1,6}", tail in "[!-~]{0,6}") {
        let shown = redacted_of(&token, &format!("{text}{token}{tail}"), "");
        prop_assert!(shown.len() <= text.len() + tail.len());
    }

    #[test]
    fn nothing_is_left_that_a_naive_search_finds(
        // Behind a backslash, what begins with another letter could be an escape.
        token in "[g-mo-qs-tv-wyz][0-9a-z_-]{0,7}",
        kinds in prop::collection::vec(0_usize..2, 1..4),
        chosen in prop::collection::vec(any::<bool>(), 1..9),
        noise in prop::collection::vec("[%\\\\&#;u0-9a-z é]{0,8}", 4),
    ) {
        let mut text = noise[0].clone();
        for (kind, noise) in kinds.iter().zip(&noise[1..]) {
            text.extend([escaped(&token, *kind, &chosen).as_str(), noise]);
        }
        prop_assert!(holds(&text, &token));
        let shown = redacted_of(&token, &text, "…");
        prop_assert!(!holds(&shown, &token), "{} became {}", text, shown);
    }

    #[test]
    fn a_text_is_left_alone_where_a_naive_search_finds_nothing(
        token in "[a-c_]{2,3}",
        text in "[a-c_ é]{0,20}",
    ) {
        let folded = text.replace(' ', "");
        let shown = redacted_of(&token, &text, "…");
        prop_assert_eq!(shown == text, !holds(&folded, &token), "{}", shown);
    }

    #[test]
    fn escapes_in_layers_are_redacted_to_the_byte(
        layers in prop::collection::vec((0_usize..5, prop::collection::vec(any::<bool>(), 1..9)), 0..=4),
    ) {
        let spelling = layers
            .iter()
            .fold(TOKEN.to_owned(), |text, (kind, chosen)| escaped(&text, *kind, chosen));
        prop_assert_eq!(redacted(&format!("é<{spelling}>é")), "é<[…]>é");
    }

    #[test]
    fn a_cut_leaves_no_part_of_the_token(
        before in 0_usize..80,
        kind in 0_usize..5,
        chosen in prop::collection::vec(any::<bool>(), 1..9),
        again in any::<bool>(),
        limit in 1_usize..120,
    ) {
        const PIECE: usize = 8;
        let mut spelling = escaped(TOKEN, kind, &chosen);
        if again {
            spelling = escaped(&spelling, kind, &chosen);
        }
        let text = format!("{}{spelling}{}", "·".repeat(before / 2), "·".repeat(400));
        let secret = Secret::new(TOKEN.to_owned());
        let shown = Redactor::new(&secret, "").redact_up_to(&text, limit);
        prop_assert!(shown.len() <= limit);
        let bare = bare(&shown);
        for piece in TOKEN.replace('_', "").to_ascii_lowercase().as_bytes().windows(PIECE) {
            prop_assert!(!bare.as_bytes().windows(PIECE).any(|shown| shown == piece), "{}", shown);
        }
    }
}
