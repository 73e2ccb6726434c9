//! What the first page shows.

use crate::store::{Census, StoreError, ThreadState};
use crate::tui::effect::HomeData;

/// Reads the first page.
pub(super) fn read(census: &Census) -> Result<HomeData, StoreError> {
    let after = census.place()?;
    let after = after
        .as_ref()
        .map(|place| (place.record, place.item.as_deref()));
    let behind = census.next_gap("", after)?;
    let next = if behind.is_some() {
        behind
    } else {
        census.next_gap("", None)?
    };
    let now = census.clock().now();
    let backup = census.last_backup()?;
    let gaps = census.gap_counts(census.county())?;
    let count = |state| -> Result<u64, StoreError> {
        if gaps.returns == 0 {
            return Ok(0);
        }
        let listed = census.threads_below("", state)?;
        Ok(u64::try_from(listed.len()).unwrap_or(u64::MAX))
    };
    let empty = census.places("", "no_households")?;
    let empty = empty.map(|(_, group)| census.node(group)).transpose()?;
    Ok(HomeData {
        status: census.status(None)?,
        next,
        today: census.done_on(&now.format("%Y-%m-%d").to_string())?,
        backup_days: backup.map(|then| (now - then).num_days()),
        returns: (count(ThreadState::Asked)?, count(ThreadState::Answered)?),
        unlisted: empty,
        gaps,
    })
}
