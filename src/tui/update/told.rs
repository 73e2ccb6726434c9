//! What came of a deed changes the state.

use crate::base::message::Message;
use crate::tui::deed::Told;
use crate::tui::effect::Effect;
use crate::tui::model::{App, Tone, unit};

use super::{ask, declare, letters, people, reread, sign};

/// Takes what came of a deed.
pub fn told(app: &mut App, told: Told) -> Vec<Effect> {
    match told {
        Told::Staff(staff) => people::show(app, staff),
        Told::SignedIn(who) => return people::signed_in(app, who),
        Told::Stand(stand) => declare::show(app, *stand),
        Told::Weighed(weighed) => sign::show(app, *weighed),
        Told::Threads { node, threads } => letters::show(app, *node, threads),
        Told::Late { record, unit, by } => ask::late(app, record, &unit, by),
        Told::Done {
            at,
            key,
            node,
            weigh,
        } => {
            app.saved_at = Some(at);
            let message = Message::new(key).with("unit", unit::unit(app, &node));
            app.say(Tone::Good, message);
            let mut effects = reread(app);
            if let Some(unit) = weigh {
                app.overlays.pop();
                effects.extend(sign::weigh(app, unit));
            }
            return effects;
        }
    }
    Vec::new()
}
