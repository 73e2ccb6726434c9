use super::session::Session;
use super::signoff::Told;
use super::status::state_key;
use crate::base::message::Message;
use crate::domain::division::codes;
use crate::domain::role::Role;
use crate::store::{Handshake, Note, Seal};

/// Says in lines how a unit stands.
pub(super) fn lines(session: &Session, told: &Told) -> Vec<String> {
    let head = Message::new("cli.signoff.unit")
        .with("unit", &told.node.path)
        .with("name", &told.node.name)
        .with("state", state_key(told.node.state));
    let mut lines = vec![session.say(&head)];
    let messages = handshake(&told.handshake)
        .into_iter()
        .chain(seal(&told.seal));
    lines.extend(messages.map(|message| session.say(&message)));
    for since in &told.changed {
        let message = Message::new("cli.signoff.changed")
            .with("path", codes(&since.path).join(" "))
            .with("items", since.items.join(", "))
            .with("by", &since.by)
            .with("at", &since.at);
        lines.push(session.say(&message));
    }
    if let Some(stance) = &told.stance {
        let soft: u64 = stance.soft_open.values().sum();
        let message = Message::new("cli.signoff.findings")
            .with("soft", soft)
            .with("confirmed", stance.soft_confirmed)
            .with("excepted", stance.excepted);
        lines.push(session.say(&message));
    }
    match told.blocks.as_deref() {
        Some([]) if matches!(told.seal, Seal::Intact(_)) => {}
        Some([]) => lines.push(session.wording.text("cli.signoff.free").to_owned()),
        Some(blocks) => {
            lines.push(session.wording.text("coverage.blocked").to_owned());
            lines.extend(blocks.iter().map(|block| {
                let place = codes(&block.path).join(" ");
                format!("  {place}: {}", session.say(&block.message()))
            }));
        }
        None => {}
    }
    lines
}

fn handshake(handshake: &Handshake) -> Vec<Message> {
    let Some(declared) = handshake.declaration() else {
        return vec![Message::new("cli.signoff.undeclared")];
    };
    let first = Message::new("cli.signoff.declared")
        .with("by", &declared.by)
        .with("role", role_key(&declared.role))
        .with("at", &declared.at)
        .with("households", declared.households)
        .with("persons", declared.persons);
    let second = match handshake {
        Handshake::Outdated(_) => Message::new("cli.signoff.outdated"),
        Handshake::Disputed(_, why) => said("cli.signoff.disputed", why),
        Handshake::Agreed(_, by) => said("cli.signoff.agreed", by),
        _ => Message::new("cli.signoff.unanswered"),
    };
    vec![first, second]
}

fn seal(seal: &Seal) -> Vec<Message> {
    let Some(signed) = seal.sign_off() else {
        return vec![Message::new("cli.signoff.unsigned")];
    };
    let first = Message::new("cli.signoff.signed")
        .with("by", &signed.by)
        .with("role", role_key(&signed.role))
        .with("at", &signed.at);
    let second = match seal {
        Seal::Broken { unsealed, .. } => Some(match unsealed {
            Some(why) => said("cli.signoff.unsealed", why),
            None => Message::new("cli.signoff.broken"),
        }),
        _ => None,
    };
    std::iter::once(first).chain(second).collect()
}

fn said(key: &'static str, note: &Note) -> Message {
    Message::new(key)
        .with("by", &note.by)
        .with("role", role_key(&note.role))
        .with("at", &note.at)
        .with("reason", &note.reason)
}

/// Returns the wording key of a role's name, or what stands there when it is none.
pub(super) fn role_key(id: &str) -> &str {
    id.parse().map_or(id, |role: Role| role.key())
}
