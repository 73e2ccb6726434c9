//! Completeness of an area and its children, and who answers for each.

use crate::domain::kind::Kind;
use crate::store::{AreaStatus, Handshake, NodeState, RecordRef, is_signable};
use crate::tui::deed::{Answers, Reviewed};

/// State of the review.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// Areas drilled through, the one shown last.
    pub trail: Vec<String>,
    /// Counts, and who answers; none until they are read.
    pub data: Option<Reviewed>,
    /// The selected line: one of those shown, or behind them the area itself.
    pub at: usize,
    /// Whether only units are shown in which something is open.
    pub problems: bool,
    /// The unit to select when it is read.
    pub wanted: Option<String>,
}

impl Review {
    /// Begins with an area.
    #[must_use]
    pub fn new(area: String) -> Self {
        Self {
            trail: vec![area],
            ..Self::default()
        }
    }

    /// Returns the path of the area that is shown.
    #[must_use]
    pub fn area(&self) -> String {
        self.trail.last().cloned().unwrap_or_default()
    }

    /// Lists the units that are shown, by their places.
    #[must_use]
    pub fn shown(&self) -> Vec<usize> {
        let Some(data) = &self.data else {
            return Vec::new();
        };
        let units = data.status.children.iter().zip(&data.below).enumerate();
        let shown =
            units.filter(|(_, (status, answers))| !self.problems || is_problem(status, answers));
        shown.map(|(at, _)| at).collect()
    }

    /// Returns the selected unit one level down.
    #[must_use]
    pub fn child(&self) -> Option<(&AreaStatus, &Answers)> {
        let data = self.data.as_ref()?;
        let at = self.shown().get(self.at).copied()?;
        Some((data.status.children.get(at)?, data.below.get(at)?))
    }

    /// Returns the unit under the arrows: one below, or the area itself.
    #[must_use]
    pub fn under(&self) -> Option<&Answers> {
        let child = self.child().map(|(_, answers)| answers);
        child.or_else(|| self.data.as_ref().map(|data| &data.own))
    }

    /// Returns the unit under the arrows that is declared and signed: a household stands for its
    /// group.
    #[must_use]
    pub fn signable(&self) -> Option<RecordRef> {
        let under = self.under().map(|unit| unit.record);
        let own = self.data.as_ref().map(|data| data.own.record);
        let mut units = under.into_iter().chain(own);
        units.find(|unit| is_signable(unit.kind))
    }

    /// Takes what was read, and stands where it was asked for.
    pub fn take(&mut self, data: Reviewed) {
        let wanted = self.wanted.take();
        self.data = Some(data);
        let shown = self.shown();
        let place = wanted.and_then(|wanted| {
            let children = self.data.as_ref().map(|data| &data.status.children)?;
            let is_it = |at: &usize| children.get(*at).is_some_and(|c| c.area == wanted);
            shown.iter().position(is_it)
        });
        self.at = place.unwrap_or(self.at).min(shown.len());
    }
}

/// Says whether something is open in a unit.
fn is_problem(status: &AreaStatus, answers: &Answers) -> bool {
    let tally = status.tally;
    let lacks = status.level != Kind::Household
        && (status.expected.households.unwrap_or(0) > tally.households
            || status.expected.groups.unwrap_or(0) > tally.groups);
    let waits = matches!(
        answers.handshake,
        Handshake::Declared(_) | Handshake::Disputed(..) | Handshake::Outdated(_)
    );
    tally.missing + tally.hard + tally.soft_open + tally.returns > 0
        || status.state.is_to_do()
        || status.state == NodeState::Changed
        || lacks
        || waits
}
