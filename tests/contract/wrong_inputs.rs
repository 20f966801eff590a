//! Wrong input of every kind gets a clear refusal, names every wrong field, and loses nothing.

use std::io::Write;

use serde_json::{Value, json};

use crate::curl::curl;
use crate::service::{KEY, Service, Start, fresh};

fn good() -> Value {
    json!({"platform": "tiktok", "type": "keyword", "value": "ai tools", "days": 7, "country": "us",
        "max_results": 5, "monitoring": true, "comment_monitoring": true})
}

/// Field, a value it cannot have, and what the refusal says.
fn wrong_values() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        (
            "platform",
            json!("facebook"),
            "platform must be tiktok, instagram or youtube",
        ),
        ("platform", json!("TikTok"), "platform must be"),
        ("platform", json!(1), "platform has the wrong type"),
        (
            "type",
            json!("channel"),
            "type must be username, hashtag or keyword",
        ),
        ("type", json!([]), "type has the wrong type"),
        ("value", json!("  "), "value must not be empty"),
        (
            "value",
            json!("@creator"),
            "value must be plain text for a keyword",
        ),
        (
            "value",
            json!("a\u{7}b"),
            "value must not contain control characters",
        ),
        ("value", json!("x".repeat(301)), "value is too long"),
        ("value", json!({}), "value has the wrong type"),
        ("days", json!(8), "days must be one of 0, 1, 7, 30, 90, 180"),
        ("days", json!(-1), "days must be one of"),
        ("days", json!(7.5), "days has the wrong type"),
        ("days", json!("soon"), "days has the wrong type"),
        (
            "country",
            json!("usa"),
            "country must be a two-letter country code",
        ),
        (
            "country",
            json!("zz"),
            "country must be a two-letter country code",
        ),
        ("country", json!(49), "country has the wrong type"),
        ("max_results", json!(0), "max_results must be between 1 and 50"),
        ("max_results", json!(51), "max_results must be between 1 and 50"),
        ("max_results", json!(true), "max_results has the wrong type"),
        ("monitoring", json!("perhaps"), "monitoring has the wrong type"),
        (
            "comment_monitoring",
            json!(2),
            "comment_monitoring has the wrong type",
        ),
    ]
}

fn jobs(service: &Service) -> usize {
    service
        .send("GET", "/v1/user_jobs", &[])
        .json()
        .as_array()
        .unwrap()
        .len()
}

#[test]
fn each_field_that_is_wrong_is_refused_by_its_name_on_a_create() {
    let (_folder, service) = fresh(Start::default());
    for (field, value, sentence) in wrong_values() {
        let mut data = good();
        data[field] = value.clone();
        let text = service.create(&data.to_string()).refused(422, "validation_error");
        assert!(text.contains(sentence), "{field} = {value}: {text}");
    }
    for field in ["platform", "type", "value"] {
        let mut data = good();
        data.as_object_mut().unwrap().remove(field);
        let text = service.create(&data.to_string()).refused(422, "validation_error");
        assert!(text.contains(&format!("{field} is required")), "{text}");
    }
    for (kind, value, sentence) in [
        ("username", "creator", "@"),
        ("hashtag", "skincare", "#"),
        ("username", "@a b", "blanks"),
    ] {
        let data = json!({"platform": "tiktok", "type": kind, "value": value}).to_string();
        let text = service.create(&data).refused(422, "validation_error");
        assert!(text.contains("value must") && text.contains(sentence), "{text}");
    }
    assert_eq!(jobs(&service), 0);
}

#[test]
fn each_field_that_is_wrong_is_refused_on_an_update_and_the_job_stays_as_it_was() {
    let (_folder, service) = fresh(Start {
        pace: "slow",
        ..Start::default()
    });
    let job = service.create(&good().to_string()).job();
    for (field, value, sentence) in wrong_values() {
        // A form holds text only: what is not text there is sent as JSON.
        let body = json!({ field: value }).to_string();
        let answer = service.send(
            "PUT",
            &format!("/v1/user_jobs/{job}"),
            &["-H", "Content-Type: application/json", "--data-binary", &body],
        );
        let text = answer.refused(422, "validation_error");
        assert!(text.contains(sentence), "{field} = {value}: {text}");
    }
    let text = service
        .update(job, &["unknown=1"])
        .refused(422, "validation_error");
    assert!(text.contains("nothing to change"), "{text}");
    assert_eq!(service.job(job)["data"], good());
}

#[test]
fn all_wrong_fields_are_named_at_once() {
    let (_folder, service) = fresh(Start::default());
    let data = r#"user_job[data]={"platform":"x","type":"y","value":"","days":3,"country":"zz","max_results":99,"monitoring":"m","comment_monitoring":"c"}"#;
    let answer = service.send(
        "POST",
        "/v1/user_jobs",
        &["-F", "user_job[user_job_type]=train_dance", "--form-string", data],
    );
    let text = answer.refused(422, "validation_error");
    for name in [
        "user_job_type",
        "platform",
        "type",
        "value",
        "days",
        "country",
        "max_results",
        "; monitoring",
        "comment_monitoring",
    ] {
        assert!(text.contains(name), "{name} is missing in: {text}");
    }
}

#[test]
fn the_kind_of_job_and_its_data_have_to_be_there() {
    let (_folder, service) = fresh(Start::default());
    let data = format!("user_job[data]={}", good());
    let of_kind = |kind: &str| service.send("POST", "/v1/user_jobs", &["-F", kind, "--form-string", &data]);
    assert!(
        of_kind("user_job[user_job_type]=train_model")
            .refused(422, "validation_error")
            .contains("must be train_social")
    );
    assert!(
        of_kind("nothing=1")
            .refused(422, "validation_error")
            .contains("user_job_type] is required")
    );
    for bad in [
        "",
        "[]",
        "null",
        "7",
        "{",
        "{\"platform\":",
        "\"text\"",
        &"[".repeat(5_000),
    ] {
        let text = service.create(bad).refused(422, "validation_error");
        assert!(
            text.contains("user_job[data] must be a JSON object"),
            "{bad}: {text}"
        );
    }
    let without = service.send(
        "POST",
        "/v1/user_jobs",
        &["-F", "user_job[user_job_type]=train_social"],
    );
    assert_eq!(
        without.refused(422, "validation_error"),
        "user_job[data] is required."
    );
    service
        .send("POST", "/v1/user_jobs", &[])
        .refused(422, "validation_error");
}

#[test]
fn unknown_fields_are_left_alone() {
    let (_folder, service) = fresh(Start::default());
    let mut data = good();
    data["colour"] = json!({"deep": [1, 2, 3]});
    service.create(&data.to_string()).job();
}

#[test]
fn a_body_that_is_too_large_is_413_whatever_its_size() {
    let (folder, service) = fresh(Start::default());
    for size in [70_000, 1_500_000, 6_000_000] {
        let path = folder.path().join("large");
        std::fs::File::create(&path)
            .unwrap()
            .write_all(&vec![b'x'; size])
            .unwrap();
        let part = format!("user_job[data]=<{}", path.display());
        let answer = service.send(
            "POST",
            "/v1/user_jobs",
            &["-F", "user_job[user_job_type]=train_social", "-F", &part],
        );
        let text = answer.refused(413, "body_too_large");
        assert!(text.contains("65536"), "{text}");
    }
    service.create(&good().to_string()).job();
}

#[test]
fn another_content_type_is_415() {
    let (_folder, service) = fresh(Start::default());
    for kind in [
        "text/plain",
        "application/xml",
        "multipart/mixed; boundary=x",
        "nonsense",
        "application/json5",
    ] {
        let header = format!("Content-Type: {kind}");
        let arguments = ["-H", header.as_str(), "--data-binary", "{}"];
        service
            .send("POST", "/v1/user_jobs", &arguments)
            .refused(415, "unsupported_media_type");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_in_every_encoding() {
    let (folder, service) = fresh(Start::default());
    let path = folder.path().join("bytes");
    let file = |bytes: &[u8]| std::fs::write(&path, bytes).unwrap();
    let from_file = format!("@{}", path.display());

    file(b"{\"platform\":\"tiktok\",\"type\":\"keyword\",\"value\":\"\xff\xfe\"}");
    let part = format!("user_job[data]=<{}", path.display());
    let multipart = ["-F", "user_job[user_job_type]=train_social", "-F", &part];
    assert!(
        service
            .send("POST", "/v1/user_jobs", &multipart)
            .refused(422, "validation_error")
            .contains("UTF-8")
    );
    let json = [
        "-H",
        "Content-Type: application/json",
        "--data-binary",
        &from_file,
    ];
    assert!(
        service
            .send("POST", "/v1/user_jobs", &json)
            .refused(422, "validation_error")
            .contains("UTF-8")
    );
    for form in ["user_job[data]=%ff%fe", "%c3%28=1"] {
        let answer = service.send("POST", "/v1/user_jobs", &["--data", form]);
        assert!(answer.refused(422, "validation_error").contains("UTF-8"));
    }
}

#[test]
fn damaged_forms_are_refused() {
    let (_folder, service) = fresh(Start::default());
    let bodies = [
        "",
        "--b",
        "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nno end",
        "rubbish",
    ];
    for (kind, body) in bodies
        .into_iter()
        .flat_map(|body| [("; boundary=b", body), ("", body)])
    {
        let header = format!("Content-Type: multipart/form-data{kind}");
        let answer = service.send("POST", "/v1/user_jobs", &["-H", &header, "--data-binary", body]);
        answer.refused(422, "validation_error");
    }
    for body in ["", "[]", "{", "null", "{\"user_job\":7}"] {
        let answer = service.send(
            "POST",
            "/v1/user_jobs",
            &["-H", "Content-Type: application/json", "--data-binary", body],
        );
        answer.refused(422, "validation_error");
    }
}

#[test]
fn a_pair_without_a_source_says_what_is_missing_before_anything_starts() {
    let (_folder, service) = fresh(Start {
        collects: "sources",
        ..Start::default()
    });
    for (platform, kind, value, needs) in [
        ("tiktok", "username", "@creator", "Apify"),
        ("instagram", "hashtag", "#skincare", "GEN workspace"),
        ("youtube", "keyword", "ai tools", "YouTube API key"),
    ] {
        let data = json!({"platform": platform, "type": kind, "value": value}).to_string();
        let text = service.create(&data).refused(422, "validation_error");
        assert!(text.contains(needs), "{text}");
    }
    assert_eq!(jobs(&service), 0);
}

#[test]
fn a_bare_handle_on_real_sources_is_refused_with_what_to_do_and_costs_nothing() {
    let (_folder, service) = fresh(Start {
        collects: "sources",
        credits: 0,
        ..Start::default()
    });
    let refused = service.create(r#"{"platform":"youtube","type":"username","value":"@somebody"}"#);
    let said = refused.refused(422, "validation_error");
    assert!(said.contains("paste its link or id"), "{said}");
    assert_eq!(service.balance(), 0);
}

#[test]
fn the_key_stays_out_of_every_refusal() {
    let (_folder, service) = fresh(Start::default());
    let key = format!("X-API-Key: {KEY}");
    for path in ["/v1/user_jobs/1", "/nowhere", "/v1/user_jobs"] {
        let answer = curl(&[&service.url(path), "-H", &key, "-X", "PUT"]);
        assert!(!answer.body.contains(KEY), "{answer:?}");
    }
}
