//! What lies over the screens: search, palette, prompts, choices, and the first run.

use super::{Command, Scope};
use crate::desk::Right;
use crate::tui::app::{edit, editable};
use crate::tui::{clip, erase, first, form, help, pick, prompt, search, sitting, triage};

/// Name and tip of opening the operator's editor.
pub const EDITOR: [[&str; 2]; 2] = [
    ["编辑器", "editor"],
    ["用 $VISUAL 或 $EDITOR 写这一项的文字", "write the text of this field in $VISUAL or $EDITOR"],
];

pub const ALL: &[Command] = &[
    Command::new(
        "search.go",
        &["Enter"],
        Scope::Search,
        ["打开", "open"],
        ["打开找到的组织或人", "open the organisation or person found"],
        search::go,
    )
    .bar(90),
    Command::new(
        "search.clipboard",
        &["Ctrl-y"],
        Scope::Search,
        ["剪贴板", "clipboard"],
        ["把找到的组织或人发往终端的剪贴板", "send the organisation or person found to the terminal's clipboard"],
        clip::open,
    )
    .when(clip::ready),
    Command::new(
        "palette.run",
        &["Enter"],
        Scope::Palette,
        ["执行", "run"],
        ["执行这条命令", "give this command"],
        help::run,
    )
    .bar(90),
    Command::new(
        "prompt.accept",
        &["Enter"],
        Scope::Prompt,
        ["确定", "accept"],
        ["就用这些字", "take this text"],
        prompt::accept,
    )
    .bar(90),
    Command::new("prompt.editor", &["Ctrl-x"], Scope::Prompt, EDITOR[0], EDITOR[1], edit).when(editable),
    Command::new(
        "prompt.complete",
        &["Tab"],
        Scope::Prompt,
        ["补全", "complete"],
        ["填入选中的文件或文件夹", "put the file or folder under the cursor in"],
        prompt::put_in,
    )
    .bar(80)
    .when(prompt::some),
    Command::new(
        "filter.accept",
        &["Enter"],
        Scope::Filter,
        ["筛选", "filter"],
        ["就用这个条件；有错时停在错处", "take this filter; where it is wrong it says so"],
        triage::take,
    )
    .bar(90),
    Command::new(
        "filter.complete",
        &["Tab", "Ctrl-y"],
        Scope::Filter,
        ["补全", "complete"],
        ["填入选中的候选", "put the suggestion under the cursor in"],
        triage::put_in,
    )
    .bar(80),
    Command::new(
        "filter.before",
        &["BackTab"],
        Scope::Filter,
        ["上一候选", "one before"],
        ["到上一个候选", "to the suggestion before"],
        |app| triage::turn(app, -1),
    ),
    Command::new(
        "form.accept",
        &["Enter"],
        Scope::Form,
        ["继续", "go on"],
        ["下一个未填的项；都填好时办理，一批先确认", "on to the next empty field; does it when all are filled"],
        form::accept,
    )
    .bar(90),
    Command::new(
        "form.next",
        &["Tab"],
        Scope::Form,
        ["换项", "next field"],
        ["到下一项", "to the next field"],
        |app| form::turn(app, 1, true),
    )
    .bar(80),
    Command::new(
        "form.back",
        &["BackTab"],
        Scope::Form,
        ["上一项", "field before"],
        ["到上一项", "to the field before"],
        |app| form::turn(app, -1, true),
    ),
    Command::new(
        "form.down",
        &["Down"],
        Scope::Form,
        ["下移", "down"],
        ["下一项，或下一个备选", "the next field, or the next offer"],
        |app| form::turn(app, 1, false),
    ),
    Command::new(
        "form.up",
        &["Up"],
        Scope::Form,
        ["上移", "up"],
        ["上一项，或上一个备选", "the field before, or the offer before"],
        |app| form::turn(app, -1, false),
    ),
    Command::new("form.editor", &["Ctrl-x"], Scope::Form, EDITOR[0], EDITOR[1], edit).bar(60).when(editable),
    Command::new(
        "sitting.turn",
        &["u", "Enter"],
        Scope::Sitting,
        ["撤销", "take back"],
        ["撤销这一次办理；已撤销的重新办理", "take this one back; one that is taken back is done again"],
        sitting::turn,
    )
    .bar(90)
    .takes(Right::Act)
    .when(sitting::any),
    Command::new(
        "pick.choose",
        &["Enter"],
        Scope::Pick,
        ["确定", "choose"],
        ["就选这个", "take this one"],
        pick::choose,
    )
    .bar(90),
    Command::new(
        "choose.take",
        &["Enter"],
        Scope::Choose,
        ["确定", "choose"],
        ["就选这个", "take this one"],
        pick::choose,
    )
    .bar(90),
    Command::new(
        "pick.toggle",
        &["Space"],
        Scope::Pick,
        ["勾选", "tick"],
        ["勾选或取消", "tick or untick"],
        pick::toggle,
    )
    .bar(80)
    .when(pick::ticks),
    Command::new(
        "erase.accept",
        &["Enter"],
        Scope::Erase,
        ["抹除", "erase"],
        ["写明理由和证件号末四位后抹除", "erases, once the reason and the last four of the number are there"],
        erase::accept,
    )
    .bar(90)
    .takes(Right::Erase),
    Command::new(
        "erase.next",
        &["Tab", "BackTab"],
        Scope::Erase,
        ["换项", "other field"],
        ["到另一项", "to the other field"],
        erase::turn,
    )
    .bar(80),
    Command::new(
        "first.choose",
        &["Enter"],
        Scope::First,
        ["开始", "begin"],
        ["就这样开始", "begin in this way"],
        first::choose,
    )
    .bar(90),
    Command::new(
        "first.demonstration",
        &["d"],
        Scope::First,
        ["演示县", "demonstration"],
        ["打开虚构的演示县", "open the made-up demonstration county"],
        |app| first::way(app, 0),
    ),
    Command::new(
        "first.import",
        &["i"],
        Scope::First,
        ["导入", "import"],
        ["导入花名册", "import rosters"],
        |app| first::way(app, 1),
    ),
    Command::new(
        "first.empty",
        &["e"],
        Scope::First,
        ["空名册", "empty register"],
        ["从空名册开始", "begin with an empty register"],
        |app| first::way(app, 2),
    ),
];
