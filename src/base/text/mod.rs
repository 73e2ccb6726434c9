//! Text as the screen and the register need it: measured, cut, wrapped, tidied, and found.
//!
//! Called by the domain (names and numbers), the store (search keys), and the screens.
//!
//! Invariants:
//! - [`width()`] is the one ruler for cells and agrees with what ratatui draws.
//! - No function splits a grapheme, and none counts bytes or characters as cells.
//! - Stored text is NFC, never NFKC: compatibility folding would change people's names.

mod clip;
mod normalize;
mod pinyin;
mod script;
mod veil;
mod width;
mod wrap;

pub use clip::{clip, clip_marked, clip_start, pad_end, pad_start};
pub use normalize::{PasteError, fold_width, paste, private_use, tidy_name, tidy_text};
pub use pinyin::{Fit, KEYS_MAX, fit, fold_variants, initials_of, keys, matches};
pub use script::to_traditional;
pub use veil::veil;
pub use width::{grapheme_width, width};
pub use wrap::wrap;
