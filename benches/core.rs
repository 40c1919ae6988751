//! What the engine does to an answer and for a request, without the network: `cargo bench`.

#![allow(clippy::expect_used, reason = "a benchmark that cannot begin has nobody to tell")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hairtrigger_core::call::{Path, Segment};
use hairtrigger_core::decode;
use hairtrigger_core::identity::{BaseUrl, Redactor, Secret, hide_public_tokens};
use hairtrigger_core::operation::{Field, FieldKind, Shape};

const ENVIRONMENT: &[Field] =
    &[Field { name: "id", kind: FieldKind::Plain }, Field { name: "name", kind: FieldKind::Plain }];

const RUN: &[Field] = &[
    Field { name: "id", kind: FieldKind::Plain },
    Field { name: "status", kind: FieldKind::Plain },
    Field { name: "createdAt", kind: FieldKind::Date },
    Field { name: "updatedAt", kind: FieldKind::Date },
    Field { name: "durationMs", kind: FieldKind::Plain },
    Field { name: "isTest", kind: FieldKind::Plain },
    Field { name: "env", kind: FieldKind::Nested(ENVIRONMENT) },
    Field { name: "tags", kind: FieldKind::Texts },
    Field { name: "metadata", kind: FieldKind::FreeForm },
];

fn page(items: usize) -> Vec<u8> {
    let runs: Vec<_> = (0..items)
        .map(|index| {
            serde_json::json!({
                "id": format!("run_{index:c>25}"),
                "status": "COMPLETED",
                "createdAt": "2026-11-21T07:16:55.000Z",
                "updatedAt": "2026-11-21T07:16:56.000Z",
                "durationMs": index,
                "isTest": false,
                "env": { "id": "cmwpnqya7000e847d84wfc50g", "name": "prod" },
                "tags": ["customer:1234"],
                "metadata": { "step": index },
            })
        })
        .collect();
    serde_json::json!({ "data": runs, "pagination": { "next": "n" } }).to_string().into_bytes()
}

fn answers(criterion: &mut Criterion) {
    let body = page(100);
    let mut group = criterion.benchmark_group("answers");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("a page of 100 runs, as columns", |bencher| {
        bencher.iter(|| {
            decode::read(Shape::Page(RUN), black_box(body.clone())).map(|body| body.columns.is_some())
        });
    });
    group.bench_function("the same page, checked only", |bencher| {
        bencher.iter(|| {
            decode::read(Shape::Object(RUN), black_box(body.clone())).map(|body| body.columns.is_some())
        });
    });
    group.finish();
}

fn requests(criterion: &mut Criterion) {
    let base = BaseUrl::parse("https://api.trigger.dev", "baseURL").expect("a base URL");
    criterion.bench_function("a URL", |bencher| {
        bencher.iter(|| {
            let run = Segment::new("runId", black_box("run_1234567890")).expect("a segment");
            base.join(Path::fill("/api/v1/runs/{runId}/replay", &[run]).as_str())
        });
    });
    let secret = Secret::new("tr_prod_abcdefghijklmnopqrstuvwx".to_owned());
    let text = "an error that does not hold the token, of a length that errors have. ".repeat(4);
    criterion.bench_function("a redactor", |bencher| {
        bencher.iter(|| Redactor::new(black_box(&secret), "tr_prod_…uvwx"));
    });
    criterion.bench_function("redaction of an error", |bencher| {
        bencher.iter(|| Redactor::new(&secret, "tr_prod_…uvwx").redact(black_box(&text)));
    });
}

/// The most of an error's body that is read, of what a server may put into it.
fn redaction(criterion: &mut Criterion) {
    const SIZE: usize = 256 * 1024;
    let secret = Secret::new("tr_prod_abcdefghijklmnopqrstuvwx".to_owned());
    let one_letter = Secret::new("a".repeat(200));
    let json = String::from_utf8(page(SIZE / 240)).expect("JSON");
    let nested =
        serde_json::json!({ "error": json, "details": "a line\nand \u{e9}\n".repeat(20) }).to_string();
    let near_misses = format!("{}b", "a".repeat(199));
    let texts = [
        ("JSON", &secret, json),
        ("JSON in JSON", &secret, nested),
        ("backslashes", &secret, "\\".to_owned()),
        ("percent signs", &secret, "%".to_owned()),
        ("ampersands", &secret, "&".to_owned()),
        ("ampersands and letters", &secret, "&a".to_owned()),
        ("percent-encoded percent signs", &secret, "%25".to_owned()),
        ("percent signs of four layers", &secret, "%2525252574%%%%%%%%%%%%".to_owned()),
        ("entities of four layers", &secret, "&amp;amp;amp;#116;&a&a&a&a&a&a&a&a".to_owned()),
        ("marks, and an escape of four layers", &secret, format!("%2525252574{}", "&pe".repeat(SIZE))),
        (
            "nearly base64, and an escape of four layers",
            &one_letter,
            format!("%2525252574{}", "YWFh".repeat(SIZE)),
        ),
        ("the token but for its end", &secret, "tr_prod_abcdefghijklmnopqrstuvw ".to_owned()),
        ("the token, percent-encoded twice", &secret, "%2574r_prod_abcdefghijklmnopqrstuvwx".to_owned()),
        ("one letter", &one_letter, near_misses),
        ("one letter, percent-encoded twice", &one_letter, "%2561".to_owned()),
    ];
    let mut group = criterion.benchmark_group("redaction of 256 KiB");
    for (name, secret, text) in texts {
        let text: String = text.repeat(SIZE / text.len() + 1).chars().take(SIZE).collect();
        group.bench_function(name, |bencher| {
            bencher.iter(|| Redactor::new(secret, "tr_prod_…uvwx").redact(black_box(&text)));
        });
        group.bench_function(format!("{name}, public tokens"), |bencher| {
            bencher.iter(|| hide_public_tokens(black_box(&text)));
        });
    }
    group.finish();
}

criterion_group!(benches, answers, requests, redaction);
criterion_main!(benches);
