//! The ruler for cells, cutting, wrapping, tidying, and finding by pinyin.

use labor_census::base::text::{
    KEYS_MAX, PasteError, clip, clip_marked, clip_start, fold_width, keys, matches, pad_end,
    pad_start, paste, private_use, tidy_name, tidy_text, to_traditional, width, wrap,
};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

/// Cells that ratatui moves on when it draws the text.
fn drawn(text: &str) -> usize {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 1000, 1));
    let (end, _) = buffer.set_stringn(0, 0, text, 1000, Style::default());
    usize::from(end)
}

/// Text of the field: Han of several planes, marks, Latin, combining and odd characters.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "庄浪县",
            "王",
            "𠮷",
            "，",
            "（",
            "）",
            "·",
            "…",
            "abc",
            " ",
            "１２",
            "e\u{301}",
            "ｶﾞ",
            "\u{200B}",
            "\u{E000}",
            "👨‍👩‍👧",
            "❤️",
            "\t",
            "\r\n",
            "葛\u{E0100}",
            "、",
            "x",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,4}",
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

/// Words and Han with at most one mark after or before each, so that the rules can be kept.
fn marked_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "中",
        "国人",
        "（一）",
        "天。",
        "abc",
        "abcdefghij,",
        "“好”",
        "12,345",
        " ",
        "  ",
        "word ",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn width_is_what_ratatui_draws(text in any_text()) {
        prop_assert_eq!(width(&text), drawn(&text));
    }

    #[test]
    fn cuts_never_exceed_the_width(text in any_text(), cells in 0_usize..24) {
        for cut in [clip(&text, cells), clip_start(&text, cells), clip_marked(&text, cells)] {
            prop_assert!(width(&cut) <= cells, "{:?}", cut);
        }
        prop_assert_eq!(width(&pad_end(&text, cells)), cells);
        prop_assert_eq!(width(&pad_start(&text, cells)), cells);
    }

    #[test]
    fn wrapping_fits_and_loses_nothing(text in any_text(), cells in 2_usize..24) {
        let lines = wrap(&text, cells);
        let widest = text.graphemes(true).map(width).max().unwrap_or(0);
        for line in &lines {
            prop_assert!(width(line) <= cells.max(widest), "{:?}", line);
        }
        let visible = |text: &str| -> String {
            text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
        };
        prop_assert_eq!(visible(&lines.concat()), visible(&text));
    }

    #[test]
    fn no_line_begins_with_a_closing_mark(text in marked_text(), cells in 4_usize..24) {
        for line in wrap(&text, cells) {
            prop_assert!(!line.starts_with(['）', '。', ',', '”']), "{:?}", line);
        }
    }

    #[test]
    fn tidying_twice_changes_nothing(text in any_text()) {
        let tidy = tidy_text(&text);
        prop_assert!(!tidy.contains(char::is_control));
        prop_assert_eq!(tidy_text(&tidy), tidy);
        let name = tidy_name(&text);
        prop_assert_eq!(tidy_name(&name), name);
    }

    #[test]
    fn keys_are_bounded_and_find_their_name(name in "[一-龥]{1,6}") {
        let keys = keys(&name);
        prop_assert!(!keys.is_empty() && keys.len() <= KEYS_MAX);
        for key in keys {
            prop_assert!(matches(&key, &name), "{} {}", key, name);
        }
    }

    #[test]
    fn any_query_is_answered(query in "\\PC{0,8}", text in any_text()) {
        let _ = matches(&query, &text);
    }
}

#[test]
fn width_of_known_texts() {
    for (text, cells) in [
        ("", 0),
        ("abc", 3),
        ("庄浪县", 6),
        ("买买提·吐", 9),
        ("𠮷", 2),
    ] {
        assert_eq!(width(text), cells, "{text}");
    }
}

#[test]
fn cuts_fall_between_graphemes() {
    assert_eq!(clip("庄浪县", 5), "庄浪");
    assert_eq!(clip_start("庄浪县", 5), "浪县");
    assert_eq!(clip_marked("庄浪县", 5), "庄..");
    assert_eq!(clip_marked("庄浪县", 6), "庄浪县");
    assert_eq!(clip_marked("庄浪县", 1), "");
    assert_eq!(pad_end("庄浪县", 5), "庄浪 ");
    assert_eq!(pad_start("5", 3), "  5");
}

#[test]
fn wrapping_keeps_marks_where_they_belong() {
    assert_eq!(
        wrap("今天下雨，明天晴。", 8),
        ["今天下", "雨，明天", "晴。"]
    );
    assert_eq!(wrap("共三户（其中一户", 8), ["共三户", "（其中一", "户"]);
    assert_eq!(
        wrap("press Enter to go on", 11),
        ["press Enter", "to go on"]
    );
    assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
    assert_eq!(wrap("（一）", 4), ["（", "一）"]);
    assert_eq!(wrap("一\n\n二", 8), ["一", "", "二"]);
    assert_eq!(wrap("", 8), [""]);
}

#[test]
fn stored_text_is_composed_and_on_one_line() {
    assert_eq!(
        tidy_text("\u{3000} e\u{301}\r\nb\tc \u{7}\u{FEFF}"),
        "\u{e9} b c"
    );
    assert_eq!(tidy_text("１㎡"), "１㎡");
    assert_eq!(tidy_name("买买提 • 吐尔逊"), "买买提·吐尔逊");
    assert_eq!(tidy_name("张　三"), "张三");
    assert_eq!(tidy_name("Ｊohn  Smith"), "John Smith");
    assert_eq!(fold_width("１２．５　Ｘ"), "12.5 X");
    assert!(private_use("王\u{E815}") && !private_use("王𠮷"));
}

#[test]
fn a_paste_is_one_line_and_bounded() {
    assert_eq!(paste("a\r\nb\u{1b}[31m", 8), Ok("a b[31m".into()));
    assert_eq!(
        paste("王小明\n", 2),
        Err(PasteError::TooLong { length: 3, max: 2 })
    );
}

#[test]
fn names_are_found_by_surname_readings() {
    for (query, name) in [
        ("shan", "单田"),
        ("qiu", "仇英"),
        ("xie", "解放"),
        ("yuchi", "尉迟恭"),
        ("ycg", "尉迟恭"),
        ("moqi", "万俟雪"),
        ("ou", "区明"),
        ("yun", "贠小"),
        ("piao", "朴树"),
        ("lv", "吕布"),
        ("lu", "吕布"),
        ("lvb", "吕布"),
        ("wxm", "王小明"),
        ("wangxm", "王小明"),
        ("WangXiaoMing", "王小明"),
        ("xiaom", "王小明"),
        ("wang x", "王小明"),
        ("小明", "王小明"),
        ("zhl", "庄浪县"),
        ("zl", "庄浪县"),
        ("mmttex", "买买提·吐尔逊"),
        ("王升", "王昇"),
        ("王xm", "王小明"),
        ("shikun", "石堃"),
        ("620825", "620825108"),
        ("", "任何"),
    ] {
        assert!(matches(query, name), "{query} {name}");
    }
    for (query, name) in [
        ("wm", "王小明"),
        ("li", "王小明"),
        ("25", "620825"),
        ("大", "小"),
    ] {
        assert!(!matches(query, name), "{query} {name}");
    }
    assert_eq!(
        keys("王小明").first().map(String::as_str),
        Some("wangxiaoming")
    );
    assert!(keys("王小明").contains(&"wxm".into()));
    assert!(keys("单").contains(&"shan".into()) && keys("单").contains(&"dan".into()));
    assert!(keys("女").contains(&"nv".into()) && keys("女").contains(&"nu".into()));
}

#[test]
fn traditional_text_is_converted_by_phrase() {
    assert_eq!(to_traditional("标准时点"), "標準時點");
    assert_eq!(to_traditional("头发后面干净"), "頭髮後面乾淨");
    assert_eq!(to_traditional("村里的群众才来"), "村裡的群眾才來");
}

#[test]
fn a_name_typed_partly_in_full_has_its_first_letters() {
    use labor_census::base::text::initials_of;
    for (typed, initials) in [
        ("wangjg", "wjg"),
        ("wjianguo", "wjg"),
        ("wjguo", "wjg"),
        ("zhangm", "zm"),
        ("liyl", "lyl"),
    ] {
        let guessed = initials_of(typed);
        assert!(
            guessed.iter().any(|one| one == initials),
            "{typed}: {guessed:?}"
        );
    }
    assert_eq!(initials_of("wjg"), Vec::<String>::new());
    assert_eq!(initials_of(""), Vec::<String>::new());
    assert!(initials_of(&"wang".repeat(40)).len() <= 4);
}
