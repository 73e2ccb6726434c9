//! Placeholder until the screens are in.

fn main() {}
