//! The main job: one whole household, as an input method delivers it, and out again as files.

use std::collections::BTreeMap;

use super::desk::{Desk, records};
use super::first_run::set_up;
use super::terminal::{NARROW, Terminal};

/// One thing that a person enters.
enum Step {
    /// Keys, which are counted.
    Keys(&'static str),
    /// A name, a number of identity or telephone, or an address: its characters are not counted.
    Text(&'static str),
    /// Waits until the screen shows this.
    See(&'static str),
}

use Step::{Keys, See, Text};

/// A family of five, one of whom is away in Xinjiang since March.
const FAMILY: &[Step] = &[
    See("> - 入户结果"),
    Keys("<Enter><Enter>"),
    Text("王建国"),
    Keys("<Enter>"),
    Text("小学背后第二家"),
    Keys("<Enter>"),
    Text("13830000001"),
    Keys("<Enter>5<Enter>4<Enter>"),
    See("新登一人"),
    // The head: presets, away half a year, married, no party.
    Keys("<Enter><Enter><Enter>"),
    Text("62082519700315993X"),
    Keys("<Enter>"),
    See("1970-03"),
    Keys("<Enter><Enter><Enter>32<Enter>"),
    // Junior high, healthy, able, no mobile, no skill, no certificate; migrant, farmed 2 months.
    Keys("3311<Enter>990"),
    Keys("42<Enter>0<Enter>1"),
    See("第1次外出"),
    // Another province, Xinjiang, no base, by kin; house building; March to still away.
    Keys("4650106006"),
    Text("天山建筑工地"),
    Keys("<Enter>47629"),
    Keys("202603<Enter><Enter>"),
    Keys("46000<Enter>48000<Enter>1<Enter>"),
    Keys("10<Enter>"),
    // The head again: wants out again; no training, no leader, no trouble with rights.
    Keys("12201"),
    Keys("29920"),
    See("本人登完"),
    Keys("<Enter>"),
    // The wife.
    See("> - 姓名"),
    Text("李秀英"),
    Keys("<Enter>1"),
    Text("620825197208219924"),
    Keys("<Enter><Enter><Enter><Enter>12<Enter>"),
    Keys("3211<Enter>990"),
    Keys("1<Enter>9<Enter>0<Enter>2"),
    Keys("4299"),
    See("本人登完"),
    Keys("<Enter>"),
    // The son, who works near by.
    Text("王小军"),
    Keys("<Enter>2"),
    Text("620825199906029916"),
    Keys("<Enter><Enter><Enter><Enter>11<Enter>"),
    Keys("3311<Enter>990"),
    Keys("20<Enter>10<Enter>2"),
    Keys("42995<Enter>"),
    // The grandson, at school.
    Text("王小虎"),
    Keys("<Enter>7"),
    Text("620825201501109969"),
    Keys("<Enter><Enter><Enter><Enter>1"),
    Keys("221<Enter>"),
    // The mother.
    Text("马翠花"),
    Keys("<Enter>3"),
    Text("620825194509059940"),
    Keys("<Enter><Enter><Enter><Enter>13<Enter>"),
    Keys("5134"),
    Keys("102"),
    // Back in the household: away, land, category, who told it, laborers.
    Keys("<C-g>"),
    See("> - 外出人数"),
    Keys("1<Enter>6.5<Enter>11<Enter>3<Enter>"),
    // Nothing is missing but the result, which one key gives.
    See("回车记为“11 登记完成”"),
    Keys("<Enter>"),
    See("本户已记为登记完成"),
];

/// What the rows of the persons must hold, worked out by hand from what was typed.
const PERSONS: [&str; 5] = [
    "6208250010010100101,王建国,0,62082519700315993X,1970-03",
    "6208250010010100102,李秀英,1,620825197208219924,1972-08",
    "6208250010010100103,王小军,2,620825199906029916,1999-06",
    "6208250010010100104,王小虎,7,620825201501109969,2015-01",
    "6208250010010100105,马翠花,3,620825194509059940,1945-09",
];

fn enter(terminal: &mut Terminal, steps: &[Step]) {
    for step in steps {
        match step {
            Keys(keys) => terminal.type_keys(keys),
            Text(text) => {
                terminal.type_text(text);
                terminal.wait_for(text);
            }
            See(text) => terminal.wait_for(text),
        }
    }
}

#[test]
fn a_family_of_five_is_entered_shown_whole_and_exported() {
    let desk = Desk::empty();
    let mut terminal = desk.start(NARROW);
    set_up(&mut terminal);
    terminal.type_keys("<Enter>");
    terminal.wait_for("01社");
    terminal.type_keys("<Enter>");
    let before = terminal.keys;
    enter(&mut terminal, FAMILY);
    let keys = terminal.keys - before;
    println!("{keys} keys beyond names, numbers, and addresses");
    assert!(keys < 300, "{keys} keys beyond what is written");
    // What is missing in its village: not one thing of the household.
    terminal.type_keys("<F2>");
    terminal.wait_for("漏：东街社区");
    terminal.wait_for("社长申报户数");
    assert!(!terminal.text().contains("001户"), "{}", terminal.text());
    terminal.type_keys("<C-g>");
    terminal.wait_until_gone("漏：");
    export(&mut terminal);
    terminal.type_keys("<C-q>");
    assert_eq!(terminal.wait_for_exit().code, 0);
    let of_the_group = "620825001/620825001001/01/declared_households";
    assert_eq!(desk.gaps("62082500100101"), [of_the_group]);
    recount(&desk);
}

fn export(terminal: &mut Terminal) {
    terminal.type_keys("<F9>");
    terminal.wait_for("导出乡镇：水洛街道 620825001");
    terminal.type_keys("<Enter>");
    terminal.wait_for("放在哪里");
    terminal.type_keys("<Enter>");
    terminal.wait_for("已完成并核验");
    assert!(terminal.line_with("persons.csv").ends_with(" 5"));
    terminal.type_keys("<Enter>");
    terminal.wait_until_gone("已完成并核验");
}

fn recount(desk: &Desk) {
    let folder = desk.path("labor-census/620825001_水洛街道");
    let rows = |name: &str| records(&folder.join(name));
    let (households, persons, stays) = (
        rows("households.csv"),
        rows("persons.csv"),
        rows("episodes.csv"),
    );
    assert_eq!((households.len(), persons.len(), stays.len()), (1, 5, 1));
    let cells = |row: &BTreeMap<String, String>, names: &str| {
        let cells: Vec<&str> = names.split(',').map(|name| row[name].as_str()).collect();
        cells.join(",")
    };
    let columns = "person_key,name,relation,id_number,birth_ym";
    for (row, expected) in persons.iter().zip(PERSONS) {
        assert_eq!(cells(row, columns), expected);
    }
    assert_eq!(
        cells(&households[0], "household_key,head_name,addr_note,hh_phone"),
        "62082500100101001,王建国,小学背后第二家,13830000001"
    );
    assert_eq!(
        cells(
            &stays[0],
            "person_key,episode_no,dest_level,dest_place,employer"
        ),
        "6208250010010100101,01,4,650106,天山建筑工地"
    );
}
