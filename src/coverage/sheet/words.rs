use super::page::{Page, Part, Signing};
use super::{Place, Sheet, below, counts, lists};
use crate::base::message::Message;
use crate::domain::division::DivisionCode;
use crate::domain::kind::Kind;
use crate::domain::role::Role;
use crate::instrument::Label;
use crate::store::{Declaration, Handshake, NodeState, Note, Seal, SignOff};
use crate::wording::{Language, Wording};

/// Hexadecimal digits that are read at a glance.
const DIGEST_GROUP: usize = 4;
/// Groups of digits in a line.
const DIGEST_LINE: usize = 8;
/// Digits of a moment down to the minute.
const MINUTE: usize = 16;

/// Puts a sheet into words.
pub(super) struct Words<'a> {
    pub(super) wording: Wording,
    pub(super) sheet: &'a Sheet,
}

/// Returns a sheet in the words of a language.
pub(super) fn page(sheet: &Sheet, language: Language) -> Page {
    let words = Words {
        wording: Wording::new(language),
        sheet,
    };
    words.page()
}

impl Words<'_> {
    fn page(&self) -> Page {
        let county = self.sheet.place.first().map_or("", |place| &place.name);
        let title = Message::new("coverage.sheet.title")
            .with("county", county)
            .with("round", self.sheet.status.round);
        let mut parts = vec![Part::Facts(self.facts())];
        parts.extend(counts::parts(self));
        parts.extend(below::parts(self));
        parts.extend(lists::parts(self));
        parts.extend(self.origin());
        parts.push(Part::Signing(self.signing()));
        Page {
            tag: match self.wording.language() {
                Language::ZhHans => "zh-CN",
                Language::ZhHant => "zh-Hant",
                Language::En => "en",
            },
            title: self.say(&title),
            unit: self.unit(),
            banner: self.banner(),
            foot: self.foot(),
            parts,
        }
    }

    pub(super) fn text(&self, key: &'static str) -> String {
        self.wording.text(key).to_owned()
    }

    pub(super) fn say(&self, message: &Message) -> String {
        self.wording.say(message)
    }

    pub(super) fn label(&self, label: &Label) -> String {
        self.wording.label(&label.zh, &label.en).into_owned()
    }

    /// Returns the sentence of a key that takes a number.
    pub(super) fn count(&self, key: &'static str, count: u64) -> String {
        self.say(&Message::new(key).with("count", count))
    }

    /// Says who did something, in which role, and when.
    pub(super) fn who(&self, by: &str, role: &str, at: &str) -> String {
        let role = role.parse().map_or(role, |role: Role| role.key());
        let message = Message::new("coverage.sheet.who")
            .with("by", by)
            .with("role", role)
            .with("at", minute(at));
        self.say(&message)
    }

    /// Says what a unit is called.
    pub(super) fn named(&self, place: &Place) -> String {
        let key = match place.kind {
            Kind::Group => "coverage.sheet.group",
            Kind::Household => "coverage.sheet.household",
            Kind::Episode => "coverage.sheet.episode",
            _ => "coverage.sheet.named",
        };
        let message = Message::new(key)
            .with("number", &place.number)
            .with("name", &place.name);
        self.say(&message).trim_end().to_owned()
    }

    /// Says where a record is, from the unit of the sheet down.
    pub(super) fn place(&self, place: &[Place]) -> String {
        let above = self.sheet.place.len().min(place.len().saturating_sub(1));
        let steps = place.iter().skip(above).map(|step| self.named(step));
        steps.collect::<Vec<_>>().join(" ")
    }

    fn unit(&self) -> String {
        let names = self.sheet.place.iter().map(|place| self.named(place));
        names.collect::<Vec<_>>().join(" ")
    }

    pub(super) fn kind(&self) -> Kind {
        self.sheet.stance.unit.kind
    }

    fn banner(&self) -> Option<(String, Vec<String>)> {
        let key = match &self.sheet.stance.seal {
            Seal::Intact(_) => return None,
            Seal::Broken { .. } => "coverage.sheet.broken",
            Seal::Unsigned => "coverage.sheet.draft",
        };
        let lines = if self.sheet.stance.blocks.is_empty() {
            vec![self.text("coverage.sheet.free")]
        } else {
            self.blocks()
        };
        Some((self.text(key), lines))
    }

    /// Says what speaks against a sign-off, each with the first place to go to.
    pub(super) fn blocks(&self) -> Vec<String> {
        let blocks = self.sheet.stance.blocks.iter();
        let lines = blocks.zip(&self.sheet.blocked_at).map(|(block, place)| {
            let what = self.say(&block.message());
            if block.record == self.sheet.stance.unit {
                return what;
            }
            let at = Message::new("coverage.sheet.first_at")
                .with("what", what)
                .with("place", self.place(place));
            self.say(&at)
        });
        lines.collect()
    }

    fn facts(&self) -> Vec<(String, String)> {
        let sheet = self.sheet;
        let stance = &sheet.stance;
        let code = &sheet.status.area;
        let code = code
            .parse()
            .map_or_else(|_| code.clone(), |code: DivisionCode| code.printed());
        let mut facts = vec![
            ("coverage.sheet.code", code),
            ("coverage.sheet.reference", sheet.reference_date.to_string()),
            ("coverage.sheet.state", self.state()),
        ];
        let undeclared = || self.text("coverage.sheet.undeclared");
        let declared = stance.handshake.declaration();
        let declared = declared.map_or_else(undeclared, |declared| self.declared(declared));
        facts.push(("coverage.sheet.declared", declared));
        match &stance.handshake {
            Handshake::Agreed(_, note) => {
                let who = self.who(&note.by, &note.role, &note.at);
                facts.push(("coverage.sheet.agreed", who));
            }
            Handshake::Disputed(_, note) => {
                facts.push(("coverage.sheet.disputed", self.reasoned(note)));
            }
            _ => {}
        }
        if let Some(signed) = stance.seal.sign_off() {
            facts.push(("coverage.sheet.signed", self.signed(signed)));
        }
        match &stance.seal {
            Seal::Broken {
                unsealed: Some(note),
                ..
            } => {
                facts.push(("coverage.sheet.unsealed", self.reasoned(note)));
            }
            Seal::Broken { unsealed: None, .. } => {
                let none = self.text("coverage.unexplained");
                facts.push(("coverage.sheet.unsealed", none));
            }
            _ => {}
        }
        let named = facts.into_iter().map(|(key, fact)| (self.text(key), fact));
        named.collect()
    }

    fn state(&self) -> String {
        self.text(match &self.sheet.stance.seal {
            Seal::Intact(_) => "coverage.sheet.valid",
            Seal::Broken { .. } => "coverage.sheet.changed_state",
            Seal::Unsigned => state_key(self.sheet.status.state),
        })
    }

    fn declared(&self, declared: &Declaration) -> String {
        let who = self.who(&declared.by, &declared.role, &declared.at);
        let message = Message::new("coverage.sheet.declared_numbers")
            .with("who", who)
            .with("households", declared.households)
            .with("persons", declared.persons);
        self.say(&message)
    }

    pub(super) fn reasoned(&self, note: &Note) -> String {
        let message = Message::new("coverage.sheet.reasoned")
            .with("who", self.who(&note.by, &note.role, &note.at))
            .with("reason", crate::base::text::veil(&note.reason));
        self.say(&message)
    }

    fn signed(&self, signed: &SignOff) -> String {
        self.who(&signed.by, &signed.role, &signed.at)
    }

    /// Says what a result means.
    pub(super) fn result(&self, kind: Kind, code: &str) -> String {
        let mut known = self.sheet.results.iter();
        let word = known.find(|word| word.kind == kind && word.code == code);
        word.map_or_else(|| code.to_owned(), |word| self.label(&word.label))
    }

    /// Says from which content and which program the sheet comes.
    fn origin(&self) -> Vec<Part> {
        let sheet = self.sheet;
        let mut parts = vec![Part::Heading(self.text("coverage.sheet.digest"))];
        let signed = sheet.stance.seal.sign_off();
        if let Some(signed) = signed.filter(|signed| signed.answers != sheet.digest) {
            parts.push(Part::Lines(vec![self.text("coverage.sheet.digest_signed")]));
            parts.push(Part::Digits(digits(&signed.answers)));
            parts.push(Part::Lines(vec![self.text("coverage.sheet.digest_now")]));
        }
        parts.push(Part::Digits(digits(&sheet.digest)));
        let printed = Message::new("coverage.sheet.printed")
            .with("version", sheet.version)
            .with("edition", sheet.edition)
            .with("at", sheet.printed.format("%Y-%m-%d %H:%M"));
        let lines = vec![self.text("coverage.sheet.digest_why"), self.say(&printed)];
        parts.push(Part::Lines(lines));
        parts
    }

    fn foot(&self) -> String {
        let digest = digits(&self.sheet.digest)
            .into_iter()
            .next()
            .unwrap_or_default();
        let first = digest.split(' ').take(2).collect::<Vec<_>>().join(" ");
        format!("{}  {first}", self.sheet.status.area)
    }

    fn signing(&self) -> Signing {
        let stance = &self.sheet.stance;
        let is_valid = matches!(stance.seal, Seal::Intact(_));
        let declared = stance.handshake.declaration();
        let declared = declared.map(|by| self.who(&by.by, &by.role, &by.at));
        let agreed = match &stance.handshake {
            Handshake::Agreed(_, note) => Some(self.who(&note.by, &note.role, &note.at)),
            _ => None,
        };
        let signed = stance.seal.sign_off().filter(|_| is_valid);
        let signed = signed.map(|signed| self.signed(signed));
        let is_group = self.kind() == Kind::Group;
        let head = is_group.then_some(("coverage.sheet.head", None));
        let people = [
            ("coverage.sheet.declarer", declared),
            ("coverage.sheet.reviewer", agreed),
            ("coverage.sheet.signer", signed),
        ];
        let (oath, stamp) = if is_valid {
            ("coverage.sheet.oath", "coverage.sheet.stamp")
        } else {
            ("coverage.sheet.no_oath", "coverage.sheet.no_stamp")
        };
        Signing {
            oath: self.say(&Message::new(oath).with("unit", self.unit())),
            people: people
                .into_iter()
                .chain(head)
                .map(|(key, who): (_, Option<String>)| (self.text(key), who.unwrap_or_default()))
                .collect(),
            signature: self.text("coverage.sheet.signature"),
            date: self.text("coverage.sheet.date"),
            stamp: self.text(stamp),
        }
    }
}

/// Returns the wording key of a state.
pub(super) const fn state_key(state: NodeState) -> &'static str {
    match state {
        NodeState::NotStarted => "coverage.sheet.not_started",
        NodeState::InProgress => "coverage.sheet.in_progress",
        NodeState::Complete => "coverage.sheet.complete",
        NodeState::Signed => "coverage.sheet.signed_state",
        NodeState::Returned => "coverage.sheet.returned_state",
        NodeState::Changed => "coverage.sheet.changed_state",
        NodeState::Disposed => "coverage.sheet.disposed",
    }
}

/// Writes a number, or that nobody knows it.
pub(super) fn number(number: Option<u64>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}

/// Returns a moment down to the minute.
pub(super) fn minute(at: &str) -> String {
    at.get(..MINUTE).unwrap_or(at).replace('T', " ")
}

/// Returns a digest in groups of digits, some to a line.
fn digits(digest: &str) -> Vec<String> {
    let digits: Vec<char> = digest.chars().collect();
    let groups: Vec<String> = digits
        .chunks(DIGEST_GROUP)
        .map(|group| group.iter().collect())
        .collect();
    groups
        .chunks(DIGEST_LINE)
        .map(|line| line.join(" "))
        .collect()
}
