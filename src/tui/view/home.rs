//! The first page: how far, what is next, is it safe.

use crate::base::message::Message;
use crate::base::text::{pad_start, width};
use crate::tui::effect::HomeData;
use crate::tui::model::home::{Home, Lead};
use crate::tui::model::{App, opening};
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, meter};

use super::head;
use super::regions::Regions;

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

struct Bar {
    name: &'static str,
    done: u64,
    total: u64,
    open: u64,
    unit: &'static str,
}

/// Works out the five counts: each says whether the units of one level are all there, the last
/// two whether all is asked of them. What nobody expects is measured against what is listed.
fn counted(data: &HomeData) -> [Bar; 5] {
    let (tally, gaps) = (data.status.tally, data.gaps);
    let expected = data.status.expected;
    let bar = |name, unit, done: u64, total: u64| Bar {
        name,
        done,
        total,
        open: total.saturating_sub(done),
        unit,
    };
    let villages = expected.villages.unwrap_or(0).max(tally.villages);
    let with_groups = tally.villages.saturating_sub(gaps.villages);
    let declared = tally.households + gaps.unlisted;
    let households = expected.households.unwrap_or(0).max(declared);
    let persons = expected.persons.unwrap_or(0).max(tally.persons);
    let village = "tui.unit_word.village";
    [
        bar("tui.home.villages", village, tally.villages, villages),
        bar("tui.home.groups", village, with_groups, villages),
        bar(
            "tui.home.households",
            "tui.unit_word.household",
            tally.households,
            households,
        ),
        bar(
            "tui.home.persons",
            "tui.unit_word.person",
            tally.persons_complete,
            persons,
        ),
        bar(
            "tui.home.items",
            "tui.unit_word.item",
            tally.answered + tally.reasoned,
            tally.applicable,
        ),
    ]
}

fn bars(canvas: &mut Canvas<'_, '_>, regions: &Regions, data: &HomeData) -> u16 {
    let body = regions.body;
    let names = counted(data);
    let label = names
        .iter()
        .map(|bar| width(canvas.text(bar.name)))
        .max()
        .unwrap_or(0);
    let label = narrow(label) + 2;
    let cells = if body.width >= 80 { 32 } else { 24 };
    let mut y = body.y + 1;
    for bar in names {
        let name = canvas.text(bar.name);
        canvas.put(body.x + 3, y, name, label, Meaning::Plain);
        let x = body.x + 3 + label;
        meter::draw(canvas, x, y, cells, bar.done, bar.total);
        let counts = format!("{}/{}", bar.done, bar.total);
        let counts = pad_start(&counts, 13);
        let x = canvas.put(x + cells, y, &counts, 24, Meaning::Title) + 1;
        let unit = canvas.text(bar.unit);
        let x = canvas.put(x, y, unit, 12, Meaning::Plain) + 2;
        if bar.open > 0 {
            let open = canvas.say(&Message::new("tui.home.open").with("count", bar.open));
            canvas.put(x, y, &open, body.right() - x, Meaning::Dim);
        }
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
        let number = format!("{}", at + 1);
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
        Lead::Walk => ("tui.lead.walk", app.text("tui.lead.walk_detail").to_owned()),
        Lead::Missing => {
            let message = Message::new("tui.lead.missing_detail")
                .with("villages", gaps.villages)
                .with("groups", gaps.groups)
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
