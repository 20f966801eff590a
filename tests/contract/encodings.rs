//! Multipart, urlencoded and JSON make the same job.

use serde_json::{Value, json};

use crate::service::{AGENT, Service, Start, fresh};

const DATA: &str = r##"{"platform":"tiktok","type":"hashtag","value":"#スキンケア & co","days":7,"country":"us","max_results":5,"monitoring":true,"comment_monitoring":true}"##;

fn data() -> String {
    DATA.replace(" & co", "")
}

fn wanted() -> Value {
    serde_json::from_str(&data()).unwrap()
}

fn made(service: &Service, arguments: &[&str]) -> Value {
    let job = service.send("POST", "/v1/user_jobs", arguments).job();
    service.job(job)["data"].clone()
}

#[test]
fn all_encodings_of_a_create_make_the_same_job() {
    let (_folder, service) = fresh(Start {
        pace: "slow",
        ..Start::default()
    });
    let text = format!("user_job[data]={}", data());
    let kind = "user_job[user_job_type]=train_social";
    let agent = format!("agent_id={AGENT}");
    assert_eq!(
        made(&service, &["-F", kind, "--form-string", &text]),
        wanted(),
        "multipart"
    );
    let form = [
        "--data-urlencode",
        kind,
        "--data-urlencode",
        &text,
        "--data",
        &agent,
    ];
    assert_eq!(
        made(&service, &form),
        wanted(),
        "urlencoded, with the agent repeated"
    );
    let json_header = ["-H", "Content-Type: application/json", "--data-binary"];
    for body in [
        json!({"agent_id": AGENT, "user_job": {"user_job_type": "train_social", "data": wanted()}}),
        json!({"user_job": {"user_job_type": "train_social", "data": data()}}),
        json!({"user_job[user_job_type]": "train_social", "user_job[data]": data()}),
    ] {
        let body = body.to_string();
        assert_eq!(
            made(&service, &[&json_header[..], &[&body]].concat()),
            wanted(),
            "{body}"
        );
    }
}

#[test]
fn all_encodings_of_an_update_change_the_same() {
    let (_folder, service) = fresh(Start {
        pace: "slow",
        ..Start::default()
    });
    let job = service.create(&data()).job();
    let path = format!("/v1/user_jobs/{job}");
    let changes: [(&[&str], &str, Value); 6] = [
        (&["-F", "days=30"], "days", json!(30)),
        (&["--data", "days=7.0"], "days", json!(7)),
        (
            &["--data", "monitoring=0&comment_monitoring=false"],
            "comment_monitoring",
            json!(false),
        ),
        (
            &[
                "-H",
                "Content-Type: application/json",
                "--data",
                r#"{"max_results":9.0}"#,
            ],
            "max_results",
            json!(9),
        ),
        (
            &[
                "-H",
                "Content-Type: application/json; charset=utf-8",
                "--data",
                r#"{"country":null}"#,
            ],
            "country",
            Value::Null,
        ),
        (&["-F", "country=de"], "country", json!("de")),
    ];
    for (arguments, field, value) in changes {
        assert_eq!(service.send("PUT", &path, arguments).job(), job);
        assert_eq!(service.job(job)["data"][field], value, "{arguments:?}");
    }
    let data = service.job(job)["data"].clone();
    assert_eq!(
        (&data["monitoring"], &data["days"], &data["value"]),
        (&json!(false), &json!(7), &json!("#スキンケア"))
    );
}

#[test]
fn a_multipart_form_whose_header_has_no_boundary_is_read_by_its_first_line() {
    let (_folder, service) = fresh(Start {
        pace: "slow",
        ..Start::default()
    });
    let body = format!(
        "--made\r\nContent-Disposition: form-data; name=\"user_job[user_job_type]\"\r\n\r\ntrain_social\r\n\
         --made\r\nContent-Disposition: form-data; name=\"user_job[data]\"\r\n\r\n{}\r\n--made--\r\n",
        data()
    );
    let found = made(
        &service,
        &["-H", "Content-Type: multipart/form-data", "--data-binary", &body],
    );
    assert_eq!(found, wanted());
}
