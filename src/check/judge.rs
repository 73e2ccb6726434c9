//! From what a scan gives to findings: which branch stands, in which words, and whether somebody
//! settled it; and the findings of completeness.

use super::found::Found;
use crate::instrument::scan::Plan;
use crate::instrument::{Branch, Enforced, Instrument, Rule};
use crate::store::{Breach, Finding, Reader, RecordRef, Result, Standing};

/// Words findings and looks up how they stand.
pub(super) fn stand(reader: &Reader, plan: &Plan, breaches: Vec<Breach>) -> Result<Vec<Found>> {
    let mut all = Vec::new();
    for breach in breaches {
        let record = breach.at.record;
        let stored = if breach.is_settled {
            reader.findings(record)?
        } else {
            Vec::new()
        };
        for (places, rule, branch) in weightiest(reader.instrument(), &breach.raised) {
            let said = plan.said.get(&places);
            let mut finding = reader.finding_of(record, rule, branch, said)?;
            if !branch.is_stored() {
                finding.standing = reader.standing_asked(&finding)?;
            } else if let Some(known) = stored.iter().find(|known| is_same(known, &finding)) {
                finding.standing = known.standing.clone();
            }
            let at = breach.at.clone();
            all.push(Found { finding, at });
        }
    }
    Ok(all)
}

/// A branch with its rule and the places of both.
type Placed<'a> = ((usize, usize), &'a Rule, &'a Branch);

/// Of the branches of one rule on one item the weightiest stands, and of equals the first.
fn weightiest<'a>(instrument: &'a Instrument, raised: &[(usize, usize)]) -> Vec<Placed<'a>> {
    let mut best: Vec<Placed<'_>> = Vec::new();
    for places in raised {
        let rule = instrument.rules.get(places.0);
        let placed = rule.and_then(|rule| Some((*places, rule, rule.branches.get(places.1)?)));
        let Some(one) = placed else { continue };
        let same = |other: &&mut Placed<'_>| {
            other.0.0 == one.0.0 && other.2.items.first() == one.2.items.first()
        };
        match best.iter_mut().find(same) {
            Some(known) if one.2.level < known.2.level => *known = one,
            Some(_) => {}
            None => best.push(one),
        }
    }
    best
}

/// Adds a finding for each missing item of completed households. The rule that claims the item
/// tells it, else the general one.
pub(super) fn gaps(reader: &Reader, path: &str, found: &mut Vec<Found>) -> Result<()> {
    let instrument = reader.instrument();
    for at in reader.incomplete(path)? {
        let items = instrument.items(at.record.kind);
        for cell in reader.cells(at.record)? {
            let Some(item) = items.get(cell.item).filter(|_| cell.is_missing()) else {
                continue;
            };
            let rule = match claimant(reader, at.record, &item.id)? {
                Some(rule) => Some(rule),
                None => general(reader),
            };
            let Some(rule) = rule else { continue };
            let mut finding = reader.gap_finding(at.record, rule, item);
            finding.standing = reader.standing_asked(&finding)?;
            let at = at.clone();
            found.push(Found { finding, at });
        }
    }
    Ok(())
}

/// Returns the rule that tells the gap of an item in words of its own.
fn claimant<'a>(reader: &'a Reader, record: RecordRef, item: &str) -> Result<Option<&'a Rule>> {
    for rule in &reader.instrument().rules {
        for claim in &rule.claims {
            let is_claimed = claim.kind == record.kind && claim.items.iter().any(|i| i == item);
            if !is_claimed {
                continue;
            }
            let holds = claim.when.as_ref();
            if holds.map_or(Ok(true), |when| reader.holds(when, record))? {
                return Ok(Some(rule));
            }
        }
    }
    Ok(None)
}

/// Returns the rule of completeness that claims nothing: it tells all other gaps.
fn general(reader: &Reader) -> Option<&Rule> {
    reader.instrument().rules.iter().find(|rule| {
        rule.enforced_by == Some(Enforced::Completeness)
            && rule.claims.is_empty()
            && rule.branches.is_empty()
    })
}

/// Says whether a stored finding is the one that was found again.
fn is_same(stored: &Finding, found: &Finding) -> bool {
    stored.rule == found.rule
        && stored.cell() == found.cell()
        && stored.level == found.level
        && stored.standing != Standing::Open
}
