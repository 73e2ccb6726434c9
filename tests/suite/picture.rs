//! A screen as a picture, for the README: one SVG text a run of cells.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::style::{Color, Modifier};

/// Size of one cell in the picture.
const CELL: (u16, u16) = (9, 19);
/// Colors of the ground and of ordinary text.
const GROUND: &str = "#1b1e24";
const TEXT: &str = "#d8dce4";

/// Draws a buffer.
pub(crate) fn svg(buffer: &Buffer) -> String {
    let area = buffer.area;
    let (width, height) = (area.width * CELL.0 + 16, area.height * CELL.1 + 16);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"'Noto Sans Mono CJK SC','Sarasa Mono SC','DejaVu Sans Mono',monospace\" \
         font-size=\"15\">\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" \
         fill=\"{GROUND}\"/>\n"
    );
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let cell = &buffer[(x, y)];
            let cells = cell.symbol().cell_width().max(1);
            draw(&mut out, cell, x, y, cells);
            x += cells;
        }
    }
    out.push_str("</svg>\n");
    out
}

fn draw(out: &mut String, cell: &ratatui::buffer::Cell, x: u16, y: u16, cells: u16) {
    let (mut front, mut back) = (color(cell.fg, TEXT), color(cell.bg, GROUND));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut front, &mut back);
    }
    let (left, top) = (x * CELL.0 + 8, y * CELL.1 + 8);
    if back != GROUND {
        let width = cells * CELL.0;
        let _ = writeln!(
            out,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{back}\"/>",
            CELL.1
        );
    }
    let symbol = match cell.symbol() {
        " " => return,
        "<" => "&lt;",
        ">" => "&gt;",
        "&" => "&amp;",
        symbol => symbol,
    };
    let weight = if cell.modifier.contains(Modifier::BOLD) {
        " font-weight=\"bold\""
    } else {
        ""
    };
    let opacity = if cell.modifier.contains(Modifier::DIM) {
        " opacity=\"0.6\""
    } else {
        ""
    };
    let _ = writeln!(
        out,
        "<text x=\"{left}\" y=\"{}\" fill=\"{front}\"{weight}{opacity}>{symbol}</text>",
        top + 14
    );
}

fn color(color: Color, otherwise: &'static str) -> String {
    match color {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Black => "#000000".to_owned(),
        Color::Red | Color::LightRed => "#f07178".to_owned(),
        Color::Green | Color::LightGreen => "#a5d6a7".to_owned(),
        Color::Yellow | Color::LightYellow => "#ffd580".to_owned(),
        Color::Blue | Color::LightBlue => "#82aaff".to_owned(),
        Color::Magenta | Color::LightMagenta => "#c792ea".to_owned(),
        Color::Cyan | Color::LightCyan => "#89ddff".to_owned(),
        Color::Gray => "#b0b6c0".to_owned(),
        Color::DarkGray => "#7a828e".to_owned(),
        Color::White => "#ffffff".to_owned(),
        Color::Reset | Color::Indexed(_) => otherwise.to_owned(),
    }
}
