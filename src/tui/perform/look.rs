//! How the screens looked when the file was last open.

use crate::store::{Census, StoreError};
use crate::tui::effect::Look;
use crate::tui::model::look::{LANGUAGE, MARKS, PLAIN, THEME};
use crate::tui::theme::Theme;

/// Reads what was chosen; a word of a later version counts as not chosen.
pub(super) fn read(census: &Census) -> Result<Look, StoreError> {
    let theme = census.local(THEME)?;
    let language = census.local(LANGUAGE)?;
    Ok(Look {
        language: language.and_then(|tag| tag.parse().ok()),
        theme: Theme::CHOICES
            .into_iter()
            .find(|known| theme.as_deref() == Some(known.id())),
        plain_glyphs: census.local(MARKS)?.map(|held| held == PLAIN),
    })
}
