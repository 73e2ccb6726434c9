//! What comes back from the store changes the state, and may ask for more.

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::store::{Gap, GapCounts, Hit, Node, RecordRef};
use crate::tui::deed::Deed;
use crate::tui::effect::{Effect, FormData, Manner, Opened, Outcome};
use crate::tui::model::form::{FormPage, Spot};
use crate::tui::model::kept::Kept;
use crate::tui::model::setup::Step;
use crate::tui::model::walk::{KINDS, Walk};
use crate::tui::model::{App, Screen, Tone};

use super::{blank, check, close, kept, look, missing, overlay, review, stored, told, undo, walk};

/// Takes what `perform` brought back.
pub fn absorb(app: &mut App, outcome: Outcome) -> Vec<Effect> {
    let mut effects = kept::answered(app, &outcome);
    effects.extend(take(app, outcome));
    effects.extend(check::stop_left(app));
    effects
}

fn take(app: &mut App, outcome: Outcome) -> Vec<Effect> {
    match outcome {
        Outcome::Opened(opened) => return opened_file(app, *opened),
        Outcome::Refused(message) => refused(app, message),
        Outcome::Home(data) => {
            if let Some(Screen::Home(home)) = app.screens.first_mut() {
                home.data = Some(*data);
            }
        }
        Outcome::Column {
            column,
            parent,
            nodes,
            goes_on,
        } => {
            return column_read(app, column, parent, nodes, goes_on);
        }
        Outcome::Tree { columns, selected } => return tree(app, columns, &selected),
        Outcome::Forms {
            forms,
            item,
            manner,
        } => return forms_read(app, forms, item, manner),
        Outcome::NoNeighbor { forward } => no_neighbor(app, forward),
        Outcome::Added { record } => return added(app, record),
        Outcome::Blank(data) => return blank::show(app, *data),
        Outcome::Stored {
            data,
            at,
            parked,
            then,
        } => return stored::stored(app, *data, (at, parked), then),
        Outcome::Kept { at } => app.saved_at = Some(at),
        Outcome::Settled { at } => return settled(app, at),
        Outcome::Closed { node, at, waits } => return close::closed(app, &node, at, waits),
        Outcome::Unclosed(open) => return close::unclosed(app, *open),
        Outcome::Note { record, text } => overlay::show_note(app, record, None, &text),
        Outcome::Undone(change) => return undo::taken_back(app, change.as_deref()),
        Outcome::UndoOffered { change, forms } => {
            let effects = forms_read(app, forms, change.undone.item.clone(), Manner::Chain);
            undo::offered(app, &change);
            return effects;
        }
        Outcome::Places { folder, copy } => super::exchange::offered(app, folder, copy),
        Outcome::Gaps {
            area,
            gaps,
            counts,
            name,
            after,
            next,
            village,
        } => {
            let read = (gaps, next, village);
            return gaps_read(app, &area, read, (counts, name), after.is_none());
        }
        Outcome::NoGap => app.say(Tone::Good, Message::new("tui.say.no_gap")),
        Outcome::Found { query, hits } => found(app, &query, hits),
        Outcome::Status(status) => review::read(app, *status),
        Outcome::Told(told) => return told::told(app, told),
        Outcome::Failed(message) => app.say(Tone::Bad, message),
        Outcome::Register(answered) => super::prelist::absorb(app, answered),
        Outcome::NoPlace => {}
    }
    Vec::new()
}

/// Something was settled in a list, which is read again.
fn settled(app: &mut App, at: String) -> Vec<Effect> {
    app.saved_at = Some(at);
    // Counts are folded when a record is left.
    let mut effects = vec![Effect::Leave];
    effects.extend(super::reread(app));
    effects
}

fn no_neighbor(app: &mut App, forward: bool) {
    let key = if forward {
        "tui.say.no_next"
    } else {
        "tui.say.no_previous"
    };
    app.say(Tone::Plain, Message::new(key));
}

/// Shows hits, unless something else was typed meanwhile.
fn found(app: &mut App, query: &str, hits: Vec<Hit>) {
    if let Screen::Find(find) = app.screen_mut()
        && find.asked == query
    {
        find.hits = hits;
    }
}

fn opened_file(app: &mut App, opened: Opened) -> Vec<Effect> {
    let is_new = opened.is_new;
    look::take(app, opened.look);
    app.kept = Kept::read(&opened.kept);
    app.opened = Some(opened);
    app.said = None;
    app.screens = vec![Screen::Home(Box::default())];
    if is_new {
        let walk = Walk {
            focus: 2,
            ..Walk::default()
        };
        app.screens.push(Screen::Walk(walk));
        let mut effects = look::remember(app);
        effects.extend(walk::begin(app));
        return effects;
    }
    vec![Effect::LoadHome, Effect::Resume]
}

fn gaps_read(
    app: &mut App,
    area: &str,
    (gaps, next, village): (Vec<Gap>, Option<String>, Vec<String>),
    (counts, name): (GapCounts, String),
    is_first: bool,
) -> Vec<Effect> {
    let is_reviewer = app.is_reviewer();
    let Screen::Missing(page) = app.screen_mut() else {
        return Vec::new();
    };
    if page.area != area {
        return Vec::new();
    }
    if is_first && village.is_empty() {
        let at = page.at;
        page.restart();
        page.at = at;
    }
    page.counts = counts;
    page.name = name;
    if village.is_empty() {
        page.extend(gaps, next);
    } else {
        page.replace(&village, gaps);
    }
    page.put_own_first(is_reviewer);
    missing::more(app)
}

fn refused(app: &mut App, message: Message) {
    if let Screen::Setup(setup) = app.screen_mut() {
        setup.is_busy = false;
        setup.passphrase.clear();
        setup.go(Step::Frame);
    }
    app.say(Tone::Bad, message);
}

fn column_read(
    app: &mut App,
    column: usize,
    parent: RecordRef,
    nodes: Vec<Node>,
    goes_on: bool,
) -> Vec<Effect> {
    let Screen::Walk(walk) = app.screen_mut() else {
        return Vec::new();
    };
    let next = walk.take(column, parent, nodes, goes_on);
    next.map_or_else(Vec::new, |(column, parent)| walk::load(column, parent))
}

/// Shows the tree at a unit. Where nothing is listed below it, the line for a new unit is next.
fn tree(
    app: &mut App,
    columns: Vec<(RecordRef, Vec<Node>)>,
    selected: &[RecordRef],
) -> Vec<Effect> {
    let Screen::Walk(walk) = app.screen_mut() else {
        return Vec::new();
    };
    let mut next = None;
    walk.locate = None;
    let was = walk.focus;
    for (at, (parent, nodes)) in columns.into_iter().enumerate() {
        let Some(column) = walk.columns.get_mut(at) else {
            break;
        };
        column.parent = Some(parent);
        column.nodes.clear();
        next = walk.take(at, parent, nodes, false);
        let chosen = selected.get(at);
        let Some(column) = walk.columns.get_mut(at) else {
            break;
        };
        // What was located is read as far as the unit; the rest follows as one moves.
        column.is_exhausted = !column
            .nodes
            .len()
            .is_multiple_of(crate::tui::model::walk::PAGE)
            || column.nodes.is_empty();
        if let Some(place) =
            chosen.and_then(|chosen| column.nodes.iter().position(|n| n.record == *chosen))
        {
            let is_last = at + 1 == selected.len();
            let onward = is_last && std::mem::take(&mut walk.goes_on);
            let has_line = place + 1 < column.nodes.len() || column.is_exhausted;
            column.at = place + usize::from(onward && has_line);
            let shown = column.node().map(|node| node.record);
            next = walk.below(at, shown);
            walk.focus = at;
        }
    }
    match selected.last() {
        Some(last) => {
            let childless = |node: &Node| match node.record.kind {
                Kind::Village => node.tally.groups == 0,
                Kind::Group => node.tally.households == 0,
                _ => false,
            };
            let level = KINDS
                .iter()
                .position(|kind| *kind == last.kind)
                .unwrap_or(0);
            let empty = walk
                .columns
                .get(level)
                .and_then(|c| c.node())
                .is_some_and(childless);
            walk.focus = level + usize::from(empty && level + 1 < KINDS.len());
        }
        None => walk.focus = if was == 0 { 1 } else { was },
    }
    next.map_or_else(Vec::new, |(column, parent)| walk::load(column, parent))
}

/// Shows forms that were read.
pub(super) fn forms_read(
    app: &mut App,
    forms: Vec<FormData>,
    item: Option<String>,
    manner: Manner,
) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let spot = item.map_or(Spot::Open, Spot::Item);
    if manner == Manner::Refresh {
        let Some(data) = forms.into_iter().next() else {
            return Vec::new();
        };
        if let Some(page) = app
            .form_mut()
            .filter(|page| page.record() == data.form.record)
        {
            page.refresh(&instrument, data);
            let at = page
                .coming_back
                .take()
                .map_or(page.at, |spot| came_back(page, &instrument, &spot));
            page.focus(&instrument, at);
        }
        return vec![Effect::Arm];
    }
    if manner == Manner::Replace && app.form().is_some() {
        app.screens.pop();
    }
    if manner == Manner::Gap {
        stored::say_gap(app, forms.last());
    }
    if matches!(manner, Manner::Chain | Manner::Gap) {
        app.screens.truncate(1);
        let household = forms.iter().map(|data| data.form.record);
        let locate = household
            .into_iter()
            .find(|record| record.kind == Kind::Household);
        let located = forms.first().map(|data| data.form.record);
        let walk = Walk {
            locate: locate.or(located),
            ..Walk::default()
        };
        app.screens.push(Screen::Walk(walk));
    }
    let asked = asked(&forms, &spot).filter(|_| manner == Manner::Gap);
    let last = forms.len().saturating_sub(1);
    let children: Vec<RecordRef> = forms.iter().map(|data| data.form.record).collect();
    for (at, data) in forms.into_iter().enumerate() {
        let stand = match children.get(at + 1) {
            Some(child) if at < last => Spot::Child(*child),
            _ => spot.clone(),
        };
        let mut page = FormPage::new(&instrument, data, &stand);
        if at < last {
            page.coming_back = Some(stand);
        }
        app.screens.push(Screen::Form(Box::new(page)));
    }
    let wanted = app.wanted.take();
    if let (Some(page), Some(wanted)) = (app.form_mut(), wanted) {
        page.jump = page.place_of(&wanted).map(|place| (place, 0));
    }
    let threads = asked.map(|record| Effect::Deed(Deed::Threads(record)));
    std::iter::once(Effect::Arm).chain(threads).collect()
}

/// Returns the record that is gone to, where a question about that very place is open: what is
/// typed next answers it rather than the item.
fn asked(forms: &[FormData], spot: &Spot) -> Option<RecordRef> {
    let data = forms.last()?;
    let item = match spot {
        Spot::Item(item) => Some(item),
        _ => None,
    };
    let is_asked = data
        .threads
        .iter()
        .any(|thread| thread.item.as_ref() == item);
    is_asked.then_some(data.form.record)
}

/// Chooses where to stand when the form above was left: behind a child that is complete.
fn came_back(page: &FormPage, instrument: &crate::instrument::Instrument, spot: &Spot) -> usize {
    let at = page.find(instrument, spot);
    let is_child = matches!(spot, Spot::Child(_));
    if is_child && !page.needs(instrument, at) {
        return page.find(instrument, &Spot::AfterChildren);
    }
    at
}

fn added(app: &mut App, record: RecordRef) -> Vec<Effect> {
    app.say(Tone::Good, Message::new("tui.say.group_listed"));
    vec![Effect::LocateTree(record)]
}
