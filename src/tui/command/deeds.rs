//! Doing things to rows: the menu, forms, the dry run, posts.

use super::{Command, Reason, Scope};
use crate::desk::Right;
use crate::model::Deed;
use crate::tui::app::App;
use crate::tui::{deeds, posts, transfers, tree};

fn can(app: &App, deed: Deed) -> Result<(), Reason> {
    deeds::free(app)?;
    deeds::able(app, deed).map(|_| ())
}

// What is added below the organisation under the cursor: a member to a branch, an organisation to any other.
fn added(app: &App) -> Deed {
    if can(app, Deed::OrgFound).is_ok() { Deed::OrgFound } else { Deed::MemberAdd }
}

// What is corrected: the row of the nearest thing at hand.
fn corrected(app: &App) -> Deed {
    use crate::model::Sort;
    match deeds::near(app).map(deeds::Thing::sort) {
        Some(Sort::Member) => Deed::MemberCorrect,
        Some(Sort::Post) => Deed::CadreCorrect,
        _ => Deed::OrgCorrect,
    }
}

const ADD: [[&str; 2]; 2] = [
    ["新增", "add"],
    ["团支部录入团员，其他组织成立下级组织", "a member to a branch, an organisation below any other"],
];
const CORRECT: [[&str; 2]; 2] = [["更正", "correct"], ["更正光标处的这一条", "correct what is under the cursor"]];
const POSTS: [[&str; 2]; 2] = [["班子", "posts"], ["这个组织的任职", "the posts of the organisation shown"]];
const MARK: [[&str; 2]; 2] = [["标记", "mark"], ["标记这一条，到下一条", "mark this one and go to the next"]];
const MARK_ALL: [[&str; 2]; 2] = [
    ["全标", "mark all"],
    ["标记列出的全部；都已标记时全部取消", "mark all that is listed; when all are, unmark them"],
];
const CLEAR: [[&str; 2]; 2] = [["清标", "clear marks"], ["取消所有标记", "take away all marks"]];
const REPORT: [[&str; 2]; 2] =
    [["报到", "report"], ["为标记的或光标处的团员办理报到", "report the members marked, or the one here"]];
const ANSWER: [[&str; 2]; 2] =
    [["同意", "agree"], ["同意标记的或光标处的申请", "agree to the requests marked, or to this one"]];
const REFUSE: [[&str; 2]; 2] =
    [["退回", "refuse"], ["退回标记的或光标处的申请", "refuse the requests marked, or this one"]];

fn some(app: &App) -> Result<(), Reason> {
    if deeds::marks(app) > 0 { Ok(()) } else { Err(Reason::new("没有标记", "nothing is marked")) }
}

pub const ALL: &[Command] = &[
    Command::new(
        "do",
        &["d"],
        Scope::Everywhere,
        ["办理", "do"],
        ["列出能对光标处或标记的对象办理的事项", "what can be done to what is marked or under the cursor"],
        deeds::menu,
    )
    .bar(68)
    .takes(Right::Edit)
    .when(deeds::any),
    Command::new(
        "redo",
        &["Ctrl-r"],
        Scope::Everywhere,
        ["重做", "redo"],
        ["重做经办人上一次撤销的办理", "do again what whoever acts took back last"],
        deeds::redo,
    )
    .takes(Right::Act)
    .when(|app| {
        deeds::free(app)?;
        if app.source.is_some() { Ok(()) } else { Err(Reason::new("还没有打开名册", "no register is open yet")) }
    }),
    Command::new("tree.add", &["a"], Scope::Tree, ADD[0], ADD[1], |app| deeds::begin(app, added(app)))
        .takes(Right::Edit)
        .when(|app| can(app, added(app))),
    Command::new("tree.correct", &["e"], Scope::Tree, CORRECT[0], CORRECT[1], |app| {
        deeds::begin(app, Deed::OrgCorrect)
    })
    .takes(Right::Edit)
    .when(|app| can(app, Deed::OrgCorrect)),
    Command::new("tree.posts", &["b"], Scope::Tree, POSTS[0], POSTS[1], posts::open).bar(50).when(shown),
    Command::new("detail.mark", &["Space"], Scope::Detail, MARK[0], MARK[1], tree::mark).bar(75).when(tree::listed),
    Command::new("detail.mark-all", &["V"], Scope::Detail, MARK_ALL[0], MARK_ALL[1], tree::mark_all).when(tree::listed),
    Command::new("detail.clear", &["U"], Scope::Detail, CLEAR[0], CLEAR[1], tree::clear).when(tree::some),
    Command::new("detail.add", &["a"], Scope::Detail, ADD[0], ADD[1], |app| deeds::begin(app, added(app)))
        .bar(66)
        .takes(Right::Edit)
        .when(|app| can(app, added(app))),
    Command::new("detail.correct", &["e"], Scope::Detail, CORRECT[0], CORRECT[1], |app| {
        deeds::begin(app, corrected(app))
    })
    .takes(Right::Edit)
    .when(|app| can(app, corrected(app))),
    Command::new("detail.report", &["r"], Scope::Detail, REPORT[0], REPORT[1], |app| {
        deeds::begin(app, Deed::MemberReport)
    })
    .takes(Right::Edit)
    .when(|app| can(app, Deed::MemberReport)),
    Command::new("detail.posts", &["b"], Scope::Detail, POSTS[0], POSTS[1], posts::open).bar(50).when(shown),
    Command::new("person.correct", &["e"], Scope::Person, CORRECT[0], CORRECT[1], |app| {
        deeds::begin(app, Deed::MemberCorrect)
    })
    .bar(66)
    .takes(Right::Edit)
    .when(|app| can(app, Deed::MemberCorrect)),
    Command::new("person.report", &["r"], Scope::Person, REPORT[0], REPORT[1], |app| {
        deeds::begin(app, Deed::MemberReport)
    })
    .takes(Right::Edit)
    .when(|app| can(app, Deed::MemberReport)),
    Command::new("transfers.mark", &["Space"], Scope::Transfers, MARK[0], MARK[1], transfers::mark)
        .bar(65)
        .when(transfers::marked),
    Command::new("transfers.mark-all", &["V"], Scope::Transfers, MARK_ALL[0], MARK_ALL[1], transfers::mark_all)
        .when(transfers::marked),
    Command::new("transfers.clear", &["U"], Scope::Transfers, CLEAR[0], CLEAR[1], transfers::clear).when(some),
    Command::new("transfers.answer", &["a"], Scope::Transfers, ANSWER[0], ANSWER[1], |app| {
        deeds::begin(app, Deed::TransferAnswer)
    })
    .bar(85)
    .takes(Right::Edit)
    .when(|app| can(app, Deed::TransferAnswer)),
    Command::new("transfers.refuse", &["r"], Scope::Transfers, REFUSE[0], REFUSE[1], |app| {
        deeds::begin(app, Deed::TransferRefuse)
    })
    .bar(84)
    .takes(Right::Edit)
    .when(|app| can(app, Deed::TransferRefuse)),
    Command::new("request.answer", &["a"], Scope::Request, ANSWER[0], ANSWER[1], |app| {
        deeds::begin(app, Deed::TransferAnswer)
    })
    .bar(88)
    .takes(Right::Edit)
    .when(|app| can(app, Deed::TransferAnswer)),
    Command::new("request.refuse", &["r"], Scope::Request, REFUSE[0], REFUSE[1], |app| {
        deeds::begin(app, Deed::TransferRefuse)
    })
    .bar(87)
    .takes(Right::Edit)
    .when(|app| can(app, Deed::TransferRefuse)),
    Command::new("posts.mark", &["Space"], Scope::Posts, MARK[0], MARK[1], posts::mark).bar(80).when(post),
    Command::new("posts.mark-all", &["V"], Scope::Posts, MARK_ALL[0], MARK_ALL[1], posts::mark_all).when(post),
    Command::new("posts.clear", &["U"], Scope::Posts, CLEAR[0], CLEAR[1], posts::clear).when(some),
    Command::new(
        "posts.do",
        &["Enter"],
        Scope::Posts,
        ["办理", "do"],
        ["对这一任职能办的事项；没有任职时可任命", "what can be done to this post; appoints where there is none"],
        deeds::menu,
    )
    .bar(90)
    .takes(Right::Edit)
    .when(deeds::any),
    Command::new(
        "posts.appoint",
        &["a"],
        Scope::Posts,
        ["任命", "appoint"],
        ["任命一名团干", "appoint a cadre"],
        |app| deeds::begin(app, Deed::CadreAppoint),
    )
    .bar(85)
    .takes(Right::Edit)
    .when(|app| can(app, Deed::CadreAppoint)),
    Command::new(
        "posts.onboard",
        &["o"],
        Scope::Posts,
        ["入驻", "onboard"],
        ["为这一任职登记入驻移动端", "take this cadre up on the mobile desk"],
        |app| deeds::begin(app, Deed::CadreOnboard),
    )
    .bar(75)
    .takes(Right::Edit)
    .when(|app| can(app, Deed::CadreOnboard)),
    Command::new("posts.correct", &["e"], Scope::Posts, CORRECT[0], CORRECT[1], |app| {
        deeds::begin(app, Deed::CadreCorrect)
    })
    .bar(70)
    .takes(Right::Edit)
    .when(|app| can(app, Deed::CadreCorrect)),
    Command::new(
        "menu.choose",
        &["Enter"],
        Scope::Menu,
        ["办理", "do"],
        ["填这一事项的表", "fill in the form of this"],
        deeds::choose,
    )
    .bar(90),
    Command::new(
        "fill.accept",
        &["Enter"],
        Scope::Fill,
        ["下一项", "next"],
        [
            "取选中的词或组织，到下一项；最后一项时预览",
            "take what is offered, on to the next; from the last, the dry run",
        ],
        deeds::accept,
    )
    .bar(90),
    Command::new(
        "fill.submit",
        &["Ctrl-s", "F2"],
        Scope::Fill,
        ["预览", "dry run"],
        ["核对全表，列出将会变更的每一处", "check the form and list every effect"],
        deeds::submit,
    )
    .bar(85),
    Command::new(
        "fill.next",
        &["Tab"],
        Scope::Fill,
        ["换项", "next field"],
        ["取选中的，到下一项", "take what is offered and go to the next field"],
        |app| deeds::turn(app, 1, true),
    )
    .bar(80),
    Command::new(
        "fill.last",
        &["BackTab"],
        Scope::Fill,
        ["上一项", "field before"],
        ["到上一项", "to the field before"],
        |app| deeds::turn(app, -1, true),
    ),
    Command::new(
        "fill.down",
        &["Down"],
        Scope::Fill,
        ["下移", "down"],
        ["下一项，或下一个备选", "the next field, or the next offer"],
        |app| deeds::turn(app, 1, false),
    ),
    Command::new(
        "fill.up",
        &["Up"],
        Scope::Fill,
        ["上移", "up"],
        ["上一项，或上一个备选", "the field before, or the offer before"],
        |app| deeds::turn(app, -1, false),
    ),
    Command::new(
        "fill.word",
        &["Ctrl-n"],
        Scope::Fill,
        ["下一词", "next word"],
        ["下一个词；选项也可用左右键", "the next word of the list; left and right do it too"],
        |app| deeds::turn_word(app, 1),
    ),
    Command::new(
        "fill.word-before",
        &["Ctrl-p"],
        Scope::Fill,
        ["上一词", "word before"],
        ["上一个词", "the word before in the list"],
        |app| deeds::turn_word(app, -1),
    ),
    Command::new(
        "fill.restore",
        &["Ctrl-r"],
        Scope::Fill,
        ["还原", "restore"],
        ["这一项还原为原来的内容", "bring back what stood in this field"],
        deeds::restore,
    )
    .bar(60),
    Command::new(
        "fill.editor",
        &["Ctrl-x"],
        Scope::Fill,
        super::layers::EDITOR[0],
        super::layers::EDITOR[1],
        crate::tui::app::edit,
    )
    .when(crate::tui::app::editable),
    Command::new(
        "fill.leave",
        &["Esc", "Ctrl-g", "Ctrl-c"],
        Scope::Fill,
        ["放弃", "give up"],
        ["关闭备选或表；填过内容时再按一次", "close the list or the form; once more where something was typed"],
        deeds::leave,
    )
    .bar(5),
    Command::new(
        "dry.do",
        &["Enter"],
        Scope::DryRun,
        ["办理", "do it"],
        ["照预览办理并保存", "do it as shown, and save"],
        deeds::carry_out,
    )
    .bar(90),
    Command::new(
        "dry.back",
        &["Esc", "q", "h", "Left", "Backspace", "Ctrl-g", "Ctrl-c"],
        Scope::DryRun,
        ["修改", "back"],
        ["回到表里修改，已填的都在", "back to the form with all that was typed"],
        deeds::back,
    )
    .bar(80),
];

fn shown(app: &App) -> Result<(), Reason> {
    if app.tree.of.is_some() && app.standing.is_some() {
        Ok(())
    } else {
        Err(Reason::new("正在读取名册", "the register is being read"))
    }
}

fn post(app: &App) -> Result<(), Reason> {
    match app.asked_about() {
        Some(crate::tui::app::Layer::Posts(state)) if state.len() > 0 => Ok(()),
        _ => Err(Reason::new("还没有任职", "there is no post")),
    }
}
