//! The one table of commands. Footer, help, palette, and README have no other source.
//!
//! Each command has a key that no input method swallows, and a second way by an Alt or Ctrl
//! chord, because terminals grab some function keys. No key stands twice, so none can clash.

use std::fmt::Write as _;

use crate::wording::Wording;

use super::keymap::spell;

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Id {
    /// Goes on: accepts, opens, answers.
    Next,
    /// Goes to the next field without answering.
    NextField,
    /// Goes to the field before.
    PreviousField,
    /// Moves up.
    Up,
    /// Moves down.
    Down,
    /// Moves left, up one level, or the caret.
    Left,
    /// Moves right, down one level, or the caret.
    Right,
    /// Goes to the first line.
    First,
    /// Goes to the last line.
    Last,
    /// Goes a page up, in a form to the record before.
    PageUp,
    /// Goes a page down, in a form to the record after.
    PageDown,
    /// Goes back; what was typed is kept.
    Back,
    /// Shows the keys and the help of the item.
    Help,
    /// Goes to the next gap, or lists the gaps.
    NextGap,
    /// Settles what was found.
    Confirm,
    /// Closes the household.
    Close,
    /// Runs all rules over the area.
    Check,
    /// Goes to the next item that what was found involves.
    Jump,
    /// Finds a household or person.
    Find,
    /// Offers the choices of the item, refused and unknown among them.
    Choices,
    /// Shows how complete the area is.
    Review,
    /// Gives the result of a visit, or takes a wrong row out.
    Disposition,
    /// Writes a note.
    Note,
    /// Switches the language.
    Language,
    /// Exports and backs up.
    Exchange,
    /// Lists a new unit here.
    Add,
    /// Stores that the answer was refused.
    Refused,
    /// Stores that the answer is not known.
    Unknown,
    /// Takes the last change back.
    Undo,
    /// Lists all commands.
    Palette,
    /// Goes to the first page.
    Home,
    /// Switches the colors.
    Theme,
    /// Switches between the marks and plain ones of ASCII.
    Marks,
    /// Says who is at the keyboard.
    Person,
    /// Declares that nothing of a unit is missed, or answers to that.
    Declare,
    /// Signs a unit, or shows what keeps it from being signed.
    Sign,
    /// Takes a sign-off back.
    Unseal,
    /// Writes the sheet of a unit, to be printed.
    Print,
    /// Returns a record or an item with a question.
    Return,
    /// Shows what was returned of a record, and what was answered.
    Threads,
    /// Shows only units in which something is open, or all again.
    Problems,
    /// Leaves the program; everything is already stored.
    Quit,
}

/// Under which heading a command is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Moving about.
    Move,
    /// Entering answers.
    Enter,
    /// Looking for what is open.
    Look,
    /// The program itself.
    Program,
}

impl Group {
    /// Every group in the order of the help.
    pub const ALL: [Self; 4] = [Self::Move, Self::Enter, Self::Look, Self::Program];

    /// Wording key of the heading.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Move => "tui.group.move",
            Self::Enter => "tui.group.enter",
            Self::Look => "tui.group.look",
            Self::Program => "tui.group.program",
        }
    }
}

/// One command of the table.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// What it is.
    pub id: Id,
    /// Heading it stands under.
    pub group: Group,
    /// Keys, the one to show first.
    pub keys: &'static [&'static str],
    /// Wording key of its short name.
    pub name: &'static str,
    /// Wording key of its help line.
    pub help: &'static str,
}

macro_rules! commands {
    ($($id:ident $group:ident [$($key:literal),+] $word:literal;)+) => {
        /// Every command of the program.
        pub const COMMANDS: &[Command] = &[$(Command {
            id: Id::$id,
            group: Group::$group,
            keys: &[$($key),+],
            name: concat!("tui.command.", $word),
            help: concat!("tui.command_help.", $word),
        }),+];
    };
}

// Shift and F3 arrive as a report of the cursor from most terminals, so no command has them.
commands! {
    Next Move ["Enter", "C-j"] "next";
    NextField Move ["Tab", "C-f"] "next_field";
    PreviousField Move ["S-Tab", "C-b"] "previous_field";
    Up Move ["Up", "A-k"] "up";
    Down Move ["Down", "A-j"] "down";
    Left Move ["Left", "A-,"] "left";
    Right Move ["Right", "A-."] "right";
    First Move ["Home", "C-a"] "first";
    Last Move ["End", "C-e"] "last";
    PageUp Move ["PgUp", "A-Up"] "page_up";
    PageDown Move ["PgDn", "A-Down"] "page_down";
    Back Move ["Esc", "C-g"] "back";
    Home Move ["A-Home", "A-m"] "home";
    Choices Enter ["F4", "A-c"] "choices";
    Refused Enter ["A--", "A-r"] "refused";
    Unknown Enter ["A-/", "A-u"] "unknown";
    Add Enter ["Ins", "A-n"] "add";
    Disposition Enter ["F6", "A-d"] "disposition";
    Close Enter ["S-F6", "C-d"] "close";
    Confirm Enter ["F11", "A-o"] "confirm";
    Return Enter ["S-F7", "A-q"] "return";
    Threads Enter ["S-F2", "C-r"] "threads";
    Note Enter ["F7", "A-t"] "note";
    Undo Enter ["F12", "C-z"] "undo";
    NextGap Look ["F2", "A-g"] "next_gap";
    Jump Look ["A-;", "A-i"] "jump";
    Find Look ["F3", "A-f"] "find";
    Review Look ["F5", "A-v"] "review";
    Problems Look ["A-=", "C-o"] "problems";
    Declare Look ["S-F1", "A-a"] "declare";
    Sign Look ["S-F10", "A-s"] "sign";
    Unseal Look ["S-F11", "A-z"] "unseal";
    Print Look ["S-F12", "A-b"] "print";
    Check Look ["S-F5", "A-e"] "check";
    Help Program ["F1", "A-h"] "help";
    Person Program ["S-F4", "A-p"] "person";
    Language Program ["F8", "A-l"] "language";
    Theme Program ["S-F8", "A-y"] "theme";
    Marks Program ["S-F9", "A-w"] "marks";
    Exchange Program ["F9", "A-x"] "exchange";
    Palette Program ["F10", "C-p"] "palette";
    Quit Program ["C-q", "A-End"] "quit";
}

/// Finds a command of the table.
///
/// # Panics
/// Never: the suite holds the table and the list of commands together.
#[must_use]
pub fn command(id: Id) -> &'static Command {
    COMMANDS
        .iter()
        .find(|command| command.id == id)
        .expect("the table has every command; the suite holds both together")
}

/// Writes the table of keys as it stands in the README.
#[must_use]
pub fn command_table_markdown(wording: &Wording) -> String {
    let mut table = format!(
        "| {} | {} | {} |\n|---|---|---|\n",
        wording.text("tui.table.key"),
        wording.text("tui.table.also"),
        wording.text("tui.table.does"),
    );
    for group in Group::ALL {
        for command in COMMANDS.iter().filter(|command| command.group == group) {
            let mut keys = command.keys.iter().map(|key| spell(key));
            let first = keys.next().unwrap_or_default();
            let also = keys.collect::<Vec<_>>().join(", ");
            let (name, help) = (wording.text(command.name), wording.text(command.help));
            // Writing to a String cannot fail.
            let _ = writeln!(table, "| {first} | {also} | {name}: {help} |");
        }
    }
    table
}
