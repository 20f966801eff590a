//! Exactly the eight documented pairs.

use serde_json::json;

use crate::service::{Start, fresh};

fn value(kind: &str) -> &'static str {
    match kind {
        "username" => "@creator",
        "hashtag" => "#skincare",
        _ => "ai tools",
    }
}

#[test]
fn the_eight_pairs_are_accepted_and_complete_and_instagram_has_no_keyword_search() {
    let (_folder, service) = fresh(Start::default());
    let mut accepted = Vec::new();
    for platform in ["tiktok", "instagram", "youtube"] {
        for kind in ["username", "hashtag", "keyword"] {
            let data = json!({"platform": platform, "type": kind, "value": value(kind), "max_results": 3});
            let answer = service.create(&data.to_string());
            if (platform, kind) == ("instagram", "keyword") {
                let text = answer.refused(422, "validation_error");
                assert!(text.contains("Instagram has no keyword search"), "{text}");
            } else {
                accepted.push(answer.job());
            }
        }
    }
    assert_eq!(accepted.len(), 8);
    for job in accepted {
        let done = service.poll_status(job, "completed");
        assert_eq!(done["result"]["posts_found"], 3, "{done}");
    }
}

#[test]
fn a_job_cannot_be_changed_into_the_pair_that_does_not_exist() {
    let (_folder, service) = fresh(Start {
        pace: "slow",
        ..Start::default()
    });
    let job = service
        .create(r#"{"platform":"tiktok","type":"keyword","value":"ai tools"}"#)
        .job();
    let text = service
        .update(job, &["platform=instagram"])
        .refused(422, "validation_error");
    assert!(text.contains("type is not supported"), "{text}");
    service
        .update(job, &["platform=instagram", "type=hashtag", "value=#ai"])
        .job();
    assert_eq!(service.job(job)["data"]["platform"], "instagram");
}
