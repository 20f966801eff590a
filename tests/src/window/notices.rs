use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use xtask::desktop::{Desktop, ProcessGroup};

use super::evidence::log_file;

/// A notification as the app sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its first line.
    pub title: String,
    /// What stands below.
    pub body: String,
}

/// Listens to every notification on the desktop's bus, beside the daemon that shows them.
#[derive(Debug)]
pub struct Notices {
    record: PathBuf,
    _listener: ProcessGroup,
}

impl Notices {
    pub(super) fn listen(desktop: &Desktop) -> Self {
        let record = desktop.logs().join("notifications.log");
        let output = log_file(&record);
        let mut command = desktop.command("dbus-monitor");
        command.args([
            "--session",
            "type='method_call',interface='org.freedesktop.Notifications',member='Notify'",
            "type='method_call',interface='org.freedesktop.Notifications',member='CloseNotification'",
        ]);
        command
            .stdin(Stdio::null())
            .stderr(output.try_clone().expect("the log can be shared"))
            .stdout(output);
        let listener =
            ProcessGroup::spawn(&mut command).expect("dbus-monitor starts; `cargo xtask setup` installs it");
        wait_until_listening(&record);
        Self {
            record,
            _listener: listener,
        }
    }

    /// How many were taken back so far.
    pub fn withdrawn(&self) -> usize {
        let record = std::fs::read_to_string(&self.record).unwrap_or_default();
        record.matches("member=CloseNotification").count()
    }

    /// Everything that was sent so far.
    pub fn so_far(&self) -> Vec<Notice> {
        parse(&std::fs::read_to_string(&self.record).unwrap_or_default())
    }
}

/// The monitor's first words are the bus telling it its own name.
fn wait_until_listening(record: &Path) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !std::fs::read_to_string(record)
        .is_ok_and(|text| text.contains("NameLost") || text.contains("NameAcquired"))
    {
        assert!(
            Instant::now() < deadline,
            "dbus-monitor does not listen; see {}",
            record.display()
        );
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn parse(record: &str) -> Vec<Notice> {
    let calls = record
        .split("method call ")
        .skip(1)
        .filter(|call| call.contains("member=Notify"));
    calls.filter_map(|call| notice(&strings(call))).collect()
}

/// The call's texts are, in this order: application, icon, title, body.
fn notice(texts: &[String]) -> Option<Notice> {
    Some(Notice {
        title: texts.get(2)?.clone(),
        body: texts.get(3)?.clone(),
    })
}

/// The texts among a call's own arguments; what lies deeper (actions, hints) is indented further. A text
/// may run over several lines and its quotes are not escaped, so it ends where the next argument begins.
fn strings(call: &str) -> Vec<String> {
    let mut arguments: Vec<String> = Vec::new();
    for line in call.lines().skip(1) {
        if let Some(argument) = top_level(line) {
            arguments.push(argument.to_owned());
        } else if let Some(last) = arguments.last_mut() {
            last.push('\n');
            last.push_str(line);
        }
    }
    let texts = arguments
        .iter()
        .filter_map(|argument| argument.strip_prefix("string \""));
    texts
        .map(|text| text.trim_end().strip_suffix('"').unwrap_or(text).to_owned())
        .collect()
}

fn top_level(line: &str) -> Option<&str> {
    let argument = line.strip_prefix("   ")?;
    let kinds = ["string \"", "uint32 ", "int32 ", "array ["];
    kinds
        .iter()
        .any(|kind| argument.starts_with(kind))
        .then_some(argument)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = "\
signal time=1.0 sender=org.freedesktop.DBus -> destination=:1.9 serial=2 member=NameLost
   string \":1.9\"
method call time=2.0 sender=:1.4 -> destination=:1.2 serial=7 path=/x; interface=org.freedesktop.Notifications; member=Notify
   string \"Feedwatch\"
   uint32 0
   string \"\"
   string \"@shop on \"Instagram\" stopped\"
   string \"It is private.
   Change the name.\"
   array [
      string \"default\"
   ]
   array [
      dict entry(
         string \"urgency\"
         variant             byte 1
      )
   ]
   int32 -1
";

    #[test]
    fn a_notification_is_read_with_its_quotes_and_line_breaks() {
        let expected = Notice {
            title: "@shop on \"Instagram\" stopped".to_owned(),
            body: "It is private.\n   Change the name.".to_owned(),
        };
        assert_eq!(parse(RECORD), [expected]);
        assert!(parse("").is_empty());
    }
}
