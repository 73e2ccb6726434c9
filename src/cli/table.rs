use crate::base::text::{pad_end, pad_start, width};

/// Lays rows out in columns by the cells they take on the screen: the first columns from the
/// left, those from `numbers_from` on from the right.
pub(super) fn align(rows: &[Vec<String>], numbers_from: usize) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|c| width(c))
                .max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    rows.iter()
        .map(|row| {
            let cells = row.iter().zip(&widths).enumerate();
            let cells = cells.map(|(column, (cell, &width))| {
                if column < numbers_from {
                    pad_end(cell, width)
                } else {
                    pad_start(cell, width)
                }
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
        .collect()
}
