//! Handshake, sign-off, and returned work by the real binary.

use super::office::{Office, group, person};
use serde_json::{Value, json};

const GROUP: &str = "62082510020103";
const REVIEWER: [&str; 4] = ["--as", "王芳", "--role", "village"];

/// An office whose only group has one dwelling, and that stands empty.
fn finished() -> Office {
    let office = Office::new();
    let vacant = json!({ "unit": "household", "path": ["620825100201", "03", "new"],
        "items": { "head_name": "王建国" }, "disposition": "45" });
    office.enter_well(&[group(&json!({ "declared_households": 1 })), vacant]);
    office
}

fn verb<'a>(words: &[&'a str], who: &[&'a str]) -> Vec<&'a str> {
    let place = ["--area", GROUP].as_slice();
    [["signoff"].as_slice(), words, place, who].concat()
}

fn whys(told: &Value) -> Vec<&str> {
    let blocks = told["blocks"].as_array().unwrap();
    blocks
        .iter()
        .map(|block| block["why"].as_str().unwrap())
        .collect()
}

fn signed() -> Office {
    let office = finished();
    office.json(&verb(&["declare"], &[]));
    office.json(&verb(&["agree"], &REVIEWER));
    office.json(&verb(&["sign"], &REVIEWER));
    office
}

#[test]
fn a_group_is_declared_disputed_agreed_and_signed_by_two_people() {
    let office = finished();
    let told = office.json(&verb(&["show"], &[]));
    assert_eq!(told["handshake"]["state"], "none");
    assert_eq!(
        told["seal"],
        json!({ "state": "unsigned", "signed": null, "unsealed": null })
    );
    assert_eq!(whys(&told), ["not_declared"]);
    let told = office.json(&verb(&["declare", "--persons", "0"], &[]));
    assert_eq!(told["handshake"]["state"], "declared");
    let declared = &told["handshake"]["declared"];
    assert_eq!(
        (&declared["by"], &declared["role"]),
        (&json!("李梅"), &json!("enumerator"))
    );
    assert_eq!(
        (&declared["households"], &declared["listed"]),
        (&json!(1), &json!(1))
    );
    // Nobody agrees to what they declared, and no enumerator agrees.
    assert_eq!(office.run(&verb(&["agree"], &[])).code(), 2);
    assert_eq!(office.run(&verb(&["agree"], &["--as", "张三"])).code(), 2);
    let own = office.run(&verb(&["agree"], &["--as", "李梅", "--role", "village"]));
    assert_eq!(own.code(), 2);
    assert!(own.err().contains("李梅"), "{}", own.err());
    let told = office.json(&verb(&["dispute", "--reason", "东头还有一户"], &REVIEWER));
    assert_eq!(told["handshake"]["state"], "disputed");
    assert_eq!(told["handshake"]["answer"]["reason"], "东头还有一户");
    let blocked = office.run(&[&verb(&["sign"], &REVIEWER)[..], &["--format", "json"]].concat());
    assert_eq!(blocked.code(), 3);
    let told: Value = serde_json::from_str(&blocked.out()).unwrap();
    assert_eq!(whys(&told), ["disputed"]);
    assert!(
        blocked.err().contains("620825100 620825100201 03: "),
        "{}",
        blocked.err()
    );
    office.json(&verb(&["declare"], &[]));
    office.json(&verb(&["agree"], &REVIEWER));
    let told = office.json(&verb(&["sign"], &REVIEWER));
    assert_eq!(
        (&told["state"], &told["seal"]["state"]),
        (&json!("signed"), &json!("signed"))
    );
    let signed = &told["seal"]["signed"];
    assert_eq!(
        (&signed["by"], &signed["role"]),
        (&json!("王芳"), &json!("village"))
    );
    let digest = office.json(&["digest", "--area", GROUP]);
    assert_eq!(signed["answers"], digest["answers"]);
    let status = office.json(&["status", "--area", GROUP]);
    let one = json!({ "townships": 0, "villages": 0, "groups": 1, "households": 1, "persons": 0 });
    assert_eq!(status["signed"], one);
    assert_eq!(
        (&status["state"], &status["handshake"]),
        (&json!("signed"), &json!("agreed"))
    );
    sheet_is_printed(&office);
    // Who sits at the keyboard is as before.
    office.enter_well(&[person("1", &json!({}))]);
    assert_eq!(
        office.run(&["export", "--out", &office.text("out")]).code(),
        0
    );
    assert_eq!(office.json(&["rebuild", "--check"])["differing"], json!([]));
}

fn sheet_is_printed(office: &Office) {
    let text = office.run(&verb(&["sheet"], &["--lang", "zh-Hans"])).out();
    assert!(text.contains("王芳") && text.contains("李梅"), "{text}");
    let page = office.text("签字单.html");
    let made = office.json(&verb(&["sheet", "--out", &page], &[]));
    assert_eq!(made["path"], page);
    let html = std::fs::read_to_string(&page).unwrap();
    assert!(html.contains("王芳"), "{html}");
    assert_eq!(office.run(&verb(&["sheet", "--out", &page], &[])).code(), 2);
    assert_eq!(
        office
            .run(&verb(&["sheet", "--out", &page, "--replace"], &[]))
            .code(),
        0
    );
    let other = office.text("签字单.pdf");
    assert_eq!(
        office.run(&verb(&["sheet", "--out", &other], &[])).code(),
        2
    );
}

#[test]
fn a_change_of_something_signed_is_taken_told_and_explained() {
    let office = signed();
    let line = |head: &str, more: Value| {
        let mut line = json!({ "unit": "household", "path": ["620825100201", "03", "1"],
            "items": { "head_name": head } });
        if let (Some(line), Value::Object(more)) = (line.as_object_mut(), more) {
            line.extend(more);
        }
        line
    };
    let answers = office.enter_well(&[line("王建军", json!({})), line("李秀英", json!({}))]);
    assert_eq!(answers[0]["broke"], GROUP);
    assert_eq!(answers[1].get("broke"), None, "it was broken already");
    let told = office.json(&verb(&["show"], &[]));
    assert_eq!(
        (&told["state"], &told["seal"]["state"]),
        (&json!("signed_then_changed"), &json!("changed"))
    );
    assert_eq!(
        told["changed"][0]["path"],
        json!(["620825100", "620825100201", "03", "001"])
    );
    assert_eq!(told["changed"][0]["items"], json!(["head_name"]));
    assert_eq!(whys(&told), ["unexplained"]);
    assert_eq!(
        office.json(&["status", "--area", GROUP])["signed"]["groups"],
        0
    );
    assert_eq!(office.run(&verb(&["sign"], &REVIEWER)).code(), 3);
    // The old value makes it whole again; another breaks it anew, and the line says why.
    assert_eq!(
        office.enter_well(&[line("王建国", json!({}))])[0].get("broke"),
        None
    );
    assert_eq!(
        office.json(&verb(&["show"], &[]))["seal"]["state"],
        "signed"
    );
    let why = json!({ "unseal": "户主写错" });
    assert_eq!(office.enter_well(&[line("李秀英", why)])[0]["broke"], GROUP);
    let told = office.json(&verb(&["show"], &[]));
    assert_eq!(told["seal"]["unsealed"]["reason"], "户主写错");
    assert_eq!(told["blocks"], json!([]));
    office.json(&verb(&["sign"], &REVIEWER));
    let (code, answers) = office.enter(&[line("王建国", json!({ "unseal": 1 }))]);
    assert_eq!((code, answers[0]["error"].is_string()), (2, true));
    office.json(&verb(&["unseal", "--reason", "重新核对"], &REVIEWER));
    let text = office.run(&verb(&["show"], &[])).out();
    assert!(
        text.contains("重新核对") && text.contains("signed, then changed"),
        "{text}"
    );
}

#[test]
fn a_township_accepts_a_changed_village_with_a_reason() {
    let office = signed();
    let of = |area: &str, words: &[&str], who: &[&str]| {
        let words = [&["signoff"], words, &["--area", area], who].concat();
        office.run(&words).code()
    };
    let village = "620825100201";
    let station = ["--as", "赵军", "--role", "township"];
    assert_eq!(of(village, &["declare"], &[]), 0);
    assert_eq!(of(village, &["agree"], &REVIEWER), 0);
    assert_eq!(of(village, &["sign"], &REVIEWER), 0);
    // The other village has no group: the township stays open whatever is accepted.
    assert_eq!(of("620825100", &["declare"], &REVIEWER), 0);
    assert_eq!(
        of("620825100", &["agree"], &REVIEWER),
        2,
        "not for the village point"
    );
    assert_eq!(of("620825100", &["agree"], &station), 0);
    let told = |accept: &[&str]| -> Value {
        let sign = ["signoff", "sign", "--area", "620825100", "--format", "json"];
        let ran = office.run(&[&sign, accept, &station].concat());
        assert_eq!(ran.code(), 3);
        serde_json::from_str(&ran.out()).unwrap()
    };
    assert_eq!(whys(&told(&[])), ["no_groups", "unsigned"]);
    office.enter_well(&[json!({ "unit": "household", "path": [village, "03", "1"],
        "items": {}, "disposition": "46" })]);
    assert_eq!(whys(&told(&[])), ["no_groups", "unsigned", "broken"]);
    let accept = ["--accept", "620825100201=核对过"];
    assert_eq!(whys(&told(&accept)), ["no_groups", "unsigned"]);
    let sign = [
        "signoff",
        "sign",
        "--area",
        "620825100",
        "--accept",
        "620825100201=",
    ];
    assert_eq!(office.run(&[&sign[..], &station].concat()).code(), 2);
    assert_eq!(
        office
            .run(&["signoff", "sign", "--area", "62082510020103001"])
            .code(),
        2
    );
}

#[test]
fn returned_work_is_listed_answered_and_closed() {
    let office = Office::new();
    office.enter_well(&[person("1", &json!({ "name": "王强", "education": "3" }))]);
    let path = ["620825100201", "03", "1", "1"];
    let ask = |more: &[&'static str]| {
        let words = [
            &["returns", "ask"][..],
            &path,
            &["--text", "学历核对一下"],
            more,
        ];
        words.concat()
    };
    assert_eq!(office.run(&ask(&[])).code(), 2, "not for an enumerator");
    assert_eq!(
        office
            .run(&ask(&[&["--item", "nope"][..], &REVIEWER].concat()))
            .code(),
        2
    );
    let asked = office.json(&ask(&[&["--item", "education"][..], &REVIEWER].concat()));
    assert_eq!(
        (&asked["state"], &asked["level"]),
        (&json!("asked"), &json!("person"))
    );
    let thread = asked["thread"].as_str().unwrap();
    let gaps = office.json(&["gaps"]);
    let gaps = gaps["gaps"].as_array().unwrap();
    let gap: Vec<&Value> = gaps.iter().filter(|gap| gap["level"] == "return").collect();
    assert_eq!(gap.len(), 1);
    assert_eq!(
        gap[0]["path"],
        json!(["620825100", "620825100201", "03", "001", "1"])
    );
    assert_eq!(
        (&gap[0]["reason"], &gap[0]["item"], &gap[0]["thread"]),
        (&json!("asked"), &json!("education"), &json!(thread))
    );
    assert_eq!(
        (&gap[0]["text"], &gap[0]["by"]),
        (&json!("学历核对一下"), &json!("王芳"))
    );
    let status = office.json(&["status"]);
    assert_eq!(
        (&status["returns_open"], &status["state"]),
        (&json!(1), &json!("returned"))
    );
    let of_items = gaps.iter().filter(|gap| gap["level"] == "item").count();
    assert_eq!(status["items"]["missing"], of_items);
    let text = office.run(&["gaps"]).out();
    assert!(text.contains("学历核对一下"), "{text}");
    let answer = ["returns", "answer", thread, "--text", "毕业证看过"];
    assert_eq!(office.json(&answer)["state"], "answered");
    assert_eq!(
        office.json(&["returns", "list", "--state", "asked"])["total"],
        0
    );
    assert_eq!(office.json(&["returns", "list"])["total"], 1);
    assert_eq!(office.run(&["returns", "close", thread]).code(), 2);
    let closed = office.json(&[&["returns", "close", thread][..], &REVIEWER].concat());
    assert_eq!(closed["messages"].as_array().map(Vec::len), Some(3));
    assert_eq!(office.json(&["status"])["returns_open"], 0);
    assert_eq!(office.json(&["returns", "list"])["total"], 0);
    let all = ["returns", "list", "--state", "all", "--area", GROUP];
    assert_eq!(office.json(&all)["returns"][0], closed);
    assert!(office.run(&all).out().contains("毕业证看过"));
    assert_eq!(
        office
            .run(&["returns", "answer", "nope", "--text", "x"])
            .code(),
        2
    );
    assert_eq!(office.json(&["rebuild", "--check"])["differing"], json!([]));
}

#[test]
fn the_ledger_is_told_with_what_was_found_in_the_field() {
    let office = Office::new();
    office.enter_well(&[
        person("1", &json!({ "name": "王强" })),
        json!({ "unit": "person", "path": ["620825100201", "03", "1", "2"], "items": {},
            "disposition": "1" }),
        json!({ "unit": "household", "path": ["620825100201", "03", "2"], "items": {},
            "disposition": "48" }),
        json!({ "unit": "household", "path": ["620825100201", "03", "3"], "items": {},
            "disposition": "45" }),
    ]);
    let status = office.json(&["status"]);
    let three = json!({ "groups": 1, "households": 3, "persons": 2 });
    assert_eq!(status["added"], three);
    assert_eq!(
        status["prelisted"],
        json!({ "groups": 0, "households": 0, "persons": 0 })
    );
    assert_eq!(
        status["ledger"]["households"],
        json!({ "prelisted": 0, "added": 3, "difference": 0,
            "dispositions": { "open": 1, "45": 1, "48": 1 } })
    );
    assert_eq!(
        status["ledger"]["persons"]["dispositions"],
        json!({ "open": 1, "1": 1 })
    );
    assert_eq!(status["ledger"]["villages"]["prelisted"], 3);
    // Listed leaves out what was listed in error.
    assert_eq!(
        (
            &status["listed"]["households"],
            &status["listed"]["persons"]
        ),
        (&json!(2), &json!(1))
    );
    assert_eq!(
        (&status["handshake"], &status["held"]),
        (&json!("none"), &json!(0))
    );
    let household = office.json(&["status", "--area", "62082510020103001"]);
    assert_eq!(household["handshake"], Value::Null);
    assert_eq!(
        household["added"],
        json!({ "groups": 0, "households": 1, "persons": 2 })
    );
    let person = &household["children"][0];
    assert_eq!(
        (&person["ledger"], &person["added"]),
        (&Value::Null, &Value::Null)
    );
    let text = office.run(&["status"]).out();
    assert!(
        text.contains("The ledger closes") && text.contains("0 prelisted + 3 added"),
        "{text}"
    );
    let text = office.run(&["status", "--lang", "zh-Hans"]).out();
    assert!(text.contains("台账平衡"), "{text}");
}
