//! What was found on a record and around it.

use crate::domain::kind::Kind;
use crate::store::{Census, Finding, Form, Node, StoreError};
use crate::tui::effect::Household;
use crate::tui::model::concern::Concern;

/// Reads what a form is to show: what was found on its record, on the stays of a person, and on
/// the household or the person above as far as that involves the record. What blocks first.
pub(super) fn around(
    census: &Census,
    form: &Form,
    children: &[Node],
    household: Option<&Household>,
) -> Result<Vec<Concern>, StoreError> {
    let record = form.record;
    let members = household.map_or(children, |household| &household.members);
    let concern = |finding: Finding| {
        let concern = Concern::new(census.instrument(), finding, record, members);
        with_past(census, concern)
    };
    let own = form.findings.iter().cloned();
    let mut found: Vec<Concern> = own.map(concern).collect::<Result<_, _>>()?;
    if record.kind == Kind::Person {
        for stay in children {
            let findings = census.findings(stay.record)?.into_iter();
            found.extend(findings.map(concern).collect::<Result<Vec<_>, _>>()?);
        }
    }
    if let Some(household) = household.filter(|_| record.kind == Kind::Person) {
        for finding in census.findings(household.node.record)? {
            let around = concern(finding)?;
            if around.involves(record) {
                found.push(around);
            }
        }
    }
    found.sort_by_key(Concern::weight);
    Ok(found)
}

/// Adds what was said of an open finding while its values were other ones.
fn with_past(census: &Census, mut concern: Concern) -> Result<Concern, StoreError> {
    if concern.finding.is_open() {
        concern.before = census.said_before(&concern.finding)?;
    }
    Ok(concern)
}
