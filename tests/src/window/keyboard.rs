use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde::Deserialize;

use super::App;

/// Tab presses after which a control counts as out of reach: more than any place has controls.
const REACH: usize = 90;

/// What has focus: its names for tests, and whether a person can see that it has it.
const READ_FOCUS: &str = r#"
    const it = document.activeElement;
    const drawn = (node, part) => {
        const style = getComputedStyle(node, part);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
    };
    const around = [it, it.parentElement, it.parentElement?.parentElement, it.parentElement?.parentElement?.parentElement];
    return {
        id: it.dataset.testid ?? it.closest('[data-testid]')?.dataset.testid ?? '',
        name: (it.getAttribute('aria-label') ?? it.innerText ?? '').trim().slice(0, 60),
        tag: it.tagName.toLowerCase(),
        visible: around.some((node) => node && drawn(node)) || drawn(it, '::after')
            || it.dataset.highlighted !== undefined,
    };
"#;

/// The control that has focus.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Focus {
    /// Its test id, or that of what it stands in.
    pub id: String,
    /// What a person reads on it.
    pub name: String,
    /// `body` and `main` where no control has focus.
    pub tag: String,
    /// Whether something is drawn that tells it apart.
    pub visible: bool,
}

impl App {
    /// Presses one key, held together with the others, as `press(&[Key::Control, 'k'])` would be read.
    pub fn press(&self, keys: &[char]) {
        let down = keys.iter().map(|value| KeyAction::Down { value: *value });
        let up = keys.iter().rev().map(|value| KeyAction::Up { value: *value });
        let actions = down
            .chain(up)
            .fold(KeyActions::new("keyboard".to_owned()), |all, one| all.then(one));
        let pressed = self.runtime.block_on(self.client().perform_actions(actions));
        pressed.expect("keys can be pressed");
    }

    /// Types a text, one key after the other, into whatever has focus.
    pub fn type_keys(&self, text: &str) {
        for letter in text.chars() {
            self.press(&[letter]);
        }
    }

    /// What has focus now.
    pub fn focus(&self) -> Focus {
        let read = self.client().execute(READ_FOCUS, Vec::new());
        let focus = self.runtime.block_on(read).expect("the page tells its focus");
        serde_json::from_value(focus).expect("a focus is told as it is asked for")
    }

    /// Tab by Tab to the control with this test id. Every control on the way shows that it has focus.
    pub fn tab_to(&self, id: &str) {
        self.walk_to(id, &[Key::Tab.into()]);
    }

    /// The same backwards.
    pub fn tab_back_to(&self, id: &str) {
        self.walk_to(id, &[Key::Shift.into(), Key::Tab.into()]);
    }

    fn walk_to(&self, id: &str, step: &[char]) {
        self.wait_until(id, 15, |app| app.shows(id).then_some(()));
        let mut passed = Vec::new();
        for _ in 0..REACH {
            let focus = self.focus();
            if focus.id == id {
                return;
            }
            passed.push(focus.id);
            self.press(step);
            let focus = self.focus();
            let shown = focus.visible || matches!(focus.tag.as_str(), "body" | "main" | "html");
            assert!(shown, "nothing shows that this has focus: {focus:?}");
        }
        panic!("{id} cannot be reached by Tab; passed {passed:?}");
    }

    /// Waits until focus is on the control with this test id.
    pub fn wait_for_focus(&self, id: &str) {
        self.wait_until(&format!("focus on {id}"), 15, |app| {
            (app.focus().id == id).then_some(())
        });
    }
}
