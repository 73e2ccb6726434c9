//! The first page: how far, what is next, is it safe.

use crate::base::message::Message;
use crate::base::text::{pad_start, width};
use crate::tui::effect::HomeData;
use crate::tui::model::home::{Home, Lead};
use crate::tui::model::{App, opening};
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, meter};

use super::regions::Regions;
use super::{head, value};

/// Days without a verified copy after which the page asks for one.
const COPY_DAYS_MAX: i64 = 3;

/// Draws the first page.
pub fn draw(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &Home) {
    let Some(opened) = canvas.app.opened.clone() else {
        return;
    };
    let title = canvas.say(
        &Message::new("tui.home.title")
            .with("county", &opened.county_name)
            .with("round", opened.round),
    );
    head(canvas, regions, &[title], "");
    let Some(data) = &page.data else { return };
    let y = bars(canvas, regions, data);
    let y = leads(canvas, regions, page, data, y + 1);
    safety(canvas, regions, data, y + 1);
}

/// One of the five: how much of what there should be is there, and what is not.
struct Bar {
    name: &'static str,
    done: u64,
    total: u64,
    counts: String,
    open: String,
}

/// Works out the five counts: each says whether the units of one level are all there, the last
/// whether all is asked of them. What nobody expects is measured against what is listed.
fn counted(app: &App, data: &HomeData) -> [Bar; 5] {
    let (tally, gaps) = (data.status.tally, data.gaps);
    let expected = data.status.expected;
    let open = |key, count: u64| {
        let open = || app.wording.say(&Message::new(key).with("count", count));
        (count > 0).then(open).unwrap_or_default()
    };
    let bar = |name, unit, done: u64, total: u64, key| Bar {
        name,
        done,
        total,
        counts: format!("{}/{} {}", done, total, app.text(unit)),
        open: open(key, total.saturating_sub(done)),
    };
    let villages = expected.villages.unwrap_or(0).max(tally.villages);
    let begun = tally.villages.saturating_sub(gaps.villages);
    let groups = tally.groups + gaps.groups_missing;
    let households = tally.households + gaps.unlisted;
    let persons = expected.persons.unwrap_or(0).max(tally.persons);
    let settled = tally.answered + tally.reasoned;
    let mut of_groups = bar(
        "tui.home.groups",
        "tui.unit_word.group",
        tally.groups.saturating_sub(gaps.groups),
        groups,
        "tui.home.open",
    );
    of_groups.open = unlisted(app, data);
    [
        bar(
            "tui.home.villages",
            "tui.unit_word.village",
            begun,
            villages,
            "tui.home.open",
        ),
        of_groups,
        bar(
            "tui.home.households",
            "tui.unit_word.household",
            tally.households_disposed,
            households,
            "tui.home.open_households",
        ),
        bar(
            "tui.home.persons",
            "tui.unit_word.person",
            tally.persons_complete,
            persons,
            "tui.home.open_persons",
        ),
        Bar {
            name: "tui.home.items",
            done: settled,
            total: tally.applicable,
            counts: percent(settled, tally.applicable),
            open: open("tui.home.open_items", tally.missing),
        },
    ]
}

/// Says which groups are not there: how many the frame has more, and the first without a household.
fn unlisted(app: &App, data: &HomeData) -> String {
    let gaps = data.gaps;
    let mut said = Vec::new();
    if gaps.groups_missing > 0 {
        let lacking = Message::new("tui.home.groups_missing").with("count", gaps.groups_missing);
        said.push(app.wording.say(&lacking));
    }
    if let Some(group) = data.unlisted.as_ref().filter(|_| gaps.groups > 0) {
        let key = if gaps.groups == 1 {
            "tui.home.group_unlisted"
        } else {
            "tui.home.groups_unlisted"
        };
        let empty = Message::new(key)
            .with("group", value::unit(app, group))
            .with("count", gaps.groups);
        said.push(app.wording.say(&empty));
    }
    said.join("  ")
}

/// Says a part of a hundred, never more than it is.
fn percent(done: u64, total: u64) -> String {
    if total == 0 {
        return "- %".to_owned();
    }
    let tenths = u128::from(done) * 1000 / u128::from(total);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

fn bars(canvas: &mut Canvas<'_, '_>, regions: &Regions, data: &HomeData) -> u16 {
    let body = regions.body;
    let bars = counted(canvas.app, data);
    let label = bars
        .iter()
        .map(|bar| width(canvas.text(bar.name)))
        .max()
        .unwrap_or(0);
    let label = narrow(label) + 2;
    let cells = 26;
    let counts = bars.iter().map(|bar| width(&bar.counts)).max().unwrap_or(0);
    let mut y = body.y + 1;
    for bar in bars {
        let name = canvas.text(bar.name);
        canvas.put(body.x + 3, y, name, label, Meaning::Plain);
        let x = body.x + 3 + label;
        meter::draw(canvas, x, y, cells, bar.done, bar.total);
        let text = pad_start(&bar.counts, counts + 2);
        let x = canvas.put(x + cells, y, &text, 30, Meaning::Title) + 2;
        let room = canvas.area().right().saturating_sub(x + 1);
        canvas.put(x, y, &bar.open, room, Meaning::Dim);
        y += 1;
    }
    y
}

fn leads(
    canvas: &mut Canvas<'_, '_>,
    regions: &Regions,
    page: &Home,
    data: &HomeData,
    mut y: u16,
) -> u16 {
    let body = regions.body;
    for (at, lead) in Lead::ALL.into_iter().enumerate() {
        let is_here = at == page.at;
        let (name, detail) = told(canvas.app, data, lead);
        let meaning = if is_here {
            Meaning::Selected
        } else {
            Meaning::Plain
        };
        let mark = if is_here { canvas.glyphs.here } else { " " };
        canvas.put(body.x + 1, y, mark, 1, Meaning::Accent);
        let number = format!("{}", Lead::digit(at));
        let x = canvas.put(body.x + 3, y, &number, 2, Meaning::Key) + 1;
        canvas.put(x, y, &name, 18, meaning);
        let x = x + 18;
        let detail_meaning = if is_here {
            Meaning::Accent
        } else {
            Meaning::Plain
        };
        canvas.put(x, y, &detail, body.right() - x - 1, detail_meaning);
        if is_here {
            canvas.caret(body.x + 1, y);
        }
        y += 1;
    }
    y
}

fn told(app: &App, data: &HomeData, lead: Lead) -> (String, String) {
    let gaps = data.gaps;
    let (name, detail) = match lead {
        Lead::Next => {
            let next = data.next.as_ref().map(|next| opening::line(app, next));
            let start = || app.text("tui.home.start").to_owned();
            ("tui.lead.next", next.unwrap_or_else(start))
        }
        Lead::Returned => {
            let (asked, answered) = data.returns;
            let key = if app.is_reviewer() {
                "tui.lead.returned_reviewer"
            } else {
                "tui.lead.returned_detail"
            };
            let message = Message::new(key)
                .with("asked", asked)
                .with("answered", answered);
            ("tui.lead.returned", app.wording.say(&message))
        }
        Lead::Hints => (
            "tui.lead.hints",
            app.text("tui.lead.hints_detail").to_owned(),
        ),
        Lead::Walk => ("tui.lead.walk", app.text("tui.lead.walk_detail").to_owned()),
        Lead::Missing => {
            let message = Message::new("tui.lead.missing_detail")
                .with("villages", gaps.villages)
                .with("groups", gaps.groups + gaps.groups_missing)
                .with("households", gaps.households + gaps.unlisted)
                .with("items", gaps.items);
            ("tui.lead.missing", app.wording.say(&message))
        }
        Lead::Findings => {
            let message = Message::new("tui.lead.findings_detail").with("count", gaps.hard);
            ("tui.lead.findings", app.wording.say(&message))
        }
        Lead::Confirm => {
            let message = Message::new("tui.lead.confirm_detail").with("count", gaps.soft);
            ("tui.lead.confirm", app.wording.say(&message))
        }
        Lead::Twins => {
            let message = app.twins_found.map_or_else(
                || Message::new("tui.lead.twins_start"),
                |count| Message::new("tui.lead.twins_detail").with("count", count),
            );
            ("tui.lead.twins", app.wording.say(&message))
        }
        Lead::Review => (
            "tui.command.review",
            app.text("tui.lead.review_detail").to_owned(),
        ),
        Lead::Exchange => (
            "tui.lead.exchange",
            app.text("tui.lead.exchange_detail").to_owned(),
        ),
    };
    (app.text(name).to_owned(), detail)
}

fn safety(canvas: &mut Canvas<'_, '_>, regions: &Regions, data: &HomeData, y: u16) {
    let body = regions.body;
    let (households, persons) = data.today;
    let today = Message::new("tui.home.today")
        .with("households", households)
        .with("persons", persons);
    let today = canvas.say(&today);
    let x = canvas.put(body.x + 3, y, &today, 40, Meaning::Plain) + 3;
    let (copy, meaning) = match data.backup_days {
        Some(days) if days < COPY_DAYS_MAX => (
            canvas.say(&Message::new("tui.home.copied").with("days", days)),
            Meaning::Good,
        ),
        Some(days) => (
            canvas.say(&Message::new("tui.home.copy_old").with("days", days)),
            Meaning::Soft,
        ),
        None => (
            canvas.text("tui.home.never_copied").to_owned(),
            Meaning::Soft,
        ),
    };
    canvas.put(x, y, &copy, body.right() - x - 1, meaning);
}
