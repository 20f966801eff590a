//! This API as an OpenAPI 3.1 document, made from the same tables that it works by.

use contract::{ErrorCode, Field, LookBack, MaxResults, Platform, TargetKind, supports};
use serde_json::{Map, Value, json};
use sources::{Note, SourceId};

/// One call.
struct Call {
    method: &'static str,
    path: &'static str,
    about: &'static str,
    /// The schema of what is sent, of those of `components`.
    takes: Option<&'static str>,
    /// The status and the schema of what comes back.
    gives: (u16, &'static str),
    /// Whether it belongs to the published contract; the others are this service's own.
    published: bool,
}

const fn call(
    method: &'static str,
    path: &'static str,
    about: &'static str,
    takes: Option<&'static str>,
    gives: (u16, &'static str),
    published: bool,
) -> Call {
    Call {
        method,
        path,
        about,
        takes,
        gives,
        published,
    }
}

const JOBS: &str = "/v1/user_jobs";
const JOB: &str = "/v1/user_jobs/{id}";

/// Every call of the router, in its order.
const CALLS: [Call; 15] = [
    call(
        "post",
        JOBS,
        "Starts a job.",
        Some("Create"),
        (201, "Created"),
        true,
    ),
    call(
        "get",
        JOBS,
        "All jobs of the agent, newest first.",
        None,
        (200, "Jobs"),
        true,
    ),
    call("get", JOB, "One job and how it stands.", None, (200, "Job"), true),
    call(
        "put",
        JOB,
        "Changes what the next check does.",
        Some("Data"),
        (200, "Created"),
        true,
    ),
    call(
        "patch",
        "/v1/user_jobs/{id}/stop",
        "Stops a job for good.",
        Some("Scope"),
        (200, "Nothing"),
        true,
    ),
    call(
        "get",
        "/v1/user_jobs/{id}/schedule",
        "When a monitor is checked.",
        None,
        (200, "Schedule"),
        false,
    ),
    call(
        "put",
        "/v1/user_jobs/{id}/schedule",
        "Sets when a monitor is checked.",
        Some("Schedule"),
        (200, "Schedule"),
        false,
    ),
    call(
        "get",
        "/v1/user_jobs/{id}/posts",
        "Posts that a job found, newest first.",
        None,
        (200, "Posts"),
        false,
    ),
    call(
        "get",
        "/v1/user_jobs/{id}/comments",
        "Comments of a job's posts.",
        None,
        (200, "Comments"),
        false,
    ),
    call(
        "get",
        "/v1/me",
        "The person at this computer.",
        None,
        (200, "Me"),
        true,
    ),
    call(
        "get",
        "/v1/agents",
        "The agents of this service.",
        None,
        (200, "Agents"),
        true,
    ),
    call(
        "get",
        "/v1/credit_balance",
        "What an agent has left.",
        None,
        (200, "Balance"),
        true,
    ),
    call(
        "get",
        "/v1/sources",
        "The ways to collect, and which are ready.",
        None,
        (200, "Sources"),
        false,
    ),
    call(
        "get",
        "/v1/spending",
        "What an agent's checks cost.",
        None,
        (200, "Spending"),
        false,
    ),
    call(
        "get",
        "/openapi.json",
        "This document.",
        None,
        (200, "Anything"),
        false,
    ),
];

/// The document. Equal on every run of the same version.
pub(crate) fn document() -> Value {
    let mut paths = Map::new();
    for call in &CALLS {
        let entry = paths.entry(call.path).or_insert_with(|| json!({}));
        if let Value::Object(methods) = entry {
            methods.insert(call.method.to_owned(), operation(call));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Feedwatch's service on this computer",
            "description": "The content-monitoring API on loopback, with calls of its own for schedules, posts, sources and spending.",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "http://127.0.0.1:{port}", "variables": { "port": { "default": "8080" } } }],
        "security": [{ "key": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-API-Key" } },
            "schemas": schemas(),
        },
    })
}

fn operation(call: &Call) -> Value {
    let mut parameters = Vec::new();
    if call.path.contains("{id}") {
        parameters
            .push(json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } }));
    }
    if call.path.starts_with(JOBS) || matches!(call.path, "/v1/credit_balance" | "/v1/spending") {
        parameters.push(
            json!({ "name": "agent_id", "in": "query", "required": true, "schema": { "type": "string" } }),
        );
    }
    if call.path.ends_with("/posts") || call.path.ends_with("/comments") {
        for (name, most) in [("skip", i64::from(u32::MAX)), ("limit", 500)] {
            parameters.push(json!({ "name": name, "in": "query", "schema": { "type": "integer", "minimum": 0, "maximum": most } }));
        }
    }
    let (status, gives) = call.gives;
    let mut answers = Map::new();
    answers.insert(
        status.to_string(),
        json!({ "description": "It worked.", "content": { "application/json": { "schema": schema(gives) } } }),
    );
    answers.insert(
        "default".to_owned(),
        json!({ "description": "It was refused.", "content": { "application/json": { "schema": schema("Error") } } }),
    );
    let mut operation = json!({
        "summary": call.about,
        "tags": [if call.published { "contract" } else { "this computer" }],
        "parameters": parameters,
        "responses": answers,
    });
    if let Some(takes) = call.takes {
        operation["requestBody"] = sent(takes);
    }
    if call.path == "/openapi.json" {
        operation["security"] = json!([]);
    }
    operation
}

/// The contract's bodies come in three encodings; ours as JSON.
fn sent(takes: &str) -> Value {
    let body = json!({ "schema": schema(takes) });
    if takes == "Schedule" {
        return json!({ "required": true, "content": { "application/json": body } });
    }
    json!({ "required": true, "content": {
        "multipart/form-data": body, "application/x-www-form-urlencoded": body, "application/json": body } })
}

fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn schemas() -> Value {
    json!({
        "Anything": true,
        "Nothing": { "description": "An empty body." },
        "Scope": object(&json!({ "agent_id": { "type": "string" } })),
        "Created": object(&json!({ "user_job_id": { "type": "integer" } })),
        "Create": object(&json!({
            "user_job[user_job_type]": { "const": "train_social" },
            "user_job[data]": { "type": "string", "contentMediaType": "application/json", "contentSchema": schema("Data") },
        })),
        "Data": data(),
        "Status": { "enum": ["pending", "processing", "completed", "failed", "stopped"] },
        "Job": object(&json!({
            "id": { "type": "integer" }, "user_job_type": { "const": "train_social" }, "status": schema("Status"),
            "failed_reason": { "type": ["string", "null"] }, "result": { "oneOf": [schema("Result"), { "type": "null" }] },
            "data": schema("Data"), "created_at": { "type": "string", "format": "date-time" },
        })),
        "Jobs": { "type": "array", "items": schema("Job") },
        "Result": result(),
        "Note": object(&json!({ "code": { "enum": Note::ALL.iter().map(|note| note.code()).collect::<Vec<_>>() }, "text": { "type": "string" } })),
        "Source": { "enum": SourceId::ALL.iter().map(|source| source.as_str()).collect::<Vec<_>>() },
        "Sources": { "type": "array", "items": object(&json!({
            "source": schema("Source"), "needs_key": { "type": "boolean" }, "ready": { "type": "boolean" },
            "platforms": { "type": "array", "items": { "enum": platforms() } },
        })) },
        "Schedule": schedule(),
        "Posts": { "type": "array", "items": post() },
        "Comments": { "type": "array", "items": comment() },
        "Spending": object(&json!({ "credits_micro_usd": { "type": "integer" }, "provider_micro_usd": { "type": "integer" }, "held_micro_usd": { "type": "integer" } })),
        "Me": object(&json!({ "id": { "type": "string" }, "name": { "type": "string" } })),
        "Agents": { "type": "array", "items": object(&json!({ "id": { "type": "string" }, "name": { "type": "string" } })) },
        "Balance": object(&json!({ "agent_id": { "type": "string" }, "available_credits": { "type": "integer" }, "available_micro_usd": { "type": "integer" } })),
        "Error": object(&json!({ "error": { "type": "string" }, "error_code": { "type": "string", "examples": ErrorCode::ALL.map(ErrorCode::as_str) } })),
    })
}

fn object(properties: &Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

fn platforms() -> Vec<&'static str> {
    Platform::ALL.iter().map(|platform| platform.as_str()).collect()
}

fn kinds() -> Vec<&'static str> {
    TargetKind::ALL.iter().map(|kind| kind.as_str()).collect()
}

/// The configuration, with the pairs that exist.
fn data() -> Value {
    let pair = |platform: &Platform| {
        let served = TargetKind::ALL
            .iter()
            .filter(|kind| supports(*platform, **kind))
            .map(|kind| kind.as_str());
        json!({ "properties": { "platform": { "const": platform.as_str() }, "type": { "enum": served.collect::<Vec<_>>() } } })
    };
    let days: Vec<_> = LookBack::ALL.iter().map(|period| period.days()).collect();
    let properties = json!({
        "platform": { "enum": platforms() },
        "type": { "enum": kinds() },
        "value": { "type": "string", "description": "@name, #tag or plain words, as the type says." },
        "days": { "enum": days, "description": "How far back; 0 means no limit." },
        "country": { "type": ["string", "null"], "description": "Two letters of ISO 3166-1." },
        "max_results": { "type": "integer", "minimum": 1, "maximum": MaxResults::CEILING.get() },
        "monitoring": { "type": "boolean", "default": false },
        "comment_monitoring": { "type": "boolean", "default": false },
    });
    let mut whole = object(&properties);
    whole["anyOf"] = Platform::ALL.iter().map(pair).collect();
    debug_assert!(
        Field::ALL
            .iter()
            .all(|field| properties.get(field.as_str()).is_some())
    );
    whole
}

fn result() -> Value {
    let count = json!({ "type": "integer", "minimum": 0 });
    let time = json!({ "type": ["string", "null"], "format": "date-time" });
    object(&json!({
        "practice": { "type": "boolean" }, "source": { "oneOf": [schema("Source"), { "type": "null" }] },
        "checks": count, "posts_found": count, "new_posts": count, "posts_scraped": count, "comments": count,
        "charged_micro_usd": { "type": "integer" }, "held_micro_usd": { "type": "integer" }, "last_check_at": time, "next_check_at": time,
        "last_failure": { "type": ["string", "null"] }, "notes": { "type": "array", "items": schema("Note") },
    }))
}

fn schedule() -> Value {
    let whole = |low: u8, high: u8| json!({ "type": "integer", "minimum": low, "maximum": high });
    let cadence = json!({
        "type": "object", "required": ["every_hours"],
        "properties": {
            "every_hours": whole(1, 168), "from_hour": whole(0, 23), "until_hour": whole(1, 24),
            "weekdays": { "type": "array", "items": whole(1, 7) },
            "zone": { "type": "string", "description": "An IANA name, such as Europe/Berlin." },
        },
    });
    json!({ "oneOf": [cadence, { "type": "null" }], "description": "None means the usual: hourly." })
}

fn post() -> Value {
    let text = json!({ "type": ["string", "null"] });
    object(&json!({
        "platform": { "enum": platforms() }, "native_id": { "type": "string" }, "source": schema("Source"),
        "url": { "type": "string" }, "author": { "type": ["object", "null"] }, "title": text, "caption": { "type": "string" },
        "hashtags": { "type": "array", "items": { "type": "string" } }, "published_at": { "type": "integer" },
        "published_precision": { "enum": ["exact", "approximate"] }, "media": { "type": "string" },
        "duration_ms": { "type": ["integer", "null"] }, "thumbnail_url": text,
        "counts": { "type": "object", "additionalProperties": { "type": ["integer", "null"] }, "description": "null means not given, which is not 0." },
        "origin": { "type": ["object", "null"] }, "language": text, "is_ad": { "type": ["boolean", "null"] },
        "fetched_at": { "type": "integer" },
    }))
}

fn comment() -> Value {
    let count = json!({ "type": ["integer", "null"] });
    object(&json!({
        "native_id": { "type": "string" }, "platform": { "enum": platforms() }, "post_native_id": { "type": "string" },
        "parent_native_id": { "type": ["string", "null"] }, "source": schema("Source"),
        "author_handle": { "type": ["string", "null"] }, "text": { "type": "string" }, "published_at": count,
        "published_precision": { "enum": ["exact", "approximate"] }, "likes": count, "replies": count,
        "fetched_at": { "type": "integer" },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kept document is the one that is served. `UPDATE_OPENAPI=1` writes it anew.
    #[test]
    fn the_kept_document_is_the_one_that_is_served() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
        let made = serde_json::to_string_pretty(&document()).unwrap_or_default() + "\n";
        if std::env::var_os("UPDATE_OPENAPI").is_some() {
            assert!(std::fs::write(path, &made).is_ok());
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            kept == made,
            "openapi.json differs from the code; run this test with UPDATE_OPENAPI=1"
        );
    }

    #[test]
    fn every_reference_leads_to_a_schema() {
        let document = document();
        let text = document.to_string();
        for part in text.split("#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap_or_default();
            assert!(
                !document["components"]["schemas"][name].is_null(),
                "no schema {name}"
            );
        }
    }
}
