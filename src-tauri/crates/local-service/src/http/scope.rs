use contract::AgentId;
use serde_json::Value;

use super::Api;
use super::forms::Form;
use crate::agents::{self, Agent};
use crate::refusal::Refusal;

/// The agent that a request is about: of the query, or else of the body.
pub(super) async fn agent(api: &Api, query: Option<&str>, form: Option<&Form>) -> Result<Agent, Refusal> {
    let of_query = query.and_then(|query| {
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "agent_id")
            .map(|(_, id)| id.into_owned())
    });
    let Some(text) = of_query.or_else(|| of_body(form?)) else {
        return Err(Refusal::Invalid("agent_id is required".to_owned()));
    };
    // What cannot be an id cannot be an agent of this service.
    let id = AgentId::parse(&text).map_err(|_| Refusal::ForeignAgent)?;
    api.db.change(move |change| agents::find(change, &id)).await
}

fn of_body(form: &Form) -> Option<String> {
    match form.get("agent_id")? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
