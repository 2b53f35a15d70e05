//! Every command against every role, what is revealed, and the locked screen.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::desk::{Right, Who};
use crate::lang::Lang::{En, Zh};
use crate::store::seal::{Operator, Role};
use crate::tui::app::{Exit, Msg};
use crate::tui::story::{Story, county, options};
use crate::tui::{Lock, Start, command, fixture};

const WIDE: (u16, u16) = (120, 36);
const ROLES: [Role; 4] = [Role::Viewer, Role::Operator, Role::Reviewer, Role::Keeper];

fn who(role: Role) -> Who {
    Who::operator(Operator { name: "县委值班".into(), role, scope: None })
}

fn at_work(role: Role) -> Story {
    let mut story = county(Zh, WIDE);
    story.app.who = who(role);
    story.app.by = "县委值班".into();
    story
}

#[test]
fn every_command_says_to_every_role_what_it_may_not() {
    // What takes more than looking; whatever is added to the registry is looked at here.
    let takes = |id: &str| match id {
        "finding.assign" | "finding.note" | "finding.explain" | "finding.snooze" | "finding.exempt" => Right::Act,
        "finding.repeat" | "sitting.turn" | "undo" | "redo" => Right::Act,
        "do" | "tree.add" | "tree.correct" | "detail.add" | "detail.correct" | "detail.report" | "person.correct"
        | "person.report" | "transfers.answer" | "transfers.refuse" | "request.answer" | "request.refuse"
        | "posts.do" | "posts.appoint" | "posts.onboard" | "posts.correct" => Right::Edit,
        "person.reveal" => Right::Reveal,
        "erase.accept" => Right::Erase,
        _ => Right::Read,
    };
    for role in ROLES {
        let story = at_work(role);
        for command in command::all() {
            assert_eq!(command.takes, takes(command.id), "{}", command.id);
            let may = who(role).may(command.takes);
            let refused = command.ready(&story.app).err().map(|reason| reason.text(Zh).into_owned());
            match may {
                Ok(()) => assert!(refused.is_none_or(|said| !said.contains("不能")), "{role:?} {}", command.id),
                Err(why) => assert_eq!(refused, Some(why.say(Zh)), "{role:?} {}", command.id),
            }
        }
    }
}

#[test]
fn a_viewer_is_told_why_and_nothing_happens() {
    let mut story = at_work(Role::Viewer);
    for key in ["a", "n", "e", "s", "w", "u"] {
        story.keys(&format!("2{key}")).sees("查看者不能办理问题：至少要操作者");
        assert!(story.app.layers.is_empty(), "{key}");
    }
    story.app.look.lang = En;
    story.keys("a").sees("a viewer cannot act on findings: that takes an operator");
}

#[test]
fn a_viewer_is_told_before_any_form_opens() {
    let mut story = at_work(Role::Viewer);
    for keys in ["d", "a", "e", "/石桥<Enter>d", "<Enter>r"] {
        story.keys(keys).sees("查看者不能改动数据：至少要操作者");
        assert!(story.app.layers.is_empty(), "{keys}");
    }
    story.app.look.lang = En;
    story.keys("d").sees("a viewer cannot change rows: that takes an operator");
}

#[test]
fn an_operator_asks_for_exemption_and_a_reviewer_answers() {
    let mut story = at_work(Role::Operator);
    story.keys("2w").keys("j<Enter>").sees("操作者不能批准或不予豁免：至少要审核者");
    story.keys("wjj<Enter>").sees("操作者不能批准或不予豁免");
    story
        .keys("w<Enter>")
        .sees("申请豁免 · ")
        .misses("经办")
        .keys("30<Enter>撤销在办<Enter>")
        .sees("申请豁免 1 条，已保存");
    let mut story = at_work(Role::Reviewer);
    story.keys("2wj<Enter>").sees("批准豁免 · ");
}

#[test]
fn numbers_are_shown_for_a_reason_on_this_page_only() {
    let mut story = at_work(Role::Reviewer);
    let masked = |story: &Story| story.screen().contains("**");
    story.keys("/桑小满<Enter>");
    let found = story.screen().contains("证件号码");
    assert!(found && masked(&story), "{}", story.screen());
    story.keys("x").sees("理由").keys("<Enter>").sees("须写明理由");
    assert!(masked(&story));
    story.keys("x核对档案<Enter>").sees("已显示");
    assert!(!masked(&story), "{}", story.screen());
    story.keys("x").sees("已经显示");
    story.keys("<Esc>/桑小满<Enter>");
    assert!(masked(&story), "another page, masked again");
    for role in [Role::Viewer, Role::Operator] {
        let mut story = at_work(role);
        story.keys("/桑小满<Enter>x").sees("不能查看完整的证件号和手机号：至少要审核者");
        assert!(masked(&story));
    }
}

fn locking(after: Option<Duration>) -> (Story, Arc<AtomicUsize>) {
    let tries = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&tries);
    let opens = move |typed: &str| {
        counted.fetch_add(1, Ordering::SeqCst);
        Ok(typed == "三月的雨")
    };
    let mut options = options(Zh);
    options.lock = Some(Lock { after, typed: true, opens: Arc::new(opens) });
    (Story::new(Start::Register(fixture::county()), options, WIDE), tries)
}

#[test]
fn a_locked_screen_shows_nothing_and_answers_nothing() {
    let (mut story, tries) = locking(Some(Duration::from_secs(600)));
    assert_eq!(story.app.locks_after(), Some(Duration::from_secs(600)));
    story.keys("/桑小满<Enter>x核对<Enter>").sees("已显示");
    story.msg(Msg::Idle).sees("已锁定").sees("口令");
    let blank = story.screen();
    assert_eq!(blank.split_whitespace().count(), 2, "{blank}");
    assert_eq!(story.app.locks_after(), None, "it is locked once");
    // No key, no click and no paste reaches what is under it.
    story.keys("q2<Esc>").msg(Msg::Paste("三月的雨".into())).keys("<Enter>").sees("口令不对");
    assert_eq!((story.ended(), tries.load(Ordering::SeqCst)), (None, 1));
    story.resize(100, 30).sees("已锁定").misses("桑小满");
    story.keys("三月的雨<Enter>").sees("证件号码").misses("已锁定");
    assert!(story.screen().contains("**"), "what was revealed is masked again");
    story.keys("<Esc><Ctrl-o>").sees("已锁定").keys("<Ctrl-c>");
    assert_eq!(story.ended(), Some(Exit::Done));
}

#[test]
fn what_is_not_sealed_is_not_locked() {
    let mut story = county(Zh, WIDE);
    assert_eq!(story.app.locks_after(), None);
    story.keys("<Ctrl-o>").sees("没有加密").msg(Msg::Idle).misses("已锁定");
    let (story, _) = locking(None);
    assert_eq!(story.app.locks_after(), None, "never by itself, but by the key");
}

#[test]
fn a_person_is_erased_by_a_keeper_of_a_sealed_register_alone() {
    const MENU: &str = "/石桥<Enter><Enter><Enter>dmcgr";
    let mut story = at_work(Role::Keeper);
    story.keys(MENU).sees("抹除个人").sees("名册没有加密").keys("<Enter>").sees("不能办：名册没有加密");
    let begin = |role: Role| {
        let mut story = Story::new(Start::Register(fixture::sealed()), options(Zh), WIDE);
        (story.app.who, story.app.by) = (who(role), "县委值班".into());
        story
    };
    for role in [Role::Operator, Role::Reviewer] {
        begin(role).keys(MENU).sees("不能抹除个人").keys("<Enter>").sees("不能办：").misses("此事不能撤销");
    }
    let mut story = begin(Role::Keeper);
    story.keys("/石桥<Enter><Enter>").sees("团员 12").keys("<Enter>dmcgr<Enter>").sees("抹除 苗禾").sees("团费 14 笔");
    story
        .sees("此事不能撤销")
        .keys("<Enter>")
        .sees("须写明理由")
        .keys("本人申请<Enter>0000<Enter>")
        .sees("与证件号末四位不符");
    story.keys("<Ctrl-u>2053").fails("<Enter>").sees("Input/output error").sees("本人申请");
    story.keys("<Enter>").sees("已抹除；日志第 104 条").sees("团员 11");
}
