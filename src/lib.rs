//! stub
pub mod base;
pub mod domain;
pub mod instrument;
pub mod store;
pub mod wording;
