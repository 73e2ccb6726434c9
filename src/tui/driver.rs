//! Runs events through `update` and `perform` until nothing is left to do.
//!
//! The loop and the test seam share it, so that both do the same.

use std::collections::VecDeque;

use crate::store::Access;

use super::effect::Effect;
use super::event::Event;
use super::model::App;
use super::perform::Performer;
use super::update::{absorb, update};

/// State and census file together.
pub(super) struct Driver {
    pub(super) app: App,
    pub(super) performer: Performer,
    /// Whether a `Deadline` was asked for and not yet given.
    pub(super) is_armed: bool,
}

impl Driver {
    /// Begins without having asked for anything.
    pub(super) const fn new(app: App, performer: Performer) -> Self {
        Self {
            app,
            performer,
            is_armed: false,
        }
    }

    /// Opens the census file without asking, and goes where work stopped.
    pub(super) fn open(&mut self, access: &Access) {
        let outcome = self.performer.open(access);
        let effects = absorb(&mut self.app, outcome);
        self.carry_out(effects);
    }

    /// Answers to an event, and to everything that follows from it.
    pub(super) fn handle(&mut self, event: Event) {
        if event == Event::Deadline {
            self.is_armed = false;
        }
        let is_typed = matches!(event, Event::Key(_) | Event::Paste(_) | Event::Stop(_));
        let effects = update(&mut self.app, event);
        self.carry_out(effects);
        let asked = self.app.may_be_asked().then(|| self.performer.account());
        if let Some(outcome) = asked.flatten() {
            let effects = absorb(&mut self.app, outcome);
            self.carry_out(effects);
        }
        if is_typed {
            let household = self.app.worked_on().filter(|_| self.app.is_running);
            if let Some(outcome) = self.performer.work_on(household) {
                let effects = absorb(&mut self.app, outcome);
                self.carry_out(effects);
            }
        }
    }

    /// Does what was asked for, and what that leads to.
    pub(super) fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut waiting: VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            match effect {
                Effect::Arm => self.is_armed = true,
                Effect::Quit => self.app.is_running = false,
                other => {
                    if let Some(outcome) = self.performer.perform(other) {
                        waiting.extend(absorb(&mut self.app, outcome));
                    }
                }
            }
        }
    }
}
