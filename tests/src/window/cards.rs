use serde::Deserialize;

/// Reads every card of the board in one go, so that what is read belongs together.
pub(super) const READ_CARDS: &str = r#"
    const cards = document.querySelectorAll('[data-testid="board-card"], [data-testid="board-row"]');
    return Array.from(cards, (card) => ({
        monitor_id: card.dataset.monitorId ?? '',
        state: card.dataset.state ?? '',
        text: card.innerText,
    }));
"#;

/// A monitor as the board shows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Card {
    /// Which monitor it is.
    pub monitor_id: String,
    /// Its state's word: `waiting`, `collecting`, `watching`, `finished`, `failed`...
    pub state: String,
    /// Everything that can be read on it.
    pub text: String,
}
