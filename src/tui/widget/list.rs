//! A windowed list: only the lines that are seen are ever made.

/// Returns the first line to draw so that the selected one is seen, with lines around it.
#[must_use]
pub fn top(at: usize, count: usize, height: usize) -> usize {
    if count <= height {
        return 0;
    }
    at.saturating_sub(height / 2).min(count - height)
}

/// Returns the lines to draw.
#[must_use]
pub fn window(at: usize, count: usize, height: usize) -> std::ops::Range<usize> {
    let top = top(at, count, height);
    top..(top + height).min(count)
}
