//! From what a scan gives to findings: which branch stands, in which words, and whether somebody
//! settled it; and the findings of completeness.

use super::found::Found;
use crate::instrument::{Enforced, Level, Rule};
use crate::store::{Breach, Finding, Raised, Reader, RecordRef, Result, Standing};

/// Words findings and looks up how they stand.
pub(super) fn stand(reader: &Reader, breaches: Vec<Breach>) -> Result<Vec<Found>> {
    let mut all = Vec::new();
    for breach in breaches {
        let stored = if breach.is_settled {
            reader.findings(breach.at.record)?
        } else {
            Vec::new()
        };
        for raised in weightiest(reader, &breach.raised) {
            let Some(mut finding) = reader.finding_of(breach.at.record, raised) else {
                continue;
            };
            if is_asked(reader, raised) {
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

/// Of the branches of one rule on one item the weightiest stands, and of equals the first.
fn weightiest<'b>(reader: &Reader, raised: &'b [Raised]) -> Vec<&'b Raised> {
    let mut best: Vec<(&'b Raised, &str, Level)> = Vec::new();
    for one in raised {
        let rule = reader.instrument().rules.get(one.rule);
        let Some(branch) = rule.and_then(|rule| rule.branches.get(one.branch)) else {
            continue;
        };
        let cell = branch.items.first().map_or("", String::as_str);
        let same = |(other, its_cell, _): &&mut (&Raised, &str, Level)| {
            other.rule == one.rule && *its_cell == cell
        };
        match best.iter_mut().find(same) {
            Some(known) if branch.level < known.2 => *known = (one, cell, branch.level),
            Some(_) => {}
            None => best.push((one, cell, branch.level)),
        }
    }
    best.into_iter().map(|(raised, _, _)| raised).collect()
}

fn is_asked(reader: &Reader, raised: &Raised) -> bool {
    let rule = reader.instrument().rules.get(raised.rule);
    let branch = rule.and_then(|rule| rule.branches.get(raised.branch));
    branch.is_some_and(|branch| !branch.is_stored())
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
