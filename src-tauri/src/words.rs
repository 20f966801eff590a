//! The words that the host itself says, in the person's language. They come from the window's message
//! files, which the build compiles in, so that one translation serves both.

use std::collections::HashMap;
use std::sync::LazyLock;

use local_service::recognize;
use monitoring::alerts::{Named, Says, Several, Why};
use serde::Deserialize;

mod sides;

use sides::beside_words;

// `FILES`: each language with its messages for notifications, tray and window frame, found by the build.
include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// The language that has every message.
const BASE: &str = "en";
/// The longest reason of a service that is shown, in characters.
const REASON_MAX: usize = 200;

type Messages = HashMap<String, Message>;

static CATALOGUE: LazyLock<HashMap<&str, Messages>> = LazyLock::new(|| {
    let read = |(tag, text): &(&'static str, &str)| {
        let messages =
            serde_json::from_str(text).inspect_err(|error| tracing::error!(%error, tag, "messages"));
        (*tag, messages.unwrap_or_default())
    };
    FILES.iter().map(read).collect()
});

/// A message as the window's files hold it: a text, or one for each plural form.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Message {
    Text(String),
    Counted(Vec<Forms>),
}

#[derive(Debug, Deserialize)]
struct Forms {
    #[serde(rename = "match")]
    by_form: HashMap<String, String>,
}

impl Message {
    /// The text for a count. The languages there are know at most "one" and "other" below a million; a
    /// language without a form for one has only "other".
    fn text(&self, count: Option<usize>) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Counted(forms) => {
                let form = |word: &str| {
                    let all = forms.iter().flat_map(|forms| &forms.by_form);
                    let mut fitting = all.filter(|(name, _)| name.ends_with(&format!("={word}")));
                    fitting.next().map(|(_, text)| text.as_str())
                };
                let one = (count == Some(1)).then(|| form("one")).flatten();
                one.or_else(|| form("other"))
            }
        }
    }
}

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    tag: &'static str,
}

impl Words {
    /// Those of the chosen language, or of the system's where none was chosen; English where there are none.
    pub(crate) fn of(chosen: &str) -> Self {
        let asked = if chosen.is_empty() {
            sys_locale::get_locale().unwrap_or_default()
        } else {
            chosen.to_owned()
        };
        let language = asked.split(['-', '_', '.']).next().unwrap_or_default();
        let known = FILES.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(language));
        Self {
            tag: known.map_or(BASE, |(tag, _)| tag),
        }
    }

    /// A message with its values put in; English where this language has none yet.
    pub(crate) fn say(self, name: &str, values: &[(&str, &str)]) -> String {
        self.counted(name, None, values)
    }

    /// How many monitors need attention, for the tray.
    pub(crate) fn attention(self, count: u32) -> String {
        if count == 0 {
            return self.say("tray_calm", &[]);
        }
        let number = usize::try_from(count).unwrap_or(usize::MAX);
        self.counted("tray_attention", Some(number), &[("count", &count.to_string())])
    }

    fn counted(self, name: &str, count: Option<usize>, values: &[(&str, &str)]) -> String {
        let find = |tag| CATALOGUE.get(tag)?.get(name)?.text(count);
        let Some(text) = find(self.tag).or_else(|| find(BASE)) else {
            tracing::error!(name, "a message is missing");
            return name.to_owned();
        };
        filled(text, values)
    }

    /// The title and the body of a notification.
    pub(crate) fn toast(self, says: &Says, summary: bool) -> (String, String) {
        let (title, body) = self.plain(says);
        if summary {
            (self.say("notify_quiet_title", &[("what", &title)]), body)
        } else {
            (title, body)
        }
    }

    fn plain(self, says: &Says) -> (String, String) {
        match says {
            Says::Stopped(named, why) => (self.about("notify_stopped_title", named), self.why(why)),
            Says::WorksAgain(named) => (
                self.about("notify_again_title", named),
                self.say("notify_again_body", &[]),
            ),
            Says::Finished(named) => (
                self.about("notify_finished_title", named),
                self.say("notify_finished_body", &[]),
            ),
            Says::KeyRefused(workspace) => self.both("notify_key", workspace),
            Says::KeyOutOfReach(workspace) => self.both("notify_key_store", workspace),
            Says::OwnNetwork => self.both("notify_network", ""),
            Says::ServiceDown(workspace) => self.both("notify_service", workspace),
            Says::Budget(workspace, 100..) => self.both("notify_budget_full", workspace),
            Says::Budget(workspace, percent) => {
                let values = [
                    ("workspace", workspace.as_str()),
                    ("percent", &percent.to_string()),
                ];
                (
                    self.say("notify_budget_title", &values),
                    self.say("notify_budget_body", &values),
                )
            }
            Says::Several { what, count, names } => self.several(*what, *count, names),
        }
    }

    fn both(self, name: &str, workspace: &str) -> (String, String) {
        let values = [("workspace", workspace)];
        (
            self.say(&format!("{name}_title"), &values),
            self.say(&format!("{name}_body"), &values),
        )
    }

    fn about(self, name: &str, named: &Named) -> String {
        let platform = named.platform.to_string();
        self.say(name, &[("target", &named.value), ("platform", &platform)])
    }

    fn why(self, why: &Why) -> String {
        match why {
            Why::Told(reason) => cut(reason),
            Why::OurWords(reason) => self.reason(reason).unwrap_or_else(|| cut(reason)),
            Why::MayRun { up_to } => self.say("notify_may_run_body", &[("amount", &up_to.to_string())]),
            Why::Silent => self.say("notify_silent_body", &[]),
            Why::NotTold => self.say("notify_not_told_body", &[]),
        }
    }

    /// A sentence of this computer's service in the person's language; none where it is not known, such as
    /// one that an earlier version wrote.
    fn reason(self, text: &str) -> Option<String> {
        let told = recognize(text)?;
        let said = |(place, value): &(String, String)| {
            let whole = (place == "because").then(|| self.reason(value)).flatten();
            (place.clone(), whole.unwrap_or_else(|| value.clone()))
        };
        let values: Vec<_> = told.values.iter().map(said).collect();
        let values: Vec<_> = values.iter().map(|(place, value)| (&**place, &**value)).collect();
        Some(self.say(&format!("reason_{}", told.code), &values))
    }

    fn several(self, what: Several, count: usize, names: &[String]) -> (String, String) {
        let name = match what {
            Several::Stopped => "notify_several_stopped",
            Several::WorkAgain => "notify_several_again",
            Several::Finished => "notify_several_finished",
            Several::Mixed => "notify_several_mixed",
        };
        let title = self.counted(name, Some(count), &[("count", &count.to_string())]);
        let listed: Vec<_> = names.iter().map(|name| beside_words(name)).collect();
        let listed = listed.join(", ");
        let more = count.saturating_sub(names.len());
        if more == 0 {
            return (title, listed);
        }
        let values = [("names", listed.as_str()), ("count", &more.to_string())];
        (title, self.counted("notify_and_more", Some(more), &values))
    }
}

/// A service's own words, as far as a notification has room.
fn cut(reason: &str) -> String {
    reason.chars().take(REASON_MAX).collect()
}

/// Puts values in, in one pass: a value that looks like a place for another stays as it is.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut whole = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        whole.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            whole.push('{');
            rest = after;
            continue;
        };
        let value = values.iter().find(|(known, _)| *known == name);
        whole.push_str(&beside_words(value.map_or("", |(_, value)| value)));
        rest = tail;
    }
    whole + rest
}

#[cfg(test)]
mod tests;
