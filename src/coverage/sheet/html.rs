//! A page as one HTML file that needs nothing but itself.

use super::page::{Holds, Page, Part, Signing, Table};

/// How it looks on paper; the foot of each page comes behind it.
const STYLE: &str = include_str!("../../../assets/sheet/sheet.css");

/// Writes a page as HTML.
pub(super) fn html(page: &Page) -> String {
    let mut out = Html::default();
    out.text.push_str("<!DOCTYPE html>\n");
    out.open("html", &[("lang", page.tag)]);
    out.open("head", &[]);
    out.text.push_str("<meta charset=\"utf-8\">\n");
    let title = format!("{} {}", page.title, page.unit);
    out.leaf("title", "", &title);
    out.text.push_str("<style>\n");
    out.text.push_str(STYLE);
    out.text.push_str(&foot(page));
    out.text.push_str("</style>\n");
    out.close("head");
    out.open("body", &[]);
    out.leaf("h1", "", &page.title);
    out.leaf("p", "unit", &page.unit);
    if let Some((large, why)) = &page.banner {
        out.open("div", &[("class", "banner")]);
        out.leaf("p", "large", large);
        out.open("ul", &[]);
        for line in why {
            out.leaf("li", "", line);
        }
        out.close("ul");
        out.close("div");
    }
    for part in &page.parts {
        out.part(part);
    }
    out.close("body");
    out.close("html");
    out.text
}

/// Returns the rules that name the sheet at the foot of each page.
fn foot(page: &Page) -> String {
    let words = page.banner.as_ref().map_or("", |(large, _)| large);
    format!(
        "@page {{ @bottom-left {{ content: \"{}\" }} @top-right {{ content: \"{}\" }} }}\n",
        quoted(&page.foot),
        quoted(words),
    )
}

/// Makes a text fit between the quotation marks of a style sheet.
fn quoted(text: &str) -> String {
    let quote = |c: char| {
        if c.is_ascii_alphanumeric() || c == ' ' {
            c.to_string()
        } else {
            format!("\\{:x} ", u32::from(c))
        }
    };
    text.chars().map(quote).collect()
}

/// HTML under way.
#[derive(Default)]
struct Html {
    text: String,
}

impl Html {
    fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(tag);
        for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.escaped(value);
            self.text.push('"');
        }
        self.text.push_str(">\n");
    }

    fn close(&mut self, tag: &str) {
        self.text.push_str("</");
        self.text.push_str(tag);
        self.text.push_str(">\n");
    }

    /// Writes an element that holds text alone.
    fn leaf(&mut self, tag: &str, class: &str, text: &str) {
        self.open(tag, &[("class", class)]);
        // The line feed behind the tag would show where white space is kept.
        self.text.pop();
        self.escaped(text);
        self.close(tag);
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\'' => self.text.push_str("&#39;"),
                c if c.is_control() => self.text.push(' '),
                c => self.text.push(c),
            }
        }
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Heading(heading) => self.leaf("h2", "", heading),
            Part::Facts(facts) => self.facts(facts),
            Part::Table(table) => self.table(table),
            Part::Lines(lines) => {
                for line in lines {
                    self.leaf("p", "", line);
                }
            }
            Part::Digits(lines) => {
                self.open("div", &[("class", "digits")]);
                for line in lines {
                    self.leaf("p", "", line);
                }
                self.close("div");
            }
            Part::Signing(signing) => self.signing(signing),
        }
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        self.open("table", &[("class", "facts")]);
        for (name, fact) in facts {
            self.open("tr", &[]);
            self.leaf("th", "", name);
            self.leaf("td", "", fact);
            self.close("tr");
        }
        self.close("table");
    }

    fn table(&mut self, table: &Table) {
        self.open("table", &[]);
        self.open("thead", &[]);
        self.open("tr", &[]);
        for column in &table.columns {
            self.leaf("th", class(column.holds), &column.heading);
        }
        self.close("tr");
        self.close("thead");
        self.open("tbody", &[]);
        for (at, row) in table.rows.iter().enumerate() {
            let is_sum = table.has_sum && at + 1 == table.rows.len();
            self.open("tr", &[("class", if is_sum { "sum" } else { "" })]);
            for (column, cell) in table.columns.iter().zip(row) {
                match (column.holds, is_sum) {
                    (Holds::Box, false) => {
                        self.text.push_str("<td class=\"box\"><span></span></td>\n");
                    }
                    _ => self.leaf("td", class(column.holds), cell),
                }
            }
            self.close("tr");
        }
        self.close("tbody");
        self.close("table");
    }

    fn signing(&mut self, signing: &Signing) {
        self.open("div", &[("class", "signing")]);
        self.leaf("p", "oath", &signing.oath);
        self.open("div", &[("class", "places")]);
        self.open("table", &[("class", "people")]);
        for (name, who) in &signing.people {
            self.open("tr", &[]);
            self.leaf("th", "", name);
            self.open("td", &[]);
            self.leaf("p", "known", who);
            self.leaf("p", "line", &signing.signature);
            self.leaf("p", "date", &signing.date);
            self.close("td");
            self.close("tr");
        }
        self.close("table");
        self.leaf("div", "stamp", &signing.stamp);
        self.close("div");
        self.close("div");
    }
}

const fn class(holds: Holds) -> &'static str {
    match holds {
        Holds::Words => "words",
        Holds::Word => "word",
        Holds::Number => "number",
        Holds::Box => "box",
    }
}
