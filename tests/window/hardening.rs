//! What a page that turned bad would try: each try is refused, and nothing is lost by it.

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tests::binaries::package;
use tests::window::App;

use crate::notifying::start;
use crate::steps::{JOB_SECONDS, open_practice};

#[test]
fn the_page_reaches_nothing_outside_and_is_led_nowhere_else() {
    let app = open_practice();
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = format!("http://{}", listener.local_addr().expect("it has an address"));
    let reached = count_calls(listener);

    let image = format!(
        "const image = new Image(); image.onload = () => done('loaded'); image.onerror = () => done('refused'); \
         image.src = '{address}/pixel.png';"
    );
    assert_eq!(app.run(&image), "refused", "a remote image");
    let fetched = format!("fetch('{address}/').then(() => done('answered'), () => done('refused'));");
    assert_eq!(app.run(&fetched), "refused", "a request");
    let inline = "const script = document.createElement('script'); script.textContent = 'window.planted = true'; \
                  document.head.append(script); setTimeout(() => done(window.planted ?? 'refused'), 200);";
    assert_eq!(app.run(inline), "refused", "an inline script");
    let evaluated = "const button = document.createElement('button'); \
                     button.setAttribute('onclick', 'window.planted = true'); document.body.append(button); \
                     button.click(); button.remove(); setTimeout(() => done(window.planted ?? 'refused'), 200);";
    assert_eq!(app.run(evaluated), "refused", "a script in an attribute");
    let remote = format!(
        "const script = document.createElement('script'); script.onload = () => done('loaded'); \
         script.onerror = () => done('refused'); script.src = '{address}/x.js'; document.head.append(script);"
    );
    assert_eq!(app.run(&remote), "refused", "a remote script");
    let frame = format!(
        "const frame = document.createElement('iframe'); frame.src = '{address}/'; document.body.append(frame); \
         setTimeout(() => {{ frame.remove(); done(null); }}, 500);"
    );
    app.run(&frame);
    let opened =
        format!("const other = window.open('{address}/'); done(other === null ? 'refused' : 'opened');");
    assert_eq!(app.run(&opened), "refused", "a new window");
    app.run(&format!(
        "setTimeout(() => (location.href = '{address}/'), 0); setTimeout(() => done(null), 500);"
    ));
    let link = format!(
        "const link = document.createElement('a'); link.href = '{address}/'; link.target = '_blank'; \
         document.body.append(link); link.click(); link.remove(); setTimeout(() => done(null), 500);"
    );
    app.run(&link);

    app.wait_for("new-monitor");
    assert!(
        app.log().contains("the window was not led away"),
        "the try was refused, not missed"
    );
    assert_eq!(reached.load(Ordering::SeqCst), 0, "nobody outside was reached");
    let globals = app.run("done([typeof window.__TAURI__, Object.isFrozen(Object.prototype)]);");
    assert_eq!(
        globals,
        json!(["undefined", true]),
        "no global door, and no prototype to poison"
    );
}

#[test]
fn what_is_no_command_of_the_window_is_refused() {
    let app = open_practice();
    let strangers = [
        "no_such_command",
        "plugin:opener|open_url",
        "plugin:opener|open_path",
        "plugin:window|close",
        "plugin:window|create",
        "plugin:webview|create_webview_window",
        "plugin:window-state|restore_state",
        "plugin:event|emit",
        "plugin:app|version",
        "plugin:path|resolve_directory",
        "plugin:fs|read_text_file",
        "plugin:shell|execute",
        "plugin:http|fetch",
    ];
    for stranger in strangers {
        let refused = app.invoke(stranger, json!({ "url": "https://example.org", "path": "x" }));
        assert!(refused.is_err(), "{stranger} gave {refused:?}");
    }
    for link in [
        "https://example.org/",
        "file:///etc/passwd",
        "http://www.tiktok.com/",
        "javascript:alert(1)",
    ] {
        let refused = app
            .invoke("open_link", json!({ "url": link }))
            .expect_err("it is not opened");
        assert_eq!(refused["code"], "bad_address", "{link}");
    }
}

#[test]
fn wrong_types_to_every_command_are_refused_by_name_and_nothing_is_lost() {
    let app = open_practice();
    start(&app, "#sourdough");
    app.wait_for_card("#sourdough", &["finished"], JOB_SECONDS);
    let before = everything(&app);
    let commands = commands();
    assert!(
        commands.len() > 25,
        "the commands are found in the source: {}",
        commands.len()
    );
    let mut tried = 0;
    for command in &commands {
        for (index, argument) in command.arguments.iter().enumerate() {
            for wrong in argument.wrong() {
                let given = command.with(index, wrong.as_ref());
                let refused = app.invoke(&command.name, given.clone());
                let refusal = refused
                    .expect_err(&format!("{} took {given}", command.name))
                    .to_string();
                // A structure before it, of which no plausible one is made here, may be refused first.
                let named = command
                    .arguments
                    .iter()
                    .take(index + 1)
                    .any(|one| refusal.contains(&one.name));
                assert!(named, "{}: {refusal}", command.name);
                tried += 1;
            }
        }
    }
    assert!(tried > 60, "only {tried} tries");
    assert_eq!(everything(&app), before, "a refused call changes nothing");
}

/// What the record says, as the window would read it.
fn everything(app: &App) -> Value {
    let view = app.invoke("start_view", json!({})).expect("the app has started");
    let activity = app
        .invoke("activity", json!({ "limit": 200 }))
        .expect("there is Activity");
    let cards: Vec<_> = app
        .cards()
        .into_iter()
        .map(|card| (card.monitor_id, card.state))
        .collect();
    json!([
        view["settings"],
        view["workspaces"][0]["name"],
        activity["entries"],
        cards
    ])
}

struct Argument {
    name: String,
    kind: String,
}

struct Command {
    name: String,
    arguments: Vec<Argument>,
}

impl Argument {
    fn may_be_left_out(&self) -> bool {
        self.kind.starts_with("Option<")
    }

    /// What it cannot be; none stands for leaving it out. A fraction is neither text nor list nor structure,
    /// neither a switch nor a whole number.
    fn wrong(&self) -> Vec<Option<Value>> {
        let mut wrong = vec![Some(json!(7.5))];
        if !self.may_be_left_out() {
            wrong.extend([None, Some(Value::Null)]);
        }
        if self.kind.contains("Id") || self.kind.contains("u32") || self.kind.contains("i64") {
            wrong.push(Some(json!("' OR 1=1 --")));
        }
        if self.kind == "String" {
            wrong.extend([Some(json!({ "no": "text" })), Some(json!([]))]);
        }
        wrong
    }

    fn plausible(&self) -> Value {
        match self.kind.as_str() {
            kind if kind.starts_with("Option<") => Value::Null,
            kind if kind.starts_with("Vec<") => json!([]),
            "String" => json!("x"),
            "bool" => json!(false),
            "IntentId" | "BulkId" => json!(uuid::Uuid::new_v4().to_string()),
            "Platform" => json!("tiktok"),
            "TargetKind" => json!("hashtag"),
            "SourceName" => json!("youtube_api"),
            "Service" => json!("practice"),
            "Money" => json!(1),
            kind if kind.ends_with("Id") || kind == "u32" || kind == "i64" => json!(1),
            _ => json!({}),
        }
    }
}

impl Command {
    /// The arguments, all plausible but one, after which none is read any more.
    fn with(&self, wrong: usize, value: Option<&Value>) -> Value {
        let mut given = serde_json::Map::new();
        for (index, argument) in self.arguments.iter().enumerate() {
            let value = if index == wrong {
                value.cloned()
            } else {
                Some(argument.plausible())
            };
            if let Some(value) = value {
                given.insert(argument.name.clone(), value);
            }
        }
        Value::Object(given)
    }
}

/// Every command of the host with its arguments, read from the source: one that is added is tried too.
fn commands() -> Vec<Command> {
    let folder = package().join("../src-tauri/src/commands");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the commands have a folder")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let texts = files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap_or_default());
    texts.flat_map(|text| commands_in(&text)).collect()
}

fn commands_in(text: &str) -> Vec<Command> {
    let parts = text.split("#[tauri::command]").skip(1);
    parts.filter_map(command).collect()
}

fn command(part: &str) -> Option<Command> {
    let (_, from_name) = part.split_once("fn ")?;
    let (name, rest) = from_name.split_once('(')?;
    let (arguments, _) = rest.split_once(") ").or_else(|| rest.split_once(")\n"))?;
    Some(Command {
        name: name.trim().to_owned(),
        arguments: arguments.split(",").filter_map(argument).collect(),
    })
}

/// What the host gives by itself is no argument of the page.
fn argument(text: &str) -> Option<Argument> {
    let (name, kind) = text.split_once(':')?;
    let given_by_host = ["State<", "AppHandle", "Window", "Webview", "Channel"];
    if given_by_host.iter().any(|own| kind.contains(own)) {
        return None;
    }
    Some(Argument {
        name: camel(name.trim()),
        kind: kind.trim().to_owned(),
    })
}

/// As the page writes it.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |whole, word| {
        let (head, tail) = word.split_at(word.len().min(1));
        whole + &head.to_uppercase() + tail
    })
}

/// Counts who asks for something; nobody is answered. The web view may open a connection ahead of a
/// navigation that is then refused: over it nothing is said.
fn count_calls(listener: TcpListener) -> Arc<AtomicUsize> {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let counted = Arc::clone(&counted);
            // On a thread of its own: one that says nothing must not hide the next.
            std::thread::spawn(move || {
                if stream.read(&mut [0; 64]).is_ok_and(|bytes| bytes > 0) {
                    counted.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });
    calls
}
