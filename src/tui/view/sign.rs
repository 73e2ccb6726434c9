//! A unit before its sign-off.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use crate::base::message::Message;
use crate::base::text::{clip_marked, width, wrap};
use crate::store::{Node, Seal, Since, signer};
use crate::tui::model::App;
use crate::tui::model::names::{Entry, Signing};
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, list, overlay};

use super::names::day;
use super::value;

/// Columns of a box.
const BOX_CELLS: u16 = 76;
/// Cells of a place beside what happened there.
const PLACE_CELLS: u16 = 26;
/// Digits of a digest that are shown together.
const DIGITS: usize = 8;

/// Draws what blocks the sign-off, or what is signed; and what changed since the last one.
pub fn draw(canvas: &mut Canvas<'_, '_>, shown: &Signing) {
    let unit = value::unit(canvas.app, &shown.weighed.node);
    let title = canvas.say(&Message::new("tui.sign.title").with("unit", unit));
    let facts = facts(canvas, shown);
    let entries = shown.entries();
    let screen = canvas.area();
    let wanted = narrow(entries.len() + facts.len()) + 4;
    let inner = overlay::open(canvas, BOX_CELLS, wanted.min(screen.height - 4), &title);
    let mut y = inner.y;
    for (text, meaning) in &facts {
        canvas.put(inner.x, y, text, inner.width, *meaning);
        y += 1;
    }
    let rows = Rect {
        y,
        height: inner.bottom().saturating_sub(y + 1),
        ..inner
    };
    let window = list::window(shown.at, entries.len(), usize::from(rows.height));
    for (row, at) in window.enumerate() {
        let Some(entry) = entries.get(at) else {
            continue;
        };
        let line = Rect::new(rows.x, rows.y + narrow(row), rows.width, 1);
        let is_here = at == shown.at;
        let here = if is_here { canvas.glyphs.here } else { " " };
        canvas.put(line.x, line.y, here, 1, Meaning::Accent);
        one(canvas, line, shown, *entry);
        if is_here {
            canvas.select(Rect::new(line.x + 2, line.y, line.width - 2, 1));
            canvas.caret(line.x, line.y);
        }
    }
    let help = canvas.text(match entries.get(shown.at) {
        Some(Entry::Sign) => "tui.sign.help_sign",
        Some(Entry::Accept(_)) => "tui.sign.help_accept",
        _ => "tui.sign.help",
    });
    canvas.put(inner.x, inner.bottom() - 1, help, inner.width, Meaning::Dim);
}

/// Says what stands above the lines: what is signed where nothing blocks, else that something does.
fn facts(canvas: &Canvas<'_, '_>, shown: &Signing) -> Vec<(String, Meaning)> {
    let app = canvas.app;
    let stance = &shown.weighed.stance;
    let mut facts = Vec::new();
    if let Some(said) = before(app, &stance.seal) {
        facts.push((said, Meaning::Soft));
    }
    if shown.blocks().next().is_some() {
        facts.push((app.text("coverage.blocked").to_owned(), Meaning::Title));
        return facts;
    }
    let tally = shown.weighed.node.tally;
    let counts = Message::new("tui.sign.counts")
        .with("households", tally.households)
        .with("households_complete", tally.households_complete)
        .with("persons", tally.persons)
        .with("persons_complete", tally.persons_complete)
        .with("items", tally.applicable);
    facts.push((app.wording.say(&counts), Meaning::Plain));
    let confirmed = Message::new("tui.sign.confirmed")
        .with("confirmed", stance.soft_confirmed)
        .with("excepted", stance.excepted);
    facts.push((app.wording.say(&confirmed), Meaning::Plain));
    let soft = soft(app, &stance.soft_open);
    if !soft.is_empty() {
        let open = app
            .wording
            .say(&Message::new("tui.sign.soft").with("rules", soft));
        let lines = wrap(&open, usize::from(BOX_CELLS) - 4).into_iter().take(3);
        facts.extend(lines.map(|line| (line, Meaning::Soft)));
    }
    let digest = grouped(&shown.weighed.digest);
    let digest = Message::new("tui.sign.digest").with("digest", digest);
    facts.push((app.wording.say(&digest), Meaning::Dim));
    facts
}

/// Says what the last sign-off was, and whether it was said why it does not stand.
fn before(app: &App, seal: &Seal) -> Option<String> {
    Some(match seal {
        Seal::Unsigned => return None,
        Seal::Intact(sign_off) => app.wording.say(
            &Message::new("tui.sign.intact")
                .with("by", &sign_off.by)
                .with("day", day(&sign_off.at)),
        ),
        Seal::Broken {
            sign_off,
            unsealed: None,
        } => app.wording.say(
            &Message::new("tui.sign.broken")
                .with("by", &sign_off.by)
                .with("day", day(&sign_off.at)),
        ),
        Seal::Broken {
            sign_off,
            unsealed: Some(note),
        } => app.wording.say(
            &Message::new("tui.sign.unsealed")
                .with("signer", &sign_off.by)
                .with("by", &note.by)
                .with("reason", &note.reason),
        ),
    })
}

/// Says how many soft findings each rule leaves open; the name of a rule where it has one.
fn soft(app: &App, open: &BTreeMap<String, u64>) -> String {
    let each = open.iter().map(|(id, count)| {
        let hint = app.instrument.rule(id).and_then(|rule| rule.hint.as_ref());
        let title = hint.map(|hint| app.wording.label(&hint.title.zh, &hint.title.en));
        let rule = title.map_or_else(|| id.clone(), std::borrow::Cow::into_owned);
        let said = Message::new("tui.check.of_rule").with("rule", rule);
        app.wording.say(&said.with("count", count))
    });
    each.collect::<Vec<_>>().join("  ")
}

/// Groups the first digits of a digest, so that two people can read them to each other.
fn grouped(digest: &str) -> String {
    let digits: Vec<char> = digest.chars().take(2 * DIGITS).collect();
    let groups = digits.chunks(DIGITS);
    let groups: Vec<String> = groups.map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

fn one(canvas: &mut Canvas<'_, '_>, line: Rect, shown: &Signing, entry: Entry<'_>) {
    let x = line.x + 2;
    let room = line.width - 2;
    match entry {
        Entry::Sign => {
            let text = sign_line(canvas.app, shown);
            canvas.put(x, line.y, &text, room, Meaning::Accent);
        }
        Entry::Block(block) => {
            let text = Message::new(block.why.key())
                .with("count", block.count)
                .with("unit", &block.path);
            let text = canvas.say(&text);
            let after = canvas.put(x, line.y, canvas.glyphs.hard, 1, Meaning::Hard) + 1;
            canvas.put(after, line.y, &text, room - 2, Meaning::Plain);
        }
        Entry::Accept(node) => {
            let unit = value::unit(canvas.app, node);
            let text = canvas.say(&Message::new("tui.sign.accept").with("unit", unit));
            canvas.put(x, line.y, &text, room, Meaning::Soft);
        }
        Entry::Since(at) => {
            if let Some((since, node)) = shown.weighed.since.get(at) {
                changed(canvas, line, since, node);
            }
        }
    }
}

/// Says whose name stands under the sign-off, or who has to sign.
fn sign_line(app: &App, shown: &Signing) -> String {
    let Some(opened) = &app.opened else {
        return String::new();
    };
    let least = signer(shown.weighed.node.record.kind);
    if opened.role < least {
        let needed = Message::new("tui.sign.role").with("role", app.text(least.key()));
        return app.wording.say(&needed);
    }
    let role = app.text(opened.role.key());
    app.wording.say(
        &Message::new("tui.sign.line")
            .with("role", role)
            .with("name", &opened.person),
    )
}

/// Says who changed what, and when.
fn changed(canvas: &mut Canvas<'_, '_>, line: Rect, since: &Since, node: &Node) {
    let place = clip_marked(&place(canvas.app, since, node), usize::from(PLACE_CELLS));
    let x = line.x + 2;
    canvas.put(x, line.y, &place, PLACE_CELLS, Meaning::Plain);
    let x = x + PLACE_CELLS + 1;
    let who = format!("{} {}", day(&since.at), since.by);
    let app = canvas.app;
    let items = since.items.iter().map(|id| {
        let item = app.instrument.item(node.record.kind, id);
        item.map_or_else(
            || id.clone(),
            |item| {
                app.wording
                    .label(&item.label.zh, &item.label.en)
                    .into_owned()
            },
        )
    });
    let items = items.collect::<Vec<_>>().join(" ");
    let room = line.right().saturating_sub(x);
    let after = canvas.put(x, line.y, &who, room, Meaning::Dim) + 1;
    let room = line.right().saturating_sub(after);
    if width(&items) > 0 {
        canvas.put(after, line.y, &items, room, Meaning::Soft);
    }
}

/// Says where a change is: the number of the household and the unit.
fn place(app: &App, since: &Since, node: &Node) -> String {
    let own = value::unit(app, node);
    let household: String = since.path.chars().skip(14).take(3).collect();
    let is_below = node.record.kind != crate::domain::kind::Kind::Household;
    if household.is_empty() || !is_below {
        return own;
    }
    let household = value::named(app, crate::domain::kind::Kind::Household, &household, "");
    format!("{household} > {own}")
}
