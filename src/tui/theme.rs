//! From meanings to styles: four palettes, one of them without any color.
//!
//! The colored ones name ground and text by their values, so that the suite can hold the contrast
//! of each; the named colors of a terminal are whatever somebody made of them.
//!
//! With `NO_COLOR` a colored cell would lose bold and reverse too, because crossterm writes an
//! empty color sequence behind the attributes; so the mono palette uses default colors alone.
// tidy: colors

use ratatui::style::{Color, Modifier, Style};

/// A palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// On a dark ground.
    Dark,
    /// On a light ground.
    Light,
    /// For sunlight: black on white, nothing pale.
    HighContrast,
    /// Without colors.
    Mono,
}

/// What a piece of the screen means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Ordinary text.
    Plain,
    /// What is less important.
    Dim,
    /// A heading, or what one is in.
    Title,
    /// The one accent: what is next.
    Accent,
    /// What is selected.
    Selected,
    /// Done and good.
    Good,
    /// To be confirmed.
    Soft,
    /// Wrong.
    Hard,
    /// A preset or a derived value.
    Given,
    /// A key in the footer.
    Key,
    /// A line that separates.
    Rule,
}

impl Theme {
    /// Palettes that can be chosen, in the order in which a key cycles through them.
    pub const CHOICES: [Self; 3] = [Self::Dark, Self::Light, Self::HighContrast];

    /// Returns the word under which the choice is kept.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high_contrast",
            Self::Mono => "mono",
        }
    }

    /// Returns the palette after this one; from the one without colors nothing leads on, because
    /// somebody asked for no colors.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::HighContrast,
            Self::HighContrast => Self::Dark,
            Self::Mono => Self::Mono,
        }
    }

    /// Returns the style of the whole screen.
    #[must_use]
    pub const fn ground(self) -> Style {
        match self {
            Self::Mono => Style::new(),
            Self::Dark => Style::new()
                .fg(Color::Rgb(216, 220, 228))
                .bg(Color::Rgb(27, 30, 36)),
            Self::Light => Style::new()
                .fg(Color::Rgb(32, 32, 32))
                .bg(Color::Rgb(250, 248, 240)),
            Self::HighContrast => Style::new()
                .fg(Color::Rgb(0, 0, 0))
                .bg(Color::Rgb(255, 255, 255)),
        }
    }

    /// Returns the style of a meaning.
    #[must_use]
    pub const fn style(self, meaning: Meaning) -> Style {
        match self {
            Self::Mono => mono(meaning),
            Self::Dark => dark(meaning),
            Self::Light => light(meaning),
            Self::HighContrast => contrast(meaning),
        }
    }
}

const fn mono(meaning: Meaning) -> Style {
    let style = Style::new();
    match meaning {
        Meaning::Plain | Meaning::Good | Meaning::Given | Meaning::Rule => style,
        Meaning::Dim => style.add_modifier(Modifier::DIM),
        Meaning::Title | Meaning::Key | Meaning::Accent | Meaning::Soft => {
            style.add_modifier(Modifier::BOLD)
        }
        Meaning::Selected => style.add_modifier(Modifier::REVERSED),
        Meaning::Hard => style.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
    }
}

const fn dark(meaning: Meaning) -> Style {
    let style = Style::new();
    match meaning {
        Meaning::Plain => style,
        Meaning::Dim | Meaning::Rule => style.fg(Color::Rgb(150, 157, 168)),
        Meaning::Title => style.add_modifier(Modifier::BOLD),
        Meaning::Accent | Meaning::Key => style
            .fg(Color::Rgb(137, 221, 255))
            .add_modifier(Modifier::BOLD),
        Meaning::Selected => style.add_modifier(Modifier::REVERSED),
        Meaning::Good => style.fg(Color::Rgb(165, 214, 167)),
        Meaning::Soft => style.fg(Color::Rgb(255, 213, 128)),
        Meaning::Hard => style
            .fg(Color::Rgb(240, 113, 120))
            .add_modifier(Modifier::BOLD),
        Meaning::Given => style.fg(Color::Rgb(150, 180, 255)),
    }
}

const fn light(meaning: Meaning) -> Style {
    let style = Style::new();
    match meaning {
        Meaning::Plain => style,
        Meaning::Dim | Meaning::Rule => style.fg(Color::Rgb(110, 110, 110)),
        Meaning::Title => style.add_modifier(Modifier::BOLD),
        Meaning::Accent | Meaning::Key => style
            .fg(Color::Rgb(0, 80, 130))
            .add_modifier(Modifier::BOLD),
        Meaning::Selected => style.add_modifier(Modifier::REVERSED),
        Meaning::Good => style.fg(Color::Rgb(0, 95, 30)),
        Meaning::Soft => style.fg(Color::Rgb(130, 75, 0)),
        Meaning::Hard => style.fg(Color::Rgb(170, 0, 0)).add_modifier(Modifier::BOLD),
        Meaning::Given => style.fg(Color::Rgb(60, 50, 150)),
    }
}

const fn contrast(meaning: Meaning) -> Style {
    let style = Style::new();
    match meaning {
        Meaning::Plain | Meaning::Dim | Meaning::Rule | Meaning::Given | Meaning::Good => style,
        Meaning::Title | Meaning::Accent | Meaning::Key | Meaning::Soft => {
            style.add_modifier(Modifier::BOLD)
        }
        Meaning::Selected => style
            .fg(Color::Rgb(255, 255, 255))
            .bg(Color::Rgb(0, 0, 0))
            .add_modifier(Modifier::BOLD),
        Meaning::Hard => style.fg(Color::Rgb(150, 0, 0)).add_modifier(Modifier::BOLD),
    }
}
