//! Whatever a caller passes as a token, a branch or a header: it cannot leave its header, and a token
//! that is refused, or is shown in an error, is not in the text.

use hairtrigger_core::identity::{Branch, Credential, ExtraHeaders, Secret};

fn stays_in_its_header(bytes: &[u8]) -> bool {
    !bytes.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0))
}

pub type Input<'a> = (&'a str, &'a str, &'a str);

pub fn check(input: Input<'_>) {
    let (token, name, value) = input;
    // White space around it is no part of a token.
    let token = token.trim();
    let long = token.len() >= 12;
    match Credential::parse(Secret::new(token.to_owned()), "secretKey") {
        Err(invalid) => assert!(!long || !invalid.message.contains(token)),
        Ok(credential) => {
            assert!(stays_in_its_header(credential.secret.bearer().expect("a header").as_bytes()));
            assert!(!long || !credential.masked.contains(token));
            // The shown end of a token that begins as it ends can complete what follows it: such tokens,
            // and those so short that their masked form holds them, are not what servers hand out.
            let repeats =
                (1..=4).any(|length| credential.masked.ends_with(&token[..length.min(token.len())]));
            if long && !repeats {
                let echoed = credential.redactor().redact(&format!("{value}{token}{name}{token}"));
                assert!(!echoed.contains(token), "{echoed}");
            }
        }
    }
    if let Ok(branch) = Branch::parse(value, "previewBranch") {
        assert!(stays_in_its_header(branch.header.as_bytes()));
    }
    let mut headers = ExtraHeaders::default();
    if headers.insert("additionalHeaders", name, value).is_ok() {
        let mut sent = reqwest::header::HeaderMap::new();
        headers.apply(&mut sent);
        assert_eq!(sent.len(), 1);
        assert!(!sent.contains_key("authorization") && !sent.contains_key("host"));
        assert!(sent.values().all(|value| stays_in_its_header(value.as_bytes())));
    }
}
