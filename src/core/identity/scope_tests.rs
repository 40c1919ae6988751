use super::*;
use crate::identity::GivenToken;
use crate::identity::Secret;

fn token(text: &str) -> TokenChoice {
    TokenChoice::read(GivenToken::Text(text.to_owned()), GivenToken::Absent).expect("token")
}

fn unset() -> TokenChoice {
    TokenChoice::read(GivenToken::Unset("undefined"), GivenToken::Absent).expect("unset")
}

fn branch(name: &str) -> BranchChoice {
    BranchChoice::Named(Branch::parse(name, "previewBranch").expect("branch"))
}

fn base_url(text: &str) -> BaseUrl {
    BaseUrl::parse(text, "baseURL").expect("url")
}

fn environment() -> ProcessEnvironment {
    ProcessEnvironment {
        secret_key: Some(Secret::new("tr_prod_environment".to_owned())),
        preview_branch: Some("from-environment".to_owned()),
        ..ProcessEnvironment::default()
    }
}

fn branch_of(scope: &Scope) -> Option<String> {
    let identity = scope.identity.as_ref().expect("identity");
    let branch = identity.branch.as_ref()?;
    Some(branch.header.to_str().expect("text").to_owned())
}

fn is_token(scope: &Scope, text: &str) -> bool {
    let identity = scope.identity.as_ref().expect("identity");
    identity.credential.secret == Secret::new(text.to_owned())
}

#[test]
fn an_identity_is_whole() {
    let mut headers = ExtraHeaders::default();
    headers.insert("additionalHeaders", "x-a", "1").expect("header");
    let parent = Scope::of_default(
        &Config {
            token: token("tr_dev_a"),
            branch: branch("a"),
            headers: Some(headers),
            base_url: Some(base_url("http://one.example")),
            ..Config::default()
        },
        &ProcessEnvironment::default(),
    );
    let child = parent.derive(&Config { token: token("tr_dev_b"), ..Config::default() }).expect("child");
    assert!(is_token(&child, "tr_dev_b"));
    assert_eq!(branch_of(&child), None);
    let identity = child.identity.as_ref().expect("identity");
    let mut sent = reqwest::header::HeaderMap::new();
    identity.headers.apply(&mut sent);
    assert!(sent.is_empty());
    let server = child.server.as_ref().expect("server");
    assert_eq!(server.base_url.as_str(), "http://one.example");
}

#[test]
fn a_config_without_a_token_keeps_the_identity_and_may_change_the_branch() {
    let parent = Scope::of_default(
        &Config { token: token("tr_dev_a"), branch: branch("a"), ..Config::default() },
        &ProcessEnvironment::default(),
    );
    let derive = |config: Config| parent.derive(&config).expect("child");
    let kept = derive(Config::default());
    assert!(is_token(&kept, "tr_dev_a"));
    assert_eq!(branch_of(&kept).as_deref(), Some("a"));
    let changed = derive(Config { branch: branch("b"), ..Config::default() });
    assert_eq!(branch_of(&changed).as_deref(), Some("b"));
    let none = derive(Config { branch: BranchChoice::NoBranch, ..Config::default() });
    assert_eq!(branch_of(&none), None);
}

#[test]
fn the_default_scope_takes_a_branch_from_the_environment_and_a_client_with_a_token_does_not() {
    let config = Config { token: token("tr_dev_a"), ..Config::default() };
    let default = Scope::of_default(&config, &environment());
    assert_eq!(branch_of(&default).as_deref(), Some("from-environment"));
    let client = Scope::of_environment(&environment()).derive(&config).expect("client");
    assert_eq!(branch_of(&client), None);
    let plain = Scope::of_environment(&environment()).derive(&Config::default());
    let plain = plain.expect("client");
    assert!(is_token(&plain, "tr_prod_environment"));
    assert_eq!(branch_of(&plain).as_deref(), Some("from-environment"));
}

#[test]
fn an_unset_token_never_falls_back() {
    let config = Config { token: unset(), ..Config::default() };
    assert!(Scope::of_default(&config, &environment()).identity.is_err());
    assert!(Scope::of_environment(&environment()).derive(&config).is_err());
}

#[test]
fn a_failed_default_does_not_taint_a_scope_with_its_own_token() {
    let config = Config { token: unset(), ..Config::default() };
    let failed = Scope::of_default(&config, &environment());
    let child = failed.derive(&Config { token: token("tr_dev_b"), ..Config::default() });
    assert!(is_token(&child.expect("child"), "tr_dev_b"));
    let inheriting = failed.derive(&Config::default()).expect("child");
    assert!(inheriting.identity.is_err());
}

#[test]
fn strict_scopes_have_no_default_identity() {
    let config = Config { ambient: Some(false), ..Config::default() };
    let invalid = Scope::of_default(&config, &environment()).identity.err().expect("fault");
    assert!(invalid.message.contains("ambient: false"));
}

#[test]
fn tokens_of_the_environment_have_an_order() {
    let secret = |text: &str| Some(Secret::new(text.to_owned()));
    let mut environment = ProcessEnvironment {
        secret_key: secret("tr_dev_1"),
        access_token: secret("tr_pat_2"),
        run_token: secret("eyJ3"),
        ..ProcessEnvironment::default()
    };
    assert!(is_token(&Scope::of_environment(&environment), "tr_dev_1"));
    environment.secret_key = None;
    assert!(is_token(&Scope::of_environment(&environment), "tr_pat_2"));
    environment.access_token = None;
    assert!(is_token(&Scope::of_environment(&environment), "eyJ3"));
    environment.run_token = None;
    environment.legacy_api_key = secret("trigger_live_4");
    let invalid = Scope::of_environment(&environment).identity.err().expect("fault");
    assert!(invalid.message.contains("TRIGGER_API_KEY"));
}

#[test]
fn a_certificate_authority_stays_with_its_base_url() {
    let authority = CertificateAuthority::parse(crate::transport::CERTIFICATE, "ca");
    let parent = Scope::of_environment(&ProcessEnvironment::default())
        .derive(&Config {
            base_url: Some(base_url("https://one.example")),
            certificate_authority: Some(authority.expect("ca")),
            ..Config::default()
        })
        .expect("parent");
    let has_authority =
        |scope: &Scope| scope.server.as_ref().expect("server").certificate_authority.is_some();
    let same = parent.derive(&Config::default()).expect("child");
    assert!(has_authority(&same));
    let other = Config { base_url: Some(base_url("https://two.example")), ..Config::default() };
    assert!(!has_authority(&parent.derive(&other).expect("child")));
}
