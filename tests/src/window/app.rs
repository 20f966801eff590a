use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use xtask::desktop::{Desktop, KeyStore, ProcessGroup};

use crate::binaries::feedwatch;

use super::cards::{Card, READ_CARDS};
use super::driver::Driver;
use super::evidence::{self, log_file};
use super::launch::single_instance_name;
use super::notices::Notices;

/// How long something on the page may take to show up, where a test names no time of its own.
const PATIENCE: Duration = Duration::from_secs(45);
/// A machine that does something else besides takes so many times longer; it costs nothing where it does not.
const BUSY_MACHINE: u64 = 3;
/// A letter, and the key that takes it back.
const ONE_AND_BACK: &str = "0\u{e003}";
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// The app, running in a window on a desktop of its own, with a data folder of its own.
#[derive(Debug)]
pub struct App {
    test: String,
    pub(super) runtime: Runtime,
    driver: Option<Driver>,
    environment: Vec<(String, String)>,
    notices: Notices,
    desktop: Desktop,
    folder: TempDir,
    clicks: Cell<u32>,
}

impl App {
    /// Opens the app for the first time on a fresh desktop: no data, no key, practice jobs at their
    /// quickest.
    pub fn open() -> Self {
        let mut app = Self::prepared(KeyStore::default());
        app.start();
        app
    }

    /// Everything that the app needs, without the app: [`Self::start`] opens it.
    pub fn prepared(key_store: KeyStore) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("fw-")
            .tempdir()
            .expect("a temporary folder can be made");
        let logs = folder.path().join("logs");
        let desktop = Desktop::start_with(&folder.path().join("home"), &logs, key_store)
            .unwrap_or_else(|error| panic!("{error}"));
        let notices = Notices::listen(&desktop);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime starts");
        let environment = environment(&folder.path().join("feedwatch"));
        let test = evidence::test_name();
        Self {
            test,
            runtime,
            driver: None,
            environment,
            notices,
            desktop,
            folder,
            clicks: Cell::new(0),
        }
    }

    /// Gives the app this variable of its environment from its next start on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// Opens the app.
    pub fn start(&mut self) {
        let log = self.desktop.logs().join("feedwatch.log");
        let driver =
            self.runtime
                .block_on(Driver::start(&self.desktop, feedwatch(), &self.environment, &log));
        self.driver = Some(driver);
    }

    /// Closes the window and opens the app again, on the same desktop and data.
    pub fn restart(&mut self) {
        self.close();
        self.start();
    }

    /// Closes the app and waits until it is gone.
    pub fn close(&mut self) {
        if let Some(driver) = self.driver.take() {
            self.runtime.block_on(driver.close());
        }
        let name = single_instance_name();
        let deadline = Instant::now() + PATIENCE;
        while self.desktop.owns_name(&name).expect("the bus answers") {
            assert!(Instant::now() < deadline, "the app did not end");
            std::thread::sleep(LOOK_EVERY);
        }
    }

    /// The data folder of the app.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("feedwatch")
    }

    /// A folder for what the test itself needs.
    pub fn scratch(&self) -> &Path {
        self.folder.path()
    }

    /// Asks the host as the page does, past what the page would ask; gives its answer or its refusal.
    pub fn invoke(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let script = "const [command, given, done] = arguments; \
                      window.__TAURI_INTERNALS__.invoke(command, given) \
                        .then((answer) => done([true, answer ?? null]), (refusal) => done([false, refusal]));";
        let asked = self
            .client()
            .execute_async(script, vec![Value::from(command), arguments]);
        let answer = self.runtime.block_on(asked).expect("the page asks the host");
        let (went_well, said) = (answer[0] == true, answer[1].clone());
        if went_well { Ok(said) } else { Err(said) }
    }

    /// Runs a script in the page, which hands its result to `done`.
    pub fn run(&self, script: &str) -> Value {
        let script = format!("const done = arguments[0]; {script}");
        let ran = self.client().execute_async(&script, Vec::new());
        self.runtime.block_on(ran).expect("the page runs a script")
    }

    /// The process of the app, while it runs.
    pub fn process(&self) -> Option<u32> {
        processes_of(&self.data()).into_iter().next()
    }

    /// What stands in the app's own log, on standard error.
    pub fn log(&self) -> String {
        fs::read_to_string(self.desktop.logs().join("feedwatch.log")).unwrap_or_default()
    }

    /// Closes the window by its frame, as a person does.
    pub fn close_window(&self) {
        let mut close = self.desktop.command("wmctrl");
        let status = close.args(["-c", "Feedwatch"]).status();
        assert!(
            status.expect("wmctrl starts").success(),
            "there is a window to close"
        );
    }

    /// Where the window stands on the screen and how large it is; none where it is not shown.
    pub fn window(&self) -> Option<[i32; 4]> {
        let output = self
            .desktop
            .command("wmctrl")
            .arg("-lG")
            .output()
            .expect("wmctrl starts");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = text.lines().find(|line| line.trim_end().ends_with("Feedwatch"))?;
        let numbers: Vec<i32> = line
            .split_whitespace()
            .skip(2)
            .take(4)
            .flat_map(str::parse)
            .collect();
        numbers.try_into().ok()
    }

    /// Starts the app once more beside the one that runs, with these arguments and without a driver.
    pub fn start_again(&self, arguments: &[&str]) -> ProcessGroup {
        let output = log_file(&self.desktop.logs().join("second.log"));
        let mut command = self.desktop.command(feedwatch());
        command.args(arguments).envs(self.environment.iter().cloned());
        command.stdin(Stdio::null());
        command
            .stdout(output.try_clone().expect("the log can be shared"))
            .stderr(output);
        ProcessGroup::spawn(&mut command).expect("the app starts")
    }

    /// The home folder on this desktop.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The desktop, to change something about it.
    pub fn desktop_mut(&mut self) -> &mut Desktop {
        &mut self.desktop
    }

    /// The desktop, to run a program beside the app.
    pub fn desktop(&self) -> &Desktop {
        &self.desktop
    }

    /// The notifications that the desktop received.
    pub fn notices(&self) -> &Notices {
        &self.notices
    }

    /// Clicks what has this test id, once it is there and can be clicked. A choice that is drawn by its
    /// label is clicked there, as by a person.
    pub fn click(&self, id: &str) {
        let css = by_id(id);
        self.click_css(&format!("label:has({css}), {css}"));
    }

    /// Clicks what this CSS selector finds first, once it is there and can be clicked.
    pub fn click_css(&self, css: &str) {
        self.until(&format!("a click on {css}"), async || {
            let element = find(self.client(), css).await?;
            if !element.is_enabled().await.map_err(told)? {
                return Err("it is switched off".to_owned());
            }
            // What is hidden, covered or was drawn anew in between is looked for again.
            element.click().await.map_err(told)
        });
        self.clicks.set(self.clicks.get() + 1);
    }

    /// Clicks made since the app was opened for the first time.
    pub fn clicks(&self) -> u32 {
        self.clicks.get()
    }

    /// Puts a text into the field with this test id at once, as the clipboard does.
    pub fn paste_into(&self, id: &str, text: &str) {
        self.wait_for(id);
        let script = "const field = document.querySelector(arguments[0]); field.focus(); \
                      field.value = arguments[1]; field.dispatchEvent(new InputEvent('input', { bubbles: true }));";
        let arguments = vec![Value::from(by_id(id)), Value::from(text)];
        let pasted = self.runtime.block_on(self.client().execute(script, arguments));
        pasted.expect("what is there can be filled");
    }

    /// Whether this CSS selector finds something now.
    pub fn has(&self, css: &str) -> bool {
        self.runtime.block_on(find(self.client(), css)).is_ok()
    }

    /// Clicks what has this test id if it is there now; it may go away in between.
    pub fn click_if_there(&self, id: &str) {
        let clicked = self.runtime.block_on(async {
            let element = find(self.client(), &by_id(id)).await?;
            element.click().await.map_err(told)
        });
        // Whoever asks looks afterwards at what came of it.
        drop(clicked);
    }

    /// Clicks what takes the window away: the driver's own click waits for an answer of the page, and a
    /// page that is hidden or gone meanwhile gives none. So the page clicks, once it has answered.
    pub fn click_away(&self, id: &str) {
        self.wait_for(id);
        let script = "const it = document.querySelector(arguments[0]); setTimeout(() => it.click(), 400);";
        let clicked = self
            .runtime
            .block_on(self.client().execute(script, vec![Value::from(by_id(id))]));
        clicked.expect("what is there can be clicked");
        self.clicks.set(self.clicks.get() + 1);
    }

    /// Clicks it twice at once, faster than any hand.
    pub fn click_twice(&self, id: &str) {
        self.wait_for(id);
        let script = "const it = document.querySelector(arguments[0]); it.click(); it.click();";
        let clicked = self
            .runtime
            .block_on(self.client().execute(script, vec![Value::from(by_id(id))]));
        clicked.expect("what is there can be clicked");
        self.clicks.set(self.clicks.get() + 2);
    }

    /// Empties the field with this test id and types into it, as a person would.
    pub fn type_into(&self, id: &str, text: &str) {
        let css = by_id(id);
        self.until(&format!("typing into {css}"), async || {
            let element = find(self.client(), &css).await?;
            element.clear().await.map_err(told)?;
            // Clearing is no typing, and the driver refuses to type nothing: a person's last key is
            // the one that deletes.
            let keys = if text.is_empty() { ONE_AND_BACK } else { text };
            element.send_keys(keys).await.map_err(told)
        });
    }

    /// What can be read in the element with this test id, once it is there.
    pub fn text_of(&self, id: &str) -> String {
        let css = by_id(id);
        self.until(&css, async || {
            let text = find(self.client(), &css)
                .await?
                .prop("innerText")
                .await
                .map_err(told)?;
            text.ok_or_else(|| "it has no text".to_owned())
        })
    }

    /// What the field with this test id says is wrong with it, if it says so: the text that a screen
    /// reader would be given too.
    pub fn error_of(&self, id: &str) -> Option<String> {
        let script = "const wrong = document.querySelector(arguments[0] + ' [aria-invalid=\"true\"]'); \
                      const told = wrong && document.getElementById(wrong.getAttribute('aria-describedby')); \
                      return told ? told.innerText.trim() : null;";
        let told = self
            .runtime
            .block_on(self.client().execute(script, vec![Value::from(by_id(id))]))
            .ok()?;
        told.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Whether the choice with this test id can be made; one that cannot says so to assistive technology.
    pub fn is_available(&self, id: &str) -> bool {
        let css = format!("{}:not([aria-disabled=\"true\"]):not(:disabled)", by_id(id));
        self.runtime.block_on(find(self.client(), &css)).is_ok()
    }

    /// What can be read in each row of the list with this test id, now.
    pub fn rows_of(&self, id: &str) -> Vec<String> {
        let script =
            "return Array.from(document.querySelectorAll(arguments[0] + ' li'), (row) => row.innerText);";
        let texts = self
            .runtime
            .block_on(self.client().execute(script, vec![Value::from(by_id(id))]));
        serde_json::from_value(texts.unwrap_or_default()).unwrap_or_default()
    }

    /// Everything that can be read on the page.
    pub fn page_text(&self) -> String {
        let text = self.runtime.block_on(
            self.client()
                .execute("return document.body.innerText;", Vec::new()),
        );
        text.ok()
            .and_then(|text| text.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Waits until something with this test id is shown.
    pub fn wait_for(&self, id: &str) {
        let css = by_id(id);
        self.until(&css, async || {
            let element = find(self.client(), &css).await?;
            let shown = element.is_displayed().await.map_err(told)?;
            if shown {
                Ok(())
            } else {
                Err("it is hidden".to_owned())
            }
        });
    }

    /// Whether something with this test id is on the page now.
    pub fn shows(&self, id: &str) -> bool {
        self.runtime.block_on(find(self.client(), &by_id(id))).is_ok()
    }

    /// Looks again and again until `look` finds something; `what` is said if it does not in time.
    pub fn wait_until<T>(&self, what: &str, seconds: u64, mut look: impl FnMut(&Self) -> Option<T>) -> T {
        let deadline = Instant::now() + Duration::from_secs(seconds * BUSY_MACHINE);
        loop {
            if let Some(found) = look(self) {
                return found;
            }
            assert!(Instant::now() < deadline, "waited {seconds} s for {what}");
            std::thread::sleep(LOOK_EVERY);
        }
    }

    /// The monitors on the board, as they stand now.
    pub fn cards(&self) -> Vec<Card> {
        let cards = self
            .runtime
            .block_on(self.client().execute(READ_CARDS, Vec::new()));
        serde_json::from_value(cards.unwrap_or_default()).unwrap_or_default()
    }

    /// Waits until a monitor whose card holds `text` is in one of these states.
    pub fn wait_for_card(&self, text: &str, states: &[&str], seconds: u64) -> Card {
        self.wait_until(
            &format!("a card with “{text}” that is {}", states.join(" or ")),
            seconds,
            |app| {
                app.cards()
                    .into_iter()
                    .find(|card| card.text.contains(text) && states.contains(&card.state.as_str()))
            },
        )
    }

    /// Saves what the page shows under `target/window/<name of the test>/<name>.png`.
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let file = evidence::folder(&self.test).join(format!("{name}.png"));
        let shot = self
            .runtime
            .block_on(page_shot(self.client()))
            .expect("the page can be photographed");
        fs::create_dir_all(evidence::folder(&self.test)).expect("a folder for screenshots can be made");
        fs::write(&file, shot).expect("a screenshot can be written");
        file
    }

    pub(super) fn client(&self) -> &Client {
        &self.driver.as_ref().expect("the app is open").client
    }

    /// Tries again and again; a failure tells what stood in the way the last time.
    fn until<T>(&self, what: &str, mut attempt: impl AsyncFnMut() -> Result<T, String>) -> T {
        let deadline = Instant::now() + PATIENCE;
        self.runtime.block_on(async {
            loop {
                // A page that does not answer any more must not hold up the test for ever.
                let attempt = tokio::time::timeout(PATIENCE, attempt()).await;
                match attempt.unwrap_or_else(|_| Err("the page does not answer".to_owned())) {
                    Ok(found) => return found,
                    Err(why) => assert!(
                        Instant::now() < deadline,
                        "waited {} s for {what}: {why}",
                        PATIENCE.as_secs()
                    ),
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        })
    }

    /// A failed test leaves its last picture, what could be read on it, and all logs and data.
    fn keep_evidence(&self) {
        let folder = evidence::folder(&self.test);
        evidence::copy(self.desktop.logs(), &folder.join("logs"));
        evidence::copy(&self.data(), &folder.join("data"));
        let _ = self.desktop.save_screen(&folder.join("screen.png"));
        if let Some(driver) = &self.driver {
            self.runtime.block_on(keep_page(&driver.client, &folder));
        }
        eprintln!(
            "The screen, the page, the logs and the data of this test are in {}",
            folder.display()
        );
    }
}

impl Drop for App {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.keep_evidence();
        }
        if let Some(driver) = self.driver.take() {
            self.runtime.block_on(driver.close());
        }
    }
}

/// The app's own processes with this data folder; the web view's carry it too, but are other programs.
fn processes_of(data: &Path) -> Vec<u32> {
    let wanted = format!("FEEDWATCH_DATA_DIR={}\0", data.display());
    let program = feedwatch();
    let entries = fs::read_dir("/proc")
        .expect("the system lists its processes")
        .flatten();
    let ours = |path: &Path| {
        fs::read_link(path.join("exe")).is_ok_and(|exe| exe == program)
            && fs::read(path.join("environ")).is_ok_and(|all| String::from_utf8_lossy(&all).contains(&wanted))
    };
    let found = entries.map(|entry| entry.path()).filter(|path| ours(path));
    found
        .filter_map(|path| path.file_name()?.to_str()?.parse().ok())
        .collect()
}

fn environment(data: &Path) -> Vec<(String, String)> {
    // The system's own dialogs for files are no part of the page: they are answered with this one.
    let chosen = data.with_file_name("chosen.feedwatch");
    let pairs = [
        ("FEEDWATCH_DATA_DIR", data.display().to_string()),
        ("FEEDWATCH_PRACTICE_PACE", "fast".to_owned()),
        ("FEEDWATCH_FILE_ANSWER", chosen.display().to_string()),
        (
            "RUST_LOG",
            "info,feedwatch=debug,monitoring=debug,local_service=debug".to_owned(),
        ),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

fn by_id(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}

async fn find(client: &Client, css: &str) -> Result<Element, String> {
    client.find(Locator::Css(css)).await.map_err(told)
}

fn told(error: CmdError) -> String {
    error.to_string()
}

/// Two frames later everything that was asked for is painted; before, a picture may be stale.
async fn page_shot(client: &Client) -> Option<Vec<u8>> {
    let script =
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(null)));";
    client.execute_async(script, Vec::new()).await.ok()?;
    client.screenshot().await.ok()
}

/// A page that does not answer any more leaves nothing.
async fn keep_page(client: &Client, folder: &Path) {
    let limit = Duration::from_secs(5);
    if let Ok(Ok(html)) = tokio::time::timeout(limit, client.source()).await {
        let _ = fs::write(folder.join("page.html"), html);
    }
    if let Ok(Some(shot)) = tokio::time::timeout(limit, page_shot(client)).await {
        let _ = fs::write(folder.join("page.png"), shot);
    }
}
