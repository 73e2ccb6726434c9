//! The tree as columns: townships, villages, groups, households, persons.
//!
//! A column holds the children of the unit that is selected in the column before it, read in
//! pages, so that no column ever holds more than one unit's children.

use crate::base::text::{Fit, fit, fold_width};
use crate::domain::kind::Kind;
use crate::store::{Node, RecordRef};

/// Nodes that are read at once into a column.
pub const PAGE: usize = 200;
/// How near the end of what is read the selection may come before more is read.
pub const AHEAD: usize = 40;
/// Kinds of the columns.
pub const KINDS: [Kind; 5] = [
    Kind::Township,
    Kind::Village,
    Kind::Group,
    Kind::Household,
    Kind::Person,
];

/// One column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Whose children it shows; none while nothing is selected before it.
    pub parent: Option<RecordRef>,
    /// The nodes that were read.
    pub nodes: Vec<Node>,
    /// The selected line; one past the nodes is the line that lists a new unit.
    pub at: usize,
    /// Whether all were read.
    pub is_exhausted: bool,
}

/// State of the tree.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// The columns in the order of [`KINDS`].
    pub columns: [Column; 5],
    /// The column that the arrows move in.
    pub focus: usize,
    /// The unit to show when the page is come back to.
    pub locate: Option<RecordRef>,
    /// Whether to stand behind that unit, because it is done.
    pub goes_on: bool,
    /// What is typed to go to a unit of the column under the arrows.
    pub sought: String,
}

impl Column {
    /// Returns the selected node.
    #[must_use]
    pub fn node(&self) -> Option<&Node> {
        self.nodes.get(self.at)
    }
}

impl Walk {
    /// Says whether units can be listed in a column.
    #[must_use]
    pub const fn can_add(column: usize) -> bool {
        column >= 2
    }

    /// Returns the column under the arrows.
    #[must_use]
    pub fn column(&self) -> &Column {
        self.columns.get(self.focus).unwrap_or(&self.columns[0])
    }

    /// Returns the selected node of the column under the arrows.
    #[must_use]
    pub fn selected(&self) -> Option<&Node> {
        self.column().node()
    }

    /// Says whether the line that lists a new unit is selected.
    #[must_use]
    pub fn is_on_add(&self) -> bool {
        let column = self.column();
        Self::can_add(self.focus) && column.parent.is_some() && column.at >= column.nodes.len()
    }

    /// Returns how many lines a column has, the one for a new unit included.
    #[must_use]
    pub fn lines(&self, column: usize) -> usize {
        let Some(shown) = self.columns.get(column) else {
            return 0;
        };
        let adds = Self::can_add(column) && shown.parent.is_some() && shown.is_exhausted;
        shown.nodes.len() + usize::from(adds)
    }

    /// Returns the path of the area that is looked at: the selected village or what holds it.
    #[must_use]
    pub fn area(&self) -> String {
        let chosen = self.columns.iter().take(self.focus.clamp(1, 2) + 1);
        let village_or_above = chosen.take(2).filter_map(Column::node).next_back();
        let own = if self.focus == 0 {
            self.columns[0].node()
        } else {
            village_or_above
        };
        own.map(|node| node.path.clone()).unwrap_or_default()
    }

    /// Returns the selected household, if the arrows are at it or below.
    #[must_use]
    pub fn household(&self) -> Option<RecordRef> {
        let chosen = self.columns.iter().take(self.focus + 1);
        let records = chosen.filter_map(Column::node).map(|node| node.record);
        records
            .into_iter()
            .find(|record| record.kind == Kind::Household)
    }

    /// Finds the units of the column under the arrows that fit what is typed, the best first.
    #[must_use]
    pub fn fitting(&self) -> Vec<usize> {
        let nodes = self.column().nodes.iter().enumerate();
        let mut ranked: Vec<(Rank, usize)> = nodes
            .filter_map(|(at, node)| Some((rank(&self.sought, node)?, at)))
            .collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, at)| at).collect()
    }

    /// Returns the selected nodes from the township down to the column under the arrows.
    #[must_use]
    pub fn chain(&self) -> Vec<&Node> {
        self.columns
            .iter()
            .take(self.focus)
            .map_while(Column::node)
            .collect()
    }

    /// Takes nodes that were read; returns the unit whose children are to be read next.
    pub fn take(
        &mut self,
        column: usize,
        parent: RecordRef,
        nodes: Vec<Node>,
        goes_on: bool,
    ) -> Option<(usize, RecordRef)> {
        let shown = self.columns.get_mut(column)?;
        if shown.parent != Some(parent) {
            return None;
        }
        shown.is_exhausted = nodes.len() < PAGE;
        if goes_on {
            shown.nodes.extend(nodes);
            return None;
        }
        let kept = shown.node().map(|node| node.record);
        shown.nodes = nodes;
        let again = kept.and_then(|kept| shown.nodes.iter().position(|n| n.record == kept));
        shown.at = again.unwrap_or_else(|| first_open(column, &shown.nodes));
        let next = shown.node().map(|node| node.record);
        self.below(column, next)
    }

    /// Empties what stands right of a column and returns what is to be read into the next one.
    pub fn below(
        &mut self,
        column: usize,
        selected: Option<RecordRef>,
    ) -> Option<(usize, RecordRef)> {
        let old = self.columns.get(column + 1).and_then(|next| next.parent);
        if old != selected || selected.is_none() {
            for later in self.columns.iter_mut().skip(column + 1) {
                *later = Column::default();
            }
        }
        let parent = selected?;
        let next = self.columns.get_mut(column + 1)?;
        next.parent = Some(parent);
        Some((column + 1, parent))
    }
}

/// How well a unit fits what is typed, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number,
    NumberStart,
    Name(Fit),
}

/// Ranks a unit by its number, without leading zeros, or by its name and the sound of it.
fn rank(sought: &str, node: &Node) -> Option<Rank> {
    let sought = fold_width(sought);
    let (number, digits) = (bare(&node.number), bare(&sought));
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let starts = number.starts_with(digits) || node.number.starts_with(&sought);
        if number == digits {
            return Some(Rank::Number);
        }
        return starts.then_some(Rank::NumberStart);
    }
    fit(&sought, &node.name).map(Rank::Name)
}

fn bare(number: &str) -> &str {
    number.trim_start_matches('0')
}

/// Chooses the first unit that is not finished, or the line for a new one.
fn first_open(column: usize, nodes: &[Node]) -> usize {
    let open = nodes.iter().position(|node| node.state.is_to_do());
    let end = if Walk::can_add(column) {
        nodes.len()
    } else {
        0
    };
    open.unwrap_or(end)
}
