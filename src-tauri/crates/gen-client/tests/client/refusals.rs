//! How refusals are read, whatever envelope they come in.

use std::time::Duration;

use contract::ErrorCode;
use gen_client::{CallError, CreateError};

use crate::server::{Server, json, with_type};
use crate::setting::{KEY, agent, client, job_id, spec};

struct Refused {
    status: u16,
    code: Option<ErrorCode>,
    message: String,
    retry_after: Option<Duration>,
}

async fn refused(answer: Vec<u8>) -> Refused {
    let server = Server::answering(answer);
    match client(&server).job(&agent(), &job_id()).await {
        Err(CallError::Refused {
            status,
            code,
            message,
            retry_after,
        }) => Refused {
            status,
            code,
            message,
            retry_after,
        },
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn every_documented_refusal_keeps_its_status_code_and_words() {
    for code in ErrorCode::ALL {
        let body = format!(
            r#"{{"error": "Words for {0}.", "error_code": "{0}"}}"#,
            code.as_str()
        );
        let refused = refused(json(code.http_status(), &body)).await;
        assert_eq!((refused.status, refused.code), (code.http_status(), Some(code)));
        assert_eq!(refused.message, format!("Words for {}.", code.as_str()));
    }
}

#[tokio::test]
async fn a_refused_create_is_refused_and_spends_nothing() {
    for status in [400, 401, 402, 403, 404, 413, 415, 422, 429] {
        let server = Server::answering(json(status, r#"{"error": "no"}"#));
        let error = client(&server).create(&agent(), &spec(), "k").await.unwrap_err();
        let CreateError::Refused(cause) = error else {
            panic!("{status}: {error:?}")
        };
        assert!(!cause.may_have_acted() && !cause.provably_not_sent());
    }
}

#[tokio::test]
async fn other_envelopes_stay_readable() {
    let cases = [
        (
            r#"{"code": "unauthorized", "message": "Bad key"}"#,
            Some(ErrorCode::Unauthorized),
            "Bad key",
        ),
        (r#"{"code": 7, "message": "Odd"}"#, None, "Odd (7)"),
        (
            r#"{"error": "No", "error_code": "brand_new_code"}"#,
            None,
            "No (brand_new_code)",
        ),
        (
            r#"{"error_code": "validation_error"}"#,
            Some(ErrorCode::ValidationError),
            "",
        ),
        (r#"{"detail": "Not found"}"#, None, "Not found"),
        (
            r#"{"detail": [{"loc": ["body", "days"], "msg": "must be one of"}]}"#,
            None,
            "must be one of",
        ),
        (r#"{"errors": ["one", "two"]}"#, None, "one; two"),
        (
            r#"{"errors": {"days": ["bad"], "value": ["empty"]}}"#,
            None,
            "days: bad; value: empty",
        ),
        (
            r#"{"error": {"message": "Deep", "code": "job_status_invalid"}}"#,
            Some(ErrorCode::JobStatusInvalid),
            "Deep",
        ),
        (r#"{"errors": [{"message": "m"}]}"#, None, "m"),
        (r#""just text""#, None, "just text"),
        (r#"{"odd": true}"#, None, r#"{"odd":true}"#),
        ("", None, ""),
        ("plain words", None, "plain words"),
        (r#"{"error": "cut"#, None, r#"{"error": "cut"#),
    ];
    for (body, code, message) in cases {
        let refused = refused(json(422, body)).await;
        assert_eq!(
            (refused.status, refused.code, refused.message.as_str()),
            (422, code, message),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_page_keeps_its_status_and_becomes_plain_text() {
    let page = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>p{color:red}</style>\
        <SCRIPT>alert('x')</script></head><body><!-- hint > --><h1>Bad&nbsp;Gateway</h1>\
        <p>Tom &amp; Jerry &lt;3</p></body></html>";
    let refused = refused(with_type(502, "text/html", "", page)).await;
    assert_eq!((refused.status, refused.code), (502, None));
    assert_eq!(refused.message, "502 Bad Gateway Bad Gateway Tom & Jerry <3");
}

#[tokio::test]
async fn a_code_is_never_guessed_from_the_status() {
    let refused = refused(with_type(
        403,
        "text/html",
        "",
        "<h1>Forbidden by the firewall</h1>",
    ))
    .await;
    assert_eq!((refused.status, refused.code), (403, None));
}

#[tokio::test]
async fn a_message_is_short_and_never_repeats_the_key() {
    // The key lies across the place where a long message is cut.
    let long = format!("{} {KEY} {}", "x".repeat(290), "y".repeat(1000));
    let bodies = [
        format!(r#"{{"error": "Key {KEY} is wrong"}}"#),
        format!(r#"{{"error": "{long}"}}"#),
        format!("<b>{KEY}</b>"),
    ];
    for body in bodies {
        let refused = refused(json(401, &body)).await;
        assert!(
            !refused.message.contains("gen_live") && refused.message.contains('…'),
            "{}",
            refused.message
        );
        assert!(refused.message.chars().count() <= 300);
    }
}

#[tokio::test]
async fn the_wait_is_read_in_seconds_and_as_a_date_and_is_at_most_a_day() {
    let day = Duration::from_secs(86_400);
    let cases = [
        ("120", Some(Duration::from_secs(120))),
        ("0", Some(Duration::ZERO)),
        ("99999999999", Some(day)),
        ("Wed, 21 Oct 2015 07:28:00 GMT", Some(Duration::ZERO)),
        ("Tue, 31 Dec 2199 23:59:59 GMT", Some(day)),
        ("soon", None),
        ("-5", None),
    ];
    for (text, wait) in cases {
        let answer = with_type(429, "application/json", &format!("Retry-After: {text}\r\n"), "{}");
        assert_eq!(refused(answer).await.retry_after, wait, "{text}");
    }
    let soon = httpdate::fmt_http_date(std::time::SystemTime::now() + Duration::from_secs(60));
    let answer = with_type(503, "text/plain", &format!("Retry-After: {soon}\r\n"), "later");
    let wait = refused(answer).await.retry_after.unwrap();
    assert!((50..=60).contains(&wait.as_secs()), "{wait:?}");
}
