//! The traps of terminals and of Chinese text on them, each with its case.

use labor_census::base::text::width;
use labor_census::tui::event::{Code, Key};
use labor_census::tui::glyph::{Glyphs, NORMAL, PLAIN};
use labor_census::tui::keymap::normalize;
use labor_census::tui::model::line::{LINE_CHARS_MAX, Line};
use labor_census::tui::model::{Appearance, Screen};
use labor_census::tui::seam::screen_text;
use labor_census::tui::theme::{Meaning, Theme};
use labor_census::tui::widget::overlay::open_hole;
use labor_census::wording::Language;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr;

use crate::screens::{HOUSEHOLD, TO_HOUSEHOLD, desk};

proptest! {
    /// T1: a box over Chinese text keeps its left edge, wherever it stands.
    #[test]
    fn a_box_keeps_its_edge_over_wide_text(x in 0_u16..30, cells in 2_u16..10, shift in 0_u16..2) {
        let screen = Rect::new(0, 0, 44, 3);
        let mut before = Buffer::empty(screen);
        for y in 0..3 {
            before.set_string(shift, y, "庄浪县水洛镇李碾村三社王建国李秀英马翠花", Style::new());
        }
        let mut after = before.clone();
        let hole = Rect::new(x, 0, cells, 3);
        open_hole(&mut after, hole);
        for y in 0..3 {
            after.set_string(x, y, "|", Style::new());
        }
        // What a terminal shows: only the cells that the diff sends are drawn.
        for y in 0..3 {
            let drawn = before.diff(&after);
            let is_edge = |cell: &ratatui::buffer::Cell| cell.symbol() == "|";
            let here = |at: u16, row: u16| (at, row) == (x, y);
            let is_drawn = drawn.iter().any(|(at, row, cell)| here(*at, *row) && is_edge(cell));
            prop_assert!(is_drawn);
            if x > 0 {
                let left = after.cell((x - 1, y)).unwrap().symbol();
                prop_assert!(width(left) <= 1);
            }
        }
    }

    /// T8: what an input method types for digits, marks, and space means the same.
    #[test]
    fn full_width_keys_mean_the_same(c in proptest::char::range('!', '~')) {
        let wide = char::from_u32(u32::from(c) + 0xFEE0).unwrap();
        let press = |c| normalize(Key::plain(Code::Char(c)));
        prop_assert_eq!(press(wide), press(c));
    }
}

const MEANINGS: [Meaning; 11] = [
    Meaning::Plain,
    Meaning::Dim,
    Meaning::Title,
    Meaning::Accent,
    Meaning::Selected,
    Meaning::Good,
    Meaning::Soft,
    Meaning::Hard,
    Meaning::Given,
    Meaning::Key,
    Meaning::Rule,
];

/// Relative luminance of a color, by WCAG 2.2.
fn luminance(color: Color) -> f64 {
    let Color::Rgb(red, green, blue) = color else {
        panic!("{color:?} is whatever the terminal makes of it");
    };
    let [red, green, blue] = [red, green, blue].map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Contrast ratio of two colors, by WCAG 2.2.
fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn the_contrast_formula_gives_its_known_values() {
    let (black, white) = (Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255));
    assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    // The lightest gray that still passes on white.
    let gray = Color::Rgb(118, 118, 118);
    assert!((contrast(gray, white) - 4.54).abs() < 0.01);
}

#[test]
fn every_text_stands_out_from_its_ground() {
    for (theme, least) in [
        (Theme::Dark, 4.5),
        (Theme::Light, 4.5),
        (Theme::HighContrast, 7.0),
    ] {
        let ground = theme.ground();
        // A reversed cell swaps its two colors and keeps their ratio.
        for meaning in MEANINGS {
            let style = ground.patch(theme.style(meaning));
            let ratio = contrast(style.fg.unwrap(), style.bg.unwrap());
            assert!(ratio >= least, "{theme:?} {meaning:?} {ratio:.2}");
        }
    }
}

/// T2: without colors the selection is seen by reverse and by a mark, and nothing has a color.
#[test]
fn without_colors_the_selection_is_reversed_and_marked() {
    for meaning in MEANINGS {
        let style = Theme::Mono.style(meaning);
        assert_eq!((style.fg, style.bg), (None, None), "{meaning:?}");
    }
    let mut desk = desk((80, 24), Language::ZhHans);
    desk.session.appear(Appearance {
        theme: Theme::Mono,
        plain_glyphs: false,
    });
    desk.session.type_keys("0");
    let buffer = desk.session.buffer();
    let cells = buffer.content.iter();
    assert!(
        cells
            .clone()
            .all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
    );
    assert!(
        cells
            .clone()
            .any(|cell| cell.modifier.contains(Modifier::REVERSED))
    );
    assert!(
        screen_text(buffer).contains("> - "),
        "the selected line has a mark"
    );
}

/// T4: no mark is wider in a terminal that shows ambiguous characters wide.
#[test]
fn marks_have_one_width_in_every_terminal() {
    for set in [NORMAL, PLAIN] {
        for mark in marks(&set) {
            assert_eq!(mark.width(), mark.width_cjk(), "{mark}");
        }
    }
    assert!(marks(&PLAIN).iter().all(|mark| mark.is_ascii()));
}

fn marks(set: &Glyphs) -> [&'static str; 16] {
    [
        set.answered,
        set.open,
        set.hard,
        set.soft,
        set.reason,
        set.preset,
        set.derived,
        set.here,
        set.add,
        set.full,
        set.empty,
        set.rule,
        set.chosen,
        set.unchosen,
        set.note,
        set.begun,
    ]
}

/// T5: on a row of the tree the name comes last, so that a name measured wrong shifts nothing.
#[test]
fn names_stand_behind_marks_and_counts() {
    let mut desk = desk((80, 24), Language::ZhHans);
    desk.session.type_keys("0");
    let screen = desk.session.screen();
    let row = screen.lines().find(|line| line.contains("水洛镇")).unwrap();
    let name = row.find("水洛镇").unwrap();
    assert!(row.find("0/").unwrap() < name, "{row}");
}

/// T6: the caret stands behind the text, counted in cells.
#[test]
fn the_caret_counts_cells() {
    let mut desk = desk((80, 24), Language::ZhHans);
    desk.session
        .type_keys(TO_HOUSEHOLD)
        .type_keys("<Enter><Enter>");
    let ((before, row), _) = desk.session.caret();
    desk.session.type_keys("王a国");
    assert_eq!(desk.session.caret().0, (before + 5, row));
    desk.session.type_keys("<Left>");
    assert_eq!(desk.session.caret().0, (before + 3, row));
}

/// T7: the hardware cursor is shown on every page, and two rows under the edit line are free.
#[test]
fn the_cursor_is_at_the_focus_on_every_page() {
    let mut desk = desk((80, 24), Language::ZhHans);
    let pages = [
        "",
        "2",
        "<Esc>3",
        "<Esc><F3>",
        "<Esc><F5>",
        "<Esc><F9>",
        "<Esc><C-p>",
        "<Esc><F1>",
    ];
    for keys in pages {
        desk.session.type_keys(keys);
        let ((_, row), is_shown) = desk.session.caret();
        assert!(
            is_shown && row > 0,
            "after {keys}: {}",
            desk.session.screen()
        );
    }
    desk.session
        .type_keys("<Esc>")
        .type_keys(TO_HOUSEHOLD)
        .type_keys("<Enter><Enter>王");
    let ((_, row), is_shown) = desk.session.caret();
    assert!(is_shown);
    let screen = desk.session.screen();
    let below: Vec<&str> = screen.lines().skip(usize::from(row) + 1).take(2).collect();
    assert!(below.iter().all(|line| line.is_empty()), "{screen}");
}

/// T7: nothing is drawn while nothing happens; a burst of keys is one frame.
#[test]
fn a_burst_of_keys_is_drawn_once() {
    let mut desk = desk((80, 24), Language::ZhHans);
    desk.session
        .type_keys(TO_HOUSEHOLD)
        .type_keys("<Enter><Enter>");
    let before = desk.session.frames;
    desk.session.type_fast("王建国");
    assert_eq!(desk.session.frames, before + 1);
}

/// T8: every page can be used with full-width digits.
#[test]
fn full_width_digits_choose() {
    let mut desk = desk((80, 24), Language::ZhHans);
    desk.session
        .type_keys(TO_HOUSEHOLD)
        .type_keys("<Enter>\u{FF12}");
    assert!(
        desk.session.screen().contains("2 集体户"),
        "{}",
        desk.session.screen()
    );
}

/// T9: pasted text becomes one line without controls; too much is refused with a message.
#[test]
fn pasted_text_is_made_harmless() {
    let mut line = Line::default();
    line.paste("王\r\n建\u{7}国\u{202E}").unwrap();
    assert_eq!(line.text(), "王 建国");
    assert!(line.paste(&"x".repeat(LINE_CHARS_MAX)).is_err());
    let mut desk = desk((80, 24), Language::ZhHans);
    desk.session
        .type_keys(TO_HOUSEHOLD)
        .type_keys("<Enter><Enter>");
    desk.session.paste(&"长".repeat(LINE_CHARS_MAX + 1));
    assert!(
        desk.session.screen().contains("未粘贴"),
        "{}",
        desk.session.screen()
    );
}

/// T10: rare characters are kept and measured; a name in the tree is what was typed.
#[test]
fn rare_characters_are_kept() {
    let mut desk = desk((80, 24), Language::ZhHans);
    desk.session
        .type_keys(TO_HOUSEHOLD)
        .type_keys("<Enter><Enter>王\u{20BB7}<Enter>");
    assert!(
        desk.session.screen().contains("王\u{20BB7}"),
        "{}",
        desk.session.screen()
    );
    assert_eq!(width("\u{20BB7}"), 2);
}

#[test]
fn below_80_by_24_a_message_says_so_and_nothing_is_lost() {
    let mut desk = desk((80, 24), Language::ZhHans);
    desk.session.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    desk.session.resize(79, 24);
    assert!(
        desk.session.screen().contains("窗口太小"),
        "{}",
        desk.session.screen()
    );
    desk.session.resize(80, 24);
    assert!(
        desk.session.screen().contains("新登一人"),
        "{}",
        desk.session.screen()
    );
}

#[test]
fn leaving_by_a_signal_keeps_what_is_typed() {
    let mut desk = desk((80, 24), Language::ZhHans);
    desk.session
        .type_keys(TO_HOUSEHOLD)
        .type_fast("<Enter><Enter>王建国");
    assert!(matches!(desk.session.app().screen(), Screen::Form(_)));
    let _folder = desk.folder;
    desk.session.stop().unwrap();
}
