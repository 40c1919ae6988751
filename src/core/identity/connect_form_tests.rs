use proptest::prelude::*;

use super::*;

fn given(text: &str) -> Given {
    Given::Text(text.to_owned())
}

fn form(api_key: &str) -> Form {
    Form {
        api_key: given(api_key),
        token: Given::Nothing,
        project_ref: Given::Nothing,
        environment: Given::Nothing,
        base_url: Given::Nothing,
        preview_branch: Given::Nothing,
    }
}

fn read(form: Form) -> Value {
    serde_json::from_str(&form.read(None, NetworkPolicy::Any)).expect("JSON")
}

fn fields(form: Form) -> Vec<String> {
    let read = read(form);
    assert_eq!(read["ok"], false, "{read}");
    read["errors"].as_object().expect("errors").keys().cloned().collect()
}

#[test]
fn a_bare_host_gets_its_scheme() {
    let cases = [
        ("api.trigger.dev", "https://api.trigger.dev"),
        ("api.trigger.dev/", "https://api.trigger.dev"),
        ("//api.trigger.dev", "https://api.trigger.dev"),
        ("trigger.example:8443/self/hosted/", "https://trigger.example:8443/self/hosted"),
        ("10.0.0.7:3030", "https://10.0.0.7:3030"),
        ("localhost:3030", "http://localhost:3030"),
        ("LOCALHOST", "http://localhost"),
        ("app.localhost:3030/x", "http://app.localhost:3030/x"),
        ("127.0.0.1:3030", "http://127.0.0.1:3030"),
        ("[::1]:3030", "http://[::1]:3030"),
        ("http://trigger.internal:3030", "http://trigger.internal:3030"),
        ("https://localhost", "https://localhost"),
        ("https:/api.trigger.dev", "https://api.trigger.dev"),
    ];
    for (text, expected) in cases {
        let read = read(Form { base_url: given(text), ..form("tr_dev_a") });
        assert_eq!(read["config"]["baseURL"], expected, "{text}: {read}");
    }
    for text in [
        "ftp://a",
        "a b",
        "https://",
        "user:pass@host",
        "host?x=1",
        "host#x",
        "javascript:alert(1)",
        ":80",
        "htp:/a",
        "https//a",
        "HTTP//a/b",
    ] {
        assert_eq!(fields(Form { base_url: given(text), ..form("tr_dev_a") }), ["baseURL"], "{text}");
    }
}

#[test]
fn every_field_has_its_own_error() {
    let all = Form {
        api_key: given("tr_prod_a b"),
        token: Given::Other,
        project_ref: given("my-project"),
        environment: given("nope"),
        base_url: given("ftp://x"),
        preview_branch: given("a\nb"),
    };
    assert_eq!(fields(all), ["apiKey", "baseURL", "environment", "previewBranch", "projectRef", "token"]);
}

proptest! {
    /// Whatever is pasted, a token stands in the config or nowhere.
    #[test]
    fn no_error_repeats_what_was_filled_in(secret in "[a-z0-9]{24}", rest in "(\\PC| ){0,12}", place in 0..6_usize) {
        let mut values: [Given; 6] = std::array::from_fn(|_| Given::Nothing);
        values[place] = given(&format!("tr_prod_{secret}{rest}"));
        let [api_key, token, project_ref, environment, base_url, preview_branch] = values;
        let read = read(Form { api_key, token, project_ref, environment, base_url, preview_branch });
        prop_assert!(!read["errors"].to_string().contains(&secret), "{read}");
    }

    /// White space around a value, and what cannot be seen, changes nothing.
    #[test]
    fn values_are_trimmed(before in "[ \t\r\n\u{200b}\u{feff}\u{a0}]{0,4}", after in "[ \t\r\n\u{200b}\u{feff}\u{a0}]{0,4}") {
        let pad = |text: &str| given(&format!("{before}{text}{after}"));
        let read = read(Form {
            api_key: pad("tr_preview_a"),
            token: pad(""),
            project_ref: pad("proj_abc"),
            environment: pad("preview"),
            base_url: pad("localhost:3030"),
            preview_branch: pad("feature/one"),
        });
        let config = json!({
            "secretKey": "tr_preview_a", "baseURL": "http://localhost:3030", "previewBranch": "feature/one",
        });
        let expected = json!({ "ok": true, "config": config, "projectRef": "proj_abc", "environment": "preview" });
        prop_assert_eq!(read, expected);
    }
}

#[test]
fn a_base_url_of_a_private_network_is_refused_where_none_may_be_named() {
    for host in [
        "localhost:3030",
        "api.localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "[::1]:3030",
        "[::ffff:7f00:1]",
        "10.0.0.7",
        "https://169.254.169.254/latest",
    ] {
        let hostile = || Form { base_url: given(host), ..form("tr_dev_abc") };
        let read: Value = serde_json::from_str(&hostile().read(None, NetworkPolicy::Public)).expect("JSON");
        let sentence = read["errors"]["baseURL"].as_str().expect(host);
        assert!(sentence.starts_with("The base URL leads into a private network"), "{host}: {sentence}");
        let read: Value = serde_json::from_str(&hostile().read(None, NetworkPolicy::Any)).expect("JSON");
        assert_eq!(read["ok"], true, "{host}");
        assert!(read["config"].get("network").is_none());
    }
}

#[test]
fn a_network_is_named_beside_the_base_url_it_is_for() {
    let public = Form { base_url: given("trigger.example"), ..form("tr_dev_abc") };
    let read: Value =
        serde_json::from_str(&public.read(Some(NetworkPolicy::Public), NetworkPolicy::Any)).expect("JSON");
    assert_eq!(read["config"]["network"], "public");
    let read: Value =
        serde_json::from_str(&form("tr_dev_abc").read(Some(NetworkPolicy::Public), NetworkPolicy::Any))
            .expect("JSON");
    assert!(read["config"].get("network").is_none());
}
