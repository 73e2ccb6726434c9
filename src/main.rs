//! Opens the program.

fn main() {}
