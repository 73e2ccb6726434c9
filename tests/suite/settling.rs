//! Settling what was found, closing a household, deciding on look-alikes, and the list of
//! everything open.

use labor_census::store::Standing;
use labor_census::tui::model::{App, Screen};
use labor_census::tui::seam::Session;
use labor_census::wording::Language;

use crate::screens::{Desk, FAMILY, FINISH, HOUSEHOLD, TO_HOUSEHOLD, desk, desk_of};
use labor_census::domain::role::Role;

const NARROW: (u16, u16) = (80, 24);
const WIDE: (u16, u16) = (120, 40);

fn shows(session: &Session, text: &str) {
    let screen = session.screen();
    assert!(screen.contains(text), "{text} in {screen}");
}

fn lacks(session: &Session, text: &str) {
    let screen = session.screen();
    assert!(!screen.contains(text), "{text} in {screen}");
}

/// A head of eight years: H04 is soft, and asks whether that is so.
fn young_head(desk: &mut Desk) {
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    s.type_keys("<Enter><Enter><Enter>620825201803159910<Enter>");
    shows(s, "? H04");
}

/// Types an item of the form that is shown anew.
fn to_item(s: &mut Session, id: &str) {
    let instrument = s.app().instrument.clone();
    s.type_keys("<Home>");
    if s.app().form().unwrap().line.text().is_empty() {
        s.type_keys("<A-Left>");
    }
    for _ in 0..80 {
        let page = s.app().form().unwrap();
        if page.item(&instrument).is_some_and(|item| item.id == id) {
            return;
        }
        s.type_keys("<Up>");
        if s.app().form().unwrap().at <= 1 {
            break;
        }
    }
    for _ in 0..80 {
        let page = s.app().form().unwrap();
        if page.item(&instrument).is_some_and(|item| item.id == id) {
            return;
        }
        s.type_keys("<Tab>");
    }
    panic!("no {id}: {}", s.screen());
}

#[test]
fn a_soft_finding_is_confirmed_by_one_digit_and_says_so() {
    for (size, name) in [(NARROW, "80x24"), (WIDE, "120x40")] {
        let mut desk = desk(size, Language::ZhHans);
        young_head(&mut desk);
        let s = &mut desk.session;
        s.type_keys("<F11>");
        insta::assert_snapshot!(format!("confirm_{name}"), s.screen());
        s.type_keys("2");
        insta::assert_snapshot!(format!("confirmed_{name}"), s.screen());
        shows(s, "已核实：证件或户口本上这样写");
        lacks(s, "? H04");
    }
}

#[test]
fn f7_on_an_item_with_a_finding_asks_for_the_reason() {
    let mut desk = desk(NARROW, Language::ZhHans);
    young_head(&mut desk);
    let s = &mut desk.session;
    to_item(s, "birth_ym");
    s.type_keys("<F7>孤儿，户口单立<Enter>");
    shows(s, "已核实：孤儿，户口单立");
    // Where nothing is to be settled, F7 writes a note; in the box F7 again does.
    s.type_keys("<F7>");
    shows(s, "回车或 Esc 保存");
}

#[test]
fn escape_settles_nothing_and_a_special_case_is_written_out() {
    let mut desk = desk(NARROW, Language::ZhHans);
    young_head(&mut desk);
    let s = &mut desk.session;
    s.type_keys("<F11>9<Enter>");
    shows(s, "请选一个原因");
    s.type_keys("村里公认的<Esc>");
    shows(s, "? H04");
    // What was typed waits for the next opening.
    s.type_keys("<F11>户主<Enter>");
    shows(s, "已核实：村里公认的户主");
    s.type_keys("<F11>");
    shows(s, "已有说明");
    s.type_keys("1");
    shows(s, "? H04");
    s.type_keys("<F11>");
    lacks(s, "村里公认的户主");
}

#[test]
fn a_reviewer_who_escapes_accepts_nothing() {
    let mut desk = desk_of(Role::VillagePoint, NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    s.type_keys("<Enter><Enter><Enter>620825199003159913<Enter><F11>x<Esc>");
    let page = s.app().form().unwrap();
    let standing = &page.worst_on("id_number").unwrap().standing;
    assert!(matches!(standing, Standing::Open), "{}", s.screen());
    s.type_keys("<F11>");
    shows(s, "x");
    // A note beside it leaves what is typed there too.
    s.type_keys("yz<F7>");
    shows(s, "回车或 Esc 保存");
    s.type_keys("<Esc><F11>");
    shows(s, "> xyz");
}

#[test]
fn what_is_typed_over_a_page_outlives_the_program_and_a_store_that_fails() {
    use labor_census::base::message::Message;
    use labor_census::tui::effect::{Effect, Outcome};
    use labor_census::tui::update::{absorb, update};
    let mut desk = desk(NARROW, Language::ZhHans);
    young_head(&mut desk);
    let s = &mut desk.session;
    s.type_keys("<F11>村里公认的");
    // The store cannot write: the box is there again, with its text.
    let mut app = s.app().clone();
    for key in labor_census::tui::keymap::script("<Enter>") {
        let effects = update(&mut app, labor_census::tui::event::Event::Key(key));
        assert!(matches!(effects.first(), Some(Effect::Confirm { .. })));
    }
    assert!(app.overlays.is_empty());
    absorb(&mut app, Outcome::Failed(Message::new("base.file_full")));
    let line = app.overlays.last().and_then(|over| over.line());
    assert_eq!(line.unwrap().text(), "村里公认的");
    s.type_fast("户主<C-q>");
    assert!(!s.app().is_running);
    let path = desk.folder.path().join("census.lcen");
    drop(desk.session);
    let mut s = Session::start(path, true, crate::screens::tools(), NARROW);
    s.type_keys("<Enter><F3>wjg<Down><Enter>");
    shows(&s, "? H04");
    s.type_keys("<F11>");
    shows(&s, "> 村里公认的户主");
    s.type_keys("<Enter>");
    shows(&s, "已核实：村里公认的户主");
}

#[test]
fn a_confirmed_finding_that_wakes_says_why() {
    let mut desk = desk(NARROW, Language::ZhHans);
    young_head(&mut desk);
    let s = &mut desk.session;
    s.type_keys("<F11>3");
    shows(s, "已核实：本人当面确认");
    to_item(s, "id_number");
    // The same person a year younger: 2019 in the place of 2018.
    s.type_keys("620825201903159918<Enter>");
    lacks(s, "可能想输");
    shows(s, "? H04");
    shows(s, "核实过“本人当面确认”");
}

#[test]
fn a_hard_finding_is_accepted_by_a_reviewer_alone() {
    let wrong = "<Enter><Enter><Enter>620825199003159913<Enter>";
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD)
        .type_keys(HOUSEHOLD)
        .type_keys(wrong);
    s.type_keys("<F11>");
    insta::assert_snapshot!("hard_enumerator", s.screen());
    s.type_keys("证件上就是这样<Enter>");
    shows(s, "! I06");
    let page = s.app().form().unwrap();
    assert_eq!(page.cell().unwrap().note.as_deref(), Some("证件上就是这样"));
    let mut desk = desk_of(Role::VillagePoint, NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD)
        .type_keys(HOUSEHOLD)
        .type_keys(wrong);
    s.type_keys("<F11><Enter>");
    shows(s, "请选一个原因");
    s.type_keys("公安错号，见户口本<Enter>");
    let page = s.app().form().unwrap();
    let standing = &page.worst_on("id_number").unwrap().standing;
    assert!(matches!(standing, Standing::Excepted(_)), "{}", s.screen());
    shows(s, "公安错号");
}

fn family(size: (u16, u16)) -> Desk {
    let mut desk = desk(size, Language::ZhHans);
    desk.session.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    for (_, keys) in FAMILY {
        desk.session.type_keys(keys);
    }
    desk
}

#[test]
fn one_key_closes_a_household_in_which_nothing_is_open() {
    let mut desk = family(NARROW);
    let s = &mut desk.session;
    s.type_keys("<S-F6>");
    shows(s, "本户已记为登记完成");
    shows(s, "> + 新列一户");
    // From the tree, and from a person, as well.
    s.type_keys("<Up><C-d>");
    shows(s, "本户已记为登记完成");
}

#[test]
fn what_keeps_a_household_open_is_gone_through_one_by_one() {
    let mut desk = family(NARROW);
    let s = &mut desk.session;
    // The wife loses two answers.
    s.type_keys("<F3>lxy<Enter>");
    to_item(s, "marital");
    s.type_keys("<F4>4");
    to_item(s, "health");
    s.type_keys("<F4>4");
    s.type_keys("<C-d>");
    insta::assert_snapshot!("closing_80x24", s.screen());
    shows(s, "完成前还有 2 处");
    s.type_keys("<Enter>");
    shows(s, "> - 婚姻状况");
    s.type_keys("2");
    shows(s, "> - 健康状况");
    shows(s, "还有 1 处，下一处：2 李秀英 健康状况");
    s.type_keys("1");
    shows(s, "本户已记为登记完成");
    shows(s, "> + 新列一户");
}

#[test]
fn soft_findings_alone_may_wait() {
    let mut desk = family(NARROW);
    let s = &mut desk.session;
    // A wage that is far from what is usual asks for a reason.
    s.type_keys("<F3>wjg<Down><Enter>");
    to_item(s, "went_out");
    s.type_keys("<Down><Enter>");
    to_item(s, "month_income");
    s.type_keys("300<Enter>");
    shows(s, " E12 ");
    s.type_keys("<C-d>");
    shows(s, "? 1 王建国 > 第1次");
    shows(s, "I14");
    shows(s, "0 先完成");
    s.type_keys("0");
    shows(s, "本户已记为登记完成");
    s.type_keys("<A-m>");
    shows(s, "2 处待核实，要说明理由");
}

#[test]
fn hard_findings_keep_nobody_from_storing_the_result() {
    let mut desk = family(NARROW);
    let s = &mut desk.session;
    // The head is a member like the others: a complete household must have a head.
    s.type_keys("<F3>wjg<Down><Enter>");
    to_item(s, "relation");
    s.type_keys("9<C-d>");
    shows(s, "! ");
    shows(s, "0 存下结果");
    insta::assert_snapshot!("closing_hard_80x24", s.screen());
    s.type_keys("0");
    shows(s, "结果已存；本户还有错误");
    // Now it is raised outside the closing, and a reviewer finds it in the list.
    s.type_keys("<A-m><F2>");
    shows(s, "! H01");
}

#[test]
fn a_reviewer_settles_in_the_closing_list_what_only_a_result_raises() {
    let mut desk = desk_of(Role::VillagePoint, NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    for (_, keys) in FAMILY {
        s.type_keys(keys);
    }
    s.type_keys("<F3>wjg<Down><Enter>");
    to_item(s, "relation");
    s.type_keys("9<C-d>");
    shows(s, "完成前还有 2 处");
    s.type_keys("<F11>户主外迁，户口未转<Enter>");
    // The other one is left in the list.
    shows(s, "完成前还有 1 处");
    lacks(s, "! 001户");
    s.type_keys("<F11>3");
    shows(s, "本户已记为登记完成");
    s.type_keys("<A-m><F2>");
    lacks(s, "H01");
}

#[test]
fn a_confirmation_counts_as_mended() {
    let mut desk = family(NARROW);
    let s = &mut desk.session;
    s.type_keys("<F3>wjg<Down><Enter>");
    to_item(s, "went_out");
    s.type_keys("<Down><Enter>");
    to_item(s, "month_income");
    s.type_keys("300<Enter><C-d><Enter><F7>1<F7>1");
    shows(s, "本户已记为登记完成");
}

#[test]
fn a_disposed_household_is_left_as_it_is() {
    let mut desk = family(NARROW);
    let s = &mut desk.session;
    s.type_keys("<Home>41<C-d>");
    shows(s, "001户 王建国：41");
    lacks(s, "登记完成");
}

#[test]
fn the_list_of_everything_open_is_looked_at_by_kind() {
    for (size, name) in [(NARROW, "80x24"), (WIDE, "120x40")] {
        let mut desk = desk(size, Language::ZhHans);
        young_head(&mut desk);
        let s = &mut desk.session;
        s.type_keys("<Ins>李秀英<Enter>1620825199003159913<Enter>");
        s.type_keys("<A-m><F2>");
        insta::assert_snapshot!(format!("open_all_{name}"), s.screen());
        shows(s, "? H04");
        s.type_keys("<Right>");
        shows(s, "! I06");
        lacks(s, "? H04");
        s.type_keys("<Right>");
        shows(s, "? H04");
        lacks(s, "! I06");
        // Settled in the list itself, and gone from it.
        s.type_keys("<F11>1");
        lacks(s, "? H04");
        shows(s, "疑0");
    }
}

/// Every page, by the keys that lead to it from the first one.
const PAGES: &[(&str, &str)] = &[
    ("home", ""),
    ("tree", "0<Right>"),
    ("person", "<F3>wjg<Down><Enter>"),
    ("household", "<F3>wjg<Enter>"),
    ("search", "<F3>"),
    ("review", "<F5>"),
    ("exchange", "<F9>"),
    ("folder", "<F9><Enter>"),
    ("check", "<S-F5>"),
    ("list", "<F2>"),
];

#[test]
fn something_open_is_two_keys_away_from_every_page() {
    for (page, keys) in PAGES {
        let mut desk = desk(NARROW, Language::ZhHans);
        young_head(&mut desk);
        let s = &mut desk.session;
        s.type_keys("<A-m>").type_keys(keys);
        if *page == "check" {
            s.wait_for_work();
        }
        s.type_keys("<F2><Enter>");
        let at_form = s.app().form().is_some();
        let at_tree = matches!(s.app().screen(), Screen::Walk(_));
        assert!(at_form || at_tree, "{page}: {}", s.screen());
        if let Some(form) = s.app().form() {
            let instrument = s.app().instrument.clone();
            let all = 0..form.rows.len();
            let opens = all.into_iter().any(|at| form.needs(&instrument, at));
            let concerns = &form.data.concerns;
            let finds = concerns.iter().any(|concern| concern.finding.is_open());
            assert!(opens || finds, "{page}: {}", s.screen());
        }
    }
}

/// Enters a second household whose head has the number of the first one's wife.
fn twin(desk: &mut Desk) {
    let s = &mut desk.session;
    s.type_keys(FINISH).type_keys("<Ins>");
    s.type_keys("<Enter><Enter>赵四<Enter>村东头<Enter><Enter>1<Enter>1<Enter>");
    s.type_keys("<Enter><Enter><Enter>620825197208219924<Enter>");
}

#[test]
fn the_same_number_elsewhere_is_shown_at_once_with_its_place() {
    for (size, name) in [(NARROW, "80x24"), (WIDE, "120x40")] {
        let mut desk = family(size);
        twin(&mut desk);
        let s = &mut desk.session;
        insta::assert_snapshot!(format!("twins_said_{name}"), s.screen());
        shows(s, "可能是同一个人");
        shows(s, "001户 王建国");
        s.type_keys("<F11>");
        insta::assert_snapshot!(format!("twins_{name}"), s.screen());
        shows(s, "2 李秀英 620825********9924");
        shows(s, "东街社区 > 01社 > 001户 王建国");
        lacks(s, "620825197208219924  ");
    }
}

#[test]
fn three_answers_are_stored() {
    for (keys, seen) in [("3<Enter>", None), ("2<Enter>", Some("002户"))] {
        let mut desk = family(NARROW);
        twin(&mut desk);
        let s = &mut desk.session;
        s.type_keys("<F11>").type_keys(keys);
        lacks(s, "可能是同一个人");
        let page = s.app().form().unwrap();
        assert!(page.data.twins.is_empty(), "{}", s.screen());
        let is_out = page.data.form.node.disposition.is_some();
        assert_eq!(is_out, seen.is_some(), "{keys}: {}", s.screen());
    }
    let mut desk = family(NARROW);
    twin(&mut desk);
    let s = &mut desk.session;
    s.type_keys("<F11>1<Enter><F3>lxy<Enter>");
    let page = s.app().form().unwrap();
    assert!(page.data.form.node.disposition.is_some(), "{}", s.screen());
}

#[test]
fn look_alikes_are_decided_later_too() {
    let mut desk = family(NARROW);
    twin(&mut desk);
    let s = &mut desk.session;
    s.type_keys("<F11><Esc>");
    lacks(s, "是两个人");
    to_item(s, "id_number");
    s.type_keys("<F11>");
    shows(s, "是两个人");
}

#[test]
fn keys_typed_ahead_take_nobody_out() {
    let mut desk = family(NARROW);
    twin(&mut desk);
    let s = &mut desk.session;
    s.type_fast("1<Enter>");
    let twins = |s: &Session| s.app().form().unwrap().data.twins.len();
    assert!(s.app().overlays.is_empty(), "{}", s.screen());
    assert_eq!(twins(s), 1, "{}", s.screen());
    // Text that is pasted over a box does not fall through to the form.
    let line = |s: &Session| s.app().form().unwrap().line.text().to_owned();
    to_item(s, "id_number");
    for keys in ["<F11>", "<F1>", "<F4>"] {
        s.type_keys(keys);
        let before = line(s);
        s.paste("1");
        assert_eq!(line(s), before, "{keys}");
        s.type_keys("<Esc>");
    }
    s.type_keys("<F3>lxy<Enter>");
    let page = s.app().form().unwrap();
    assert!(page.data.form.node.disposition.is_none(), "{}", s.screen());
}

#[test]
fn all_rules_run_over_an_area_and_lead_to_what_they_found() {
    for (size, name) in [(NARROW, "80x24"), (WIDE, "120x40")] {
        let mut desk = family(size);
        twin(&mut desk);
        let s = &mut desk.session;
        s.type_keys("<A-m><S-F5>").wait_for_work();
        insta::assert_snapshot!(format!("check_{name}"), s.screen());
        shows(s, "全面审核");
        // Above the errors of the village stands the other one, where nothing is begun.
        s.type_keys("<Down><Enter>");
        insta::assert_snapshot!(format!("check_rule_{name}"), s.screen());
        s.type_keys("<Esc>");
        s.type_keys("<Esc><A-m>");
        shows(s, "人可能在别处登记过");
    }
}

#[test]
fn what_is_missing_leads_to_the_list_and_no_rule_hides_another() {
    use labor_census::tui::model::check::Stage;
    let mut desk = family(NARROW);
    twin(&mut desk);
    let s = &mut desk.session;
    // The wife of the complete household loses an answer.
    s.type_keys("<F3>lxy<Enter>");
    to_item(s, "health");
    s.type_keys("<F4>4<A-m><S-F5>").wait_for_work();
    let Screen::Check(page) = s.app().screen() else {
        panic!("{}", s.screen());
    };
    let at = page.rules.iter().position(|(rule, _)| rule == "I18");
    assert!(page.asked.iter().all(|found| found.finding.rule != "I18"));
    let down = "<Down>".repeat(at.unwrap_or_else(|| panic!("{}", s.screen())));
    s.type_keys("<Home>").type_keys(&down).type_keys("<Enter>");
    let Screen::Missing(list) = s.app().screen() else {
        panic!("{}", s.screen());
    };
    assert!(!list.gaps.is_empty() && list.gaps.iter().all(|gap| gap.item.is_some()));
    s.type_keys("<Esc>");
    // Of a rule that found more than the page holds, the first ones are shown and counted so.
    let mut app = s.app().clone();
    let Screen::Check(page) = app.screen_mut() else {
        panic!("{}", s.screen());
    };
    page.at = page.asked.first().map_or(0, |found| {
        let rule = &found.finding.rule;
        page.rules.iter().position(|(id, _)| id == rule).unwrap()
    });
    page.rules[page.at].1.soft += 700;
    page.stage = Stage::Findings(0);
    let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(80, 24)).unwrap();
    let frame = terminal
        .draw(|frame| labor_census::tui::view::view(&app, frame))
        .unwrap();
    let screen = labor_census::tui::seam::screen_text(frame.buffer);
    assert!(screen.contains("下面是前"), "{screen}");
}

#[test]
fn news_of_one_job_is_not_taken_for_another() {
    use labor_census::tui::effect::Effect;
    use labor_census::tui::event::{Event, WorkNews};
    use labor_census::tui::model::check::Stage;
    use labor_census::tui::update::update;
    let mut desk = desk(NARROW, Language::ZhHans);
    young_head(&mut desk);
    let s = &mut desk.session;
    s.type_fast("<A-m><S-F5>");
    let mut app = s.app().clone();
    let Screen::Check(page) = app.screen() else {
        panic!("{}", s.screen());
    };
    let job = page.job;
    // A copy that was left behind ends; the check goes on.
    let news = |job, news| Event::WorkDone { job, news };
    update(&mut app, news(job + 1, WorkNews::Canceled));
    update(&mut app, news(job - 1, WorkNews::Canceled));
    let is_working = |app: &App| match app.screen() {
        Screen::Check(page) => matches!(page.stage, Stage::Working { .. }),
        _ => false,
    };
    assert!(is_working(&app));
    // Leaving the page stops its job, and what that still tells is not heard.
    let home = labor_census::tui::keymap::script("<A-m>");
    let effects: Vec<Effect> = home
        .into_iter()
        .flat_map(|key| update(&mut app, Event::Key(key)))
        .collect();
    let stops = |effect: &Effect| matches!(effect, Effect::CancelWork(stopped) if *stopped == job);
    assert!(effects.iter().any(stops), "{effects:?}");
    let again = labor_census::tui::keymap::script("<S-F5>");
    for key in again {
        update(&mut app, Event::Key(key));
    }
    update(&mut app, news(job, WorkNews::Canceled));
    assert!(is_working(&app));
}

#[test]
fn minutes_at_the_forms_of_a_household_are_kept_without_the_pauses() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("census.lcen");
    let tools = crate::screens::tools();
    let setup = labor_census::store::Setup {
        person: "张明".to_owned(),
        role: Role::Enumerator,
        round: 2026,
        reference_date: "2026-11-01".parse().unwrap(),
    };
    let frame = labor_census::exchange::embedded_frame();
    let access = labor_census::store::Access::Plain;
    let census =
        labor_census::store::Census::create(&path, &access, &setup, &frame, tools.clone()).unwrap();
    let mut s = Session::new(census, &tools, NARROW, Language::ZhHans);
    let pass = |seconds| tools.clock.advance(std::time::Duration::from_secs(seconds));
    s.type_keys(TO_HOUSEHOLD)
        .type_keys("<Enter><Enter>王建国<Enter>");
    pass(120);
    s.type_keys("小学");
    // Ten minutes of tea count for nothing.
    pass(600);
    s.type_keys("背后");
    pass(30);
    s.type_keys("<Enter><Esc>");
    // Time in the tree is not time at the form.
    pass(60);
    s.type_keys("<Up><Down><Up><Enter>");
    let minutes = |s: &Session| {
        let items = s
            .app()
            .instrument
            .items(labor_census::domain::kind::Kind::Household);
        let place = items
            .iter()
            .position(|item| item.id == "form_minutes")
            .unwrap();
        let cells = &s.app().form().unwrap().data.form.cells;
        cells
            .iter()
            .find(|cell| cell.item == place)
            .unwrap()
            .value
            .clone()
    };
    assert_eq!(minutes(&s).as_deref(), Some("2.5"), "{}", s.screen());
    // Who only reads is no interviewer; who goes on with the form is.
    pass(66);
    s.type_keys("<Tab><Esc><Enter>");
    assert_eq!(minutes(&s).as_deref(), Some("2.5"), "{}", s.screen());
    pass(66);
    s.type_keys("13830000002<Enter><Esc><Enter>");
    assert_eq!(minutes(&s).as_deref(), Some("3.6"), "{}", s.screen());
}

#[test]
fn people_without_a_number_are_found_by_name_month_and_sex() {
    let mut desk = family(NARROW);
    let s = &mut desk.session;
    s.type_keys(FINISH).type_keys("<Ins>");
    s.type_keys("<Enter><Enter>李秀英<Enter>村东头<Enter><Enter>1<Enter>1<Enter>");
    // No number; a woman born in the same month.
    s.type_keys("<Enter><Enter><Enter><Enter>22197208<Enter>");
    shows(s, "可能是同一个人");
    s.type_keys("<F11>");
    shows(s, "缺号码");
}
