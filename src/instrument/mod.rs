//! Floor 3: the questionnaire as data: load it, refuse a broken one, say who is asked what.
//!
//! Called by the store (tables and statements), the checks (rules), the screens (labels, lists,
//! help), and the exchange (codebook, hash); imports the base, wording, and domain floors only.
//!
//! Invariants:
//! - Everything that is asked, offered, or checked on one item comes from `assets/instrument` or
//!   from the folder named by `LABOR_CENSUS_INSTRUMENT`; no code here knows an item by name.
//! - A condition is SQL that reads our tables and nothing else: the authorizer denies the rest.
//! - NULL means "not known yet"; only a true condition opens an item or raises a rule.
//! - A universe reads earlier items of its own record and items of the ancestors, so that one
//!   pass after another over the records ends.
//! - A broken questionnaire is refused as a whole, each fault with file, line, and remedy.

pub mod authorizer;
pub mod codebook;
pub mod compile;
mod embedded;
mod emit;
pub mod fault;
pub mod figure;
pub mod functions;
pub mod hash;
pub mod item;
pub mod item_type;
mod lint;
mod lint_rules;
pub mod list;
mod load;
mod load_figures;
mod load_items;
mod load_lists;
mod load_rules;
mod number;
mod questionnaire;
mod raw;
mod reach;
pub mod rule;
pub mod scan;
pub mod schema;
pub mod section;
pub mod setting;
pub mod statement;
mod token;
pub mod universe;

pub use fault::{Fault, InstrumentError};
pub use figure::Figure;
pub use item::{Column, Condition, Derived, Item, Place, Read, Required};
pub use item_type::{ItemType, Malformed};
pub use list::{Code, CodeList, Lists, Wording};
pub use questionnaire::{Instrument, KindItems, Registered};
pub use rule::{Branch, Claim, Enforced, Hint, Level, Rule};
pub use section::{Label, Section};
pub use setting::Setting;
