//! The fast tests, in one binary. Each topic is one file of this folder.

mod files;
mod text;
