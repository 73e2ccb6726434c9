//! Findings as they are read: with their words, and how they stand.

use std::collections::BTreeSet;

use super::error::Result;
use super::finding::{BRANCH, Fills, Finding, Kept, placed, stored};
use super::reader::Reader;
use super::record::RecordRef;
use super::register::Aside;
use crate::domain::kind::Kind;
use crate::instrument::Branch;
use crate::instrument::statement::raised_query;

impl Reader {
    /// Returns the findings on a record, hard ones first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn findings(&self, record: RecordRef) -> Result<Vec<Finding>> {
        let stored = stored(self, record)?;
        if stored.is_empty() {
            return Ok(Vec::new());
        }
        let aside = Aside::read(&self.conn, record.id)?;
        let mut findings: Vec<Finding> = stored
            .into_iter()
            .map(|((rule, cell), kept)| self.worded(record, rule, &cell, &kept, &aside))
            .collect();
        findings.sort_by_key(|finding| finding.level);
        Ok(findings)
    }

    /// Returns the records of a kind on which a rule is raised now or a finding is kept.
    pub(super) fn raised_or_kept(&self, kind: Kind) -> Result<BTreeSet<i64>> {
        let kept = format!(
            "SELECT DISTINCT record FROM finding JOIN {0} ON {0}.id = record",
            kind.table()
        );
        let mut found = BTreeSet::new();
        for sql in raised_query(&self.instrument, kind)
            .into_iter()
            .chain([kept])
        {
            let mut statement = self.conn.prepare(&sql)?;
            let ids = statement.query_map([], |row| row.get(0))?;
            found.extend(ids.collect::<std::result::Result<Vec<i64>, _>>()?);
        }
        Ok(found)
    }

    fn worded(
        &self,
        record: RecordRef,
        rule: String,
        cell: &str,
        kept: &Kept,
        aside: &Aside,
    ) -> Finding {
        let branch = placed(self, record, &rule, cell, kept);
        let say = |is_zh: bool| self.said(record, &rule, cell, branch, &kept.fills, is_zh);
        Finding {
            level: kept.level,
            record,
            items: branch.map_or_else(|| vec![cell.to_owned()], |branch| branch.items.clone()),
            zh: say(true),
            en: say(false),
            figures: figures(&kept.fills),
            standing: aside.as_stored(&rule, cell, &kept.standing),
            rule,
        }
    }

    /// Fills the message of a rule in one language.
    pub(super) fn said(
        &self,
        record: RecordRef,
        rule: &str,
        cell: &str,
        branch: Option<&Branch>,
        fills: &Fills,
        is_zh: bool,
    ) -> String {
        let Some(branch) = branch else {
            return rule.to_owned();
        };
        let mut text = branch.message.pick(!is_zh).to_owned();
        for (name, value) in fills {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        if let Some(item) = self.instrument.item(record.kind, cell) {
            text = text.replace("{item}", item.label.pick(!is_zh));
        }
        let list = branch
            .list
            .as_ref()
            .and_then(|list| self.instrument.lists.get(list));
        if let Some(list) = list {
            text = text.replace("{list}", list.label.pick(!is_zh));
        }
        text
    }
}

/// Writes the values of a message, in the order of their placeholders.
pub(super) fn figures(fills: &Fills) -> String {
    let said = fills.iter().filter(|(name, _)| *name != BRANCH);
    let values = said.map(|(name, value)| format!("{name}={value}"));
    values.collect::<Vec<_>>().join("\u{1}")
}
