//! Choosing from lists: what is typed finds the row that is meant, and Enter stores what is lit.

use labor_census::tui::model::question::matching;
use labor_census::tui::seam::Session;
use labor_census::wording::Language;

use crate::screens::{FAMILY, HOUSEHOLD, TO_HOUSEHOLD, desk, tools};

const NARROW: (u16, u16) = (80, 24);

/// Codes that a typed text finds in a list, the best first.
fn found(list: &str, typed: &str) -> Vec<String> {
    let instrument = tools().instrument;
    let list = instrument.lists.get(list).unwrap();
    let rows = matching(list, typed, false);
    rows.iter().map(|row| row.code.clone()).collect()
}

#[test]
fn the_row_that_is_meant_goes_first() {
    for (list, typed, code) in [
        ("gb4754_2017_industry", "c", "C"),
        ("gb4754_2017_industry", "C", "C"),
        ("gb4754_2017_industry", "Ｃ", "C"),
        ("gb4754_2017_industry", "zz", "C"),
        ("gb4754_2017_industry", "制造", "C"),
        ("gb4754_2017_industry", "47", "47"),
        ("gb6565_2015_occupation", "jz", "629"),
        ("gb6565_2015_occupation", "建筑", "629"),
        ("list_trade", "jz", "05"),
        ("list_trade", "jianzhu", "05"),
        ("list_trade", "constr", "05"),
        ("list_trade", "99", "99"),
        ("list_trade", "", "99"),
        ("list_trade", "wu", "99"),
        ("gb2261_2_marital", "", "10"),
        ("dest_place", "厦门", "350203"),
        ("dest_place", "兰州", "620171"),
        ("dest_place", "深圳", "440303"),
        ("dest_place", "siming", "350203"),
        ("dest_place", "xj", "650000"),
        ("dest_place", "650106", "650106"),
        ("dest_place", "chongq", "500000"),
        ("dest_place", "xiamen", "350203"),
        ("dest_place", "东莞", "441900"),
    ] {
        let rows = found(list, typed);
        assert_eq!(
            rows.first().map(String::as_str),
            Some(code),
            "{list} {typed}: {rows:?}"
        );
    }
    let place = |typed: &str, code: &str| {
        let rows = found("dest_place", typed);
        rows.iter()
            .position(|row| row == code)
            .unwrap_or(usize::MAX)
    };
    assert!(place("lz", "620102") < place("lz", "210000"));
    assert!(
        place("xm", "350203") < place("xm", "210521"),
        "by the usual reading"
    );
    assert_eq!(found("dest_place", "厦门").len(), 6, "its counties alone");
    assert_eq!(found("dest_place", "兰州").len(), 9);
    assert_eq!(found("dest_place", "鼓楼").len(), 4);
    assert!(found("dest_place", "没有这个").is_empty());
}

/// Types the head of the family up to and with some step.
fn head_to(s: &mut Session, said: &str) {
    s.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    for (say, keys) in FAMILY {
        if *say == said {
            return;
        }
        s.type_keys(keys);
    }
}

/// The line of the page that shows an item.
fn line(s: &Session, label: &str) -> String {
    let screen = s.screen();
    let found = screen.lines().find(|line| line.contains(label));
    found.map_or_else(|| format!("no {label} in {screen}"), str::to_owned)
}

#[test]
fn a_code_may_be_typed_on_after_its_first_digit_settled_it() {
    // Only who goes on with a zero of the next code must see it taken for the end of this one.
    for keys in ["2<Right><Left>", "20"] {
        let mut desk = desk((120, 40), Language::ZhHans);
        let s = &mut desk.session;
        head_to(
            s,
            "head: three presets, away half a year, married, no party",
        );
        s.type_keys("<Enter><Enter><Enter>3").type_keys(keys);
        assert!(line(s, "婚姻状况").contains("20 已婚"), "{}", s.screen());
        s.type_keys("033");
        assert!(line(s, "政治面貌").contains("03 "), "{}", s.screen());
        assert!(line(s, "在校状况").contains("3 毕业"), "{}", s.screen());
    }
}

#[test]
fn a_part_of_a_code_is_no_answer() {
    let mut desk = desk((120, 40), Language::ZhHans);
    let s = &mut desk.session;
    head_to(
        s,
        "head: three presets, away half a year, married, no party",
    );
    s.type_keys("<Enter><Enter><Enter>32")
        .type_keys("<Right>0<Enter>");
    assert!(
        s.screen().contains("“0”开头的代码有 01 02"),
        "{}",
        s.screen()
    );
    s.type_keys("3");
    assert!(line(s, "政治面貌").contains("03"), "{}", s.screen());
}

#[test]
fn a_place_is_found_by_its_prefecture_and_told_apart() {
    let mut desk = desk((120, 40), Language::ZhHans);
    let s = &mut desk.session;
    head_to(s, "stay: other province, place, no base, by kin");
    s.type_keys("4厦门");
    assert!(
        s.screen().contains("350203 福建省 厦门市 思明区"),
        "{}",
        s.screen()
    );
    s.type_keys("<C-u>鼓楼");
    for row in [
        "320106 江苏省 南京市 鼓楼区",
        "320302 江苏省 徐州市 鼓楼区",
        "350102 福建省 福州市 鼓楼区",
        "410204 河南省 开封市 鼓楼区",
    ] {
        assert!(s.screen().contains(row), "{row}: {}", s.screen());
    }
    s.type_keys("吗<Enter>");
    assert!(s.screen().contains("> 鼓楼吗"), "{}", s.screen());
    assert!(s.screen().contains("没有代码“鼓楼吗”"), "{}", s.screen());
    s.type_keys("<Backspace><Down><Down><Enter>");
    assert!(
        s.screen().contains("350102 鼓楼区 福州市 福建省"),
        "the lit row is stored: {}",
        s.screen()
    );
}

#[test]
fn what_a_list_hides_is_counted_and_its_none_stays() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    head_to(s, "stay: house building, other builder");
    assert!(s.screen().contains("还有 "), "{}", s.screen());
    let mut desk = crate::screens::desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    head_to(
        s,
        "head: junior high, healthy, able, no mobile, no skill, no certificate",
    );
    s.type_keys("3311<Enter>");
    assert!(s.screen().contains("99 无"), "{}", s.screen());
    s.type_keys("0507");
    assert!(s.screen().contains("\n > 05 07\n"), "{}", s.screen());
    s.type_keys("<Enter><Up>");
    s.type_keys("0699");
    let screen = s.screen();
    assert!(screen.contains("已改为 99，原来选的 05 07 06"), "{screen}");
}

#[test]
fn a_bare_year_is_told_how_months_are_written() {
    let mut desk = desk((120, 40), Language::ZhHans);
    let s = &mut desk.session;
    head_to(s, "stay: March to still away");
    s.type_keys("1965");
    assert!(s.screen().contains("年月请写成 1965-03"), "{}", s.screen());
}

#[test]
fn a_long_name_is_told_to_be_long() {
    let mut desk = desk((120, 40), Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys("<Enter><Enter>");
    s.type_keys(&"王".repeat(31)).type_keys("<Enter><Up>");
    assert!(s.screen().contains("I01 姓名过长"), "{}", s.screen());
}

#[test]
fn letter_codes_are_typed_in_small_letters() {
    let mut desk = desk((120, 40), Language::ZhHans);
    let s = &mut desk.session;
    head_to(s, "stay: house building, other builder");
    s.type_keys("c<Enter><Up>");
    assert!(s.screen().contains("> C 制造业"), "{}", s.screen());
}

#[test]
fn page_keys_go_through_what_was_filtered() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    head_to(s, "stay: other province, place, no base, by kin");
    s.type_keys("3甘肃<PgDn>");
    assert!(s.screen().contains("> 620"), "{}", s.screen());
    let lit = s.screen();
    let lit = lit.lines().skip(15).find(|line| line.starts_with("  > "));
    let code: String = lit.unwrap().chars().skip(4).take(6).collect();
    s.type_keys("<Enter><Up>");
    assert!(s.screen().contains(&format!("> {code} ")), "{}", s.screen());
}
