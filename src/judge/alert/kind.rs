//! The patterns looked for.

use crate::model::labelled;

labelled! {
    /// A pattern worth checking (handbook B3.2).
    AlertKind {
        Filled = "截止前加入、截止后离开", "in, then out again";
        Batch = "恰好达到人数", "exactly enough";
        Loss = "集中减少", "many gone at once";
        Returned = "集中退回原籍", "many returned home";
        Bounce = "往返转接", "there and back";
        Closed = "薄弱支部集中撤销", "weak branches closed";
        Phone = "手机号相同", "one phone for many";
        SameDay = "同日加入", "joined on one day";
        Silent = "书记未答申请", "requests unanswered";
    }
}

impl AlertKind {
    /// The word for it on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::Batch => "batch",
            Self::Loss => "loss",
            Self::Returned => "returned",
            Self::Bounce => "bounce",
            Self::Closed => "closed",
            Self::Phone => "phone",
            Self::SameDay => "same-day",
            Self::Silent => "silent",
        }
    }
}
