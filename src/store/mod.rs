//! Floor 4: the only SQL on the census file.
//!
//! Called by the checks, the exchange, the screens, and the verbs; imports the floors above it
//! only.
//!
//! Rooms:
//! - the file: `key`, `pen`, `open`, `create`, `migrate`, `schema`, `renew`, `backup`, `census`;
//! - events: `event`, `log`, `register`, `trail`, `rebuild`, `digest`, `undo`, `write`, `listing`;
//! - the row of a record: `layout`, `state`, `asked`, `project`, `complete`, `cell`, `tally`;
//! - who answers for what: `handshake`, `seal`, `since`, `thread`, `ledger`, `kept`;
//! - findings: `finding`, `touched` (which rules run), `resting` (on which values they rest),
//!   `standing` (confirmed, excepted), `twin`, `worded`, `judge` (for a check of an area);
//! - what screens and verbs read: `reader`, `range`, `record`, `node`, `node_state`, `form`,
//!   `rows`, `status`, `outcome`, `gap`, `gap_source`, `filter`, `search`, `lookup`, `place`;
//! - listing from a register: `prelist`, `prelist_steps`;
//! - loading in bulk: `load`, `load_row`, `load_chain`.
//!
//! Invariants:
//! - Events first: every change is an event, and the typed tables are its projection, written in
//!   the same durable transaction. `rebuild --check` proves that they agree.
//! - Nothing is deleted. A wrong row gets a disposition; an answer that does not apply is parked.
//! - One writer: whoever opens a file for writing holds its pen until it is closed.
//! - Causality rests on what an event replaces, never on a clock.
//! - What is local to a laptop (drafts, the resume point) is in tables of its own and in no event.
//!
//! Deliberately absent: a save key, a setting for less durable writes, a way to delete.

mod asked;
mod backup;
mod cell;
mod census;
mod complete;
mod create;
mod digest;
mod error;
mod event;
mod filter;
mod finding;
mod form;
mod gap;
mod gap_source;
mod handshake;
mod judge;
mod kept;
mod key;
mod layout;
mod ledger;
mod listing;
mod load;
mod load_chain;
mod load_row;
mod log;
mod lookup;
mod migrate;
mod node;
mod node_state;
mod open;
mod outcome;
mod pen;
mod place;
mod prelist;
mod prelist_steps;
mod project;
mod range;
mod reader;
mod rebuild;
mod record;
mod register;
mod renew;
mod resting;
mod rows;
mod schema;
mod seal;
mod search;
mod since;
mod standing;
mod state;
mod status;
mod tally;
mod thread;
mod touched;
mod trail;
mod twin;
mod undo;
mod worded;
mod write;

pub use backup::{Copied, Copier, restore};
pub use cell::{Cell, Status};
pub use census::{Census, Tools};
pub use create::{FrameChange, Setup};
pub use digest::Digest;
pub use error::{Fault, Result, StoreError};
pub use event::EventId;
pub use filter::Filter;
pub use finding::Finding;
pub use form::Form;
pub use gap::{Gap, GapCounts};
pub use handshake::{Declaration, Handshake, is_signable, signer};
pub use judge::{Breach, Figures, Subject};
pub use key::{Access, FileState, Passphrase};
pub use ledger::{ALONG, Balance, Ledger, OPEN};
pub use load::{Loader, Sheet, Typed};
pub use node::{Node, Window};
pub use node_state::NodeState;
pub use open::probe;
pub use place::Place;
pub use prelist::{Absent, Differing, Doubled, ORIGIN, Prelisted, listed_in_error};
pub use reader::{Reader, Round};
pub use rebuild::Rebuilt;
pub use record::RecordRef;
pub use seal::{Counts, Seal, Sealed, SignOff, SignedCounts};
pub use search::Hit;
pub use since::Since;
pub use standing::{Note, Standing};
pub use status::AreaStatus;
pub use tally::{Expected, Tally};
pub use thread::{Listed, Message, Thread, ThreadState};
pub use trail::{Break, Verified};
pub use twin::{Decision, Twin, Why};
pub use undo::Undone;
pub use write::Written;
