use unicode_segmentation::UnicodeSegmentation;

use super::width::{grapheme_width, width};

/// Marks a cut. The typographic ellipsis is of ambiguous width, two full stops are not.
const CUT_MARK: &str = "..";

/// Returns the longest beginning of the text that fits into `cells`.
#[must_use]
pub fn clip(text: &str, cells: usize) -> String {
    take_while_fits(text.graphemes(true), cells).concat()
}

/// Returns the longest end of the text that fits into `cells`.
#[must_use]
pub fn clip_start(text: &str, cells: usize) -> String {
    let mut kept = take_while_fits(text.graphemes(true).rev(), cells);
    kept.reverse();
    kept.concat()
}

/// Returns the text if it fits into `cells`, else its beginning with `..` after it.
#[must_use]
pub fn clip_marked(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return clip(text, cells);
    }
    let Some(room) = cells.checked_sub(CUT_MARK.len()) else {
        return clip(text, cells);
    };
    clip(text, room) + CUT_MARK
}

/// Returns the text cut or filled with spaces at its end to exactly `cells`.
#[must_use]
pub fn pad_end(text: &str, cells: usize) -> String {
    let kept = clip(text, cells);
    let fill = " ".repeat(cells.saturating_sub(width(&kept)));
    kept + &fill
}

/// Returns the text cut or filled with spaces at its start to exactly `cells`.
#[must_use]
pub fn pad_start(text: &str, cells: usize) -> String {
    let kept = clip(text, cells);
    " ".repeat(cells.saturating_sub(width(&kept))) + &kept
}

fn take_while_fits<'a>(graphemes: impl Iterator<Item = &'a str>, cells: usize) -> Vec<&'a str> {
    let mut room = cells;
    graphemes
        .map_while(|grapheme| {
            room = room.checked_sub(grapheme_width(grapheme))?;
            Some(grapheme)
        })
        .filter(|grapheme| !grapheme.contains(char::is_control))
        .collect()
}
