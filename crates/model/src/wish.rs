//! What clients wish, as commands.

use domain::{
    AppointmentId, ContentChange, LockId, Version,
    lock::{Action, Actor, Answer, Command},
};
use uuid::Uuid;

/// A wish of a client, or of a sweeper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Wish {
    Acquire,
    Edit,
    Cancel,
    Release,
    AskControl,
    WithdrawControl,
    ApproveControl,
    RejectControl,
    AskRelease,
    ApproveRelease,
    ForceRelease,
    Settle,
}

impl Wish {
    /// Whether only the holder may.
    pub(crate) fn is_for_the_holder(self) -> bool {
        matches!(
            self,
            Self::Edit
                | Self::Cancel
                | Self::Release
                | Self::ApproveControl
                | Self::RejectControl
                | Self::ApproveRelease
        )
    }

    /// By someone who has seen this version; `becomes` is the holding that it may begin.
    pub(crate) fn command(self, actor: Actor, version: Version, becomes: LockId) -> Command {
        let action = match self {
            Self::Acquire => Action::Acquire { version, becomes, take_over: false },
            Self::Edit => {
                let note = Some(Some(becomes.to_string()));
                let change = Box::new(ContentChange { note, ..ContentChange::default() });
                Action::Edit { version, change, allow_overlap: None }
            }
            Self::Cancel => Action::Cancel { version, reason: None },
            Self::Release => Action::Release,
            Self::AskControl => Action::RequestControl { becomes },
            Self::WithdrawControl => Action::WithdrawControl,
            Self::ApproveControl => Action::AnswerControl { answer: Answer::Approve, requester: None },
            Self::RejectControl => Action::AnswerControl { answer: Answer::Reject, requester: None },
            Self::AskRelease => Action::RequestForceRelease,
            Self::ApproveRelease => Action::AnswerForceRelease { answer: Answer::Approve, requester: None },
            Self::ForceRelease => Action::ForceRelease { reason: "explored".to_owned() },
            Self::Settle => Action::Settle,
        };
        Command { appointment: AppointmentId(Uuid::nil()), actor, pinned_lock: None, precondition: None, action }
    }
}
