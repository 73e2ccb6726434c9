use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns the number of terminal cells that one grapheme takes on the screen.
///
/// Agrees with ratatui 0.30, which drops graphemes that hold a control character, counts every
/// other single byte as one cell, and adds a cell for each half-width sound mark. The suite
/// draws into a buffer to hold both rulers together.
#[must_use]
pub fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        return 0;
    }
    let sound_marks = grapheme
        .chars()
        .filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}'));
    grapheme.width() + sound_marks.count()
}

/// Returns the number of terminal cells that the text takes on one line of the screen.
#[must_use]
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(grapheme_width).sum()
}
