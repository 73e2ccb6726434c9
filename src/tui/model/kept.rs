//! Text that was typed into what lies over a page and not stored: it waits for the next opening.

use std::collections::BTreeMap;

use super::line::Line;
use super::names::Wanted;
use super::overlay::Overlay;

/// Under which word the file keeps it.
pub const KEPT: &str = "typed_over";

/// Typed text by the place it was typed in, and what waits for the store.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    texts: BTreeMap<String, String>,
    /// What was closed to be stored; it comes back with its text if that fails.
    pub asked: Option<Overlay>,
}

impl Kept {
    /// Reads what [`Kept::written`] wrote; a line that says nothing is left out.
    #[must_use]
    pub fn read(written: &str) -> Self {
        let lines = written.lines().filter_map(|line| line.split_once('\t'));
        Self {
            texts: lines.map(|(of, text)| (of.into(), text.into())).collect(),
            asked: None,
        }
    }

    /// Writes it as lines of place, tab, and text; a line under edit holds no controls.
    #[must_use]
    pub fn written(&self) -> String {
        let lines = self.texts.iter().map(|(of, text)| format!("{of}\t{text}"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Puts the text that waits for an overlay back into its line.
    pub fn restore(&self, overlay: &mut Overlay) {
        let text = place(overlay).and_then(|of| self.texts.get(&of));
        if let (Some(text), Some(line)) = (text, overlay.line_mut()) {
            *line = Line::draft(text);
        }
    }

    /// Keeps what was typed into an overlay; returns whether that is news.
    pub fn hold(&mut self, overlay: &Overlay) -> bool {
        let (Some(of), Some(line)) = (place(overlay), overlay.line()) else {
            return false;
        };
        if !line.touched {
            return false;
        }
        let text = line.text();
        if text.trim().is_empty() {
            return self.texts.remove(&of).is_some();
        }
        let old = self.texts.insert(of, text.to_owned());
        old.as_deref() != Some(text)
    }

    /// Forgets the text of an overlay that is stored; returns whether there was one.
    pub fn forget(&mut self, overlay: &Overlay) -> bool {
        place(overlay).is_some_and(|of| self.texts.remove(&of).is_some())
    }
}

/// Names the place whose text an overlay holds; none where a line only filters.
fn place(overlay: &Overlay) -> Option<String> {
    let (word, record, part) = match overlay {
        Overlay::Confirm(confirm) => {
            let found = &confirm.concern.finding;
            (found.rule.as_str(), found.record, found.cell())
        }
        Overlay::Note { record, item, .. } => ("note", *record, item.as_deref().unwrap_or("")),
        Overlay::Disposition {
            record,
            chosen: Some(_),
            ..
        } => ("remark", *record, ""),
        Overlay::Ask(ask) => {
            let (word, record) = ask.wanted.place();
            let item = match &ask.wanted {
                Wanted::Return { item, .. } => item.as_deref().unwrap_or(""),
                _ => "",
            };
            (word, record, item)
        }
        Overlay::Letters(letters) => {
            let thread = letters.thread()?;
            ("thread", thread.record, thread.id.as_str())
        }
        _ => return None,
    };
    Some(format!("{word} {} {} {part}", record.kind.id(), record.id))
}
