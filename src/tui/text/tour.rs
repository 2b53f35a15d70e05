//! The sentences of the tour.

crate::texts! {
    tour_title(station: usize, name: &str) { "导览 {station}/5 · {name}", "Tour {station}/5: {name}" }
    tour_offer_title() { "导览", "Tour" }
    tour_keys(next: &str, back: &str, leave: &str) { "{next} 下一步  {back} 上一步  {leave} 结束", "{next} next  {back} back  {leave} ends" }
    tour_offer_keys(next: &str, leave: &str) { "{next} 开始  {leave} 不用", "{next} begins  {leave} no" }
    tour_typing() { "正在输入", "typing" }
    tour_offer(next: &str, leave: &str, help: &str) {
        "这是虚构的演示数据，可随意试。要花三分钟走一遍五站导览吗？ {next} 开始，{leave} 不用；以后在 {help} 里找“导览”。",
        "These data are made up: try anything. A tour of five stations takes three minutes: {next} begins, {leave} declines; later it is in {help}."
    }
    tour_tree() { "组织树和数字", "the tree and its counters" }
    tour_weak() { "打开一个薄弱支部", "a weak branch, down to its rows" }
    tour_triage() { "整治", "triage" }
    tour_steps() { "节点和谁落后", "milestones and who is behind" }
    tour_find() { "查找和帮助", "finding things, and help" }
    tour_open(key: &str) {
        "左边是组织树。名称右边的数是这个组织和全部下级的合计：支部数、空心、无团干……按 {key} 展开光标处的组织。",
        "The tree of organisations. The numbers beside a name count it and all below: branches, hollow ones, those without cadres. {key} opens the one under the cursor."
    }
    tour_meaning(key: &str) {
        "顺着数字往下走，就到薄弱的地方；有叉的一行自己就是。按 {key} 看光标处的数怎么数、按什么条件、出自哪份文件。",
        "Follow the numbers down and you reach what is weak; a row with a cross is weak itself. {key} tells how the numbers here are counted, when, and who says so."
    }
    tour_meant(key: &str, enter: &str) {
        "上下选一个数：计什么、条件和参数、出处、本处的值。{enter} 打开它背后的行。看完按 {key} 收起。",
        "Up and down choose a number: what it counts, when, with which parameters, by which document. {enter} opens the rows behind it. {key} takes this away."
    }
    tour_branch(key: &str) {
        "导览为你找了一个薄弱的支部。右边写着哪些规则在它身上成立。按 {key} 到右边的名单。",
        "The tour has found a weak branch. On its right stand the rules that hold of it. {key} goes to its members."
    }
    tour_branch_narrow(key: &str) {
        "导览为你找了一个薄弱的支部。按 {key} 打开它：哪些规则成立，名单上是谁。",
        "The tour has found a weak branch. {key} opens it: the rules that hold of it, and its members."
    }
    tour_rows(key: &str) {
        "每一行是一名团员，最后一列说明这一行是哪条规则的依据：数字总能打开到行。按 {key} 打开光标处的人。",
        "A row a member; the last column says which rules the row stands behind: every number opens down to rows. {key} opens the member under the cursor."
    }
    tour_person(key: &str) {
        "证件号和手机号是遮住的；要看全须写明理由，并记入日志。按 {key} 返回。",
        "Identity number and telephone are masked; whoever wants them whole gives a reason, which is journalled. {key} goes back."
    }
    tour_mark(key: &str) {
        "问题清单，紧急的在前，右边是依据。没有“关闭”键：规则不再成立才会闭环。按 {key} 标记这一条。",
        "What is wrong, the urgent first, with its evidence. No key closes a finding: it closes when its rule stops holding. {key} marks this one."
    }
    tour_assign(key: &str) {
        "标记跟着问题走，不怕筛选和排序。按 {key} 把标记的分派给一个岗位。演示数据上真的会保存，导览结束时一律撤销。",
        "Marks stay with their findings through filter and sort. {key} gives the marked to a post. On these made-up data it is really saved; the tour takes everything back at its end."
    }
    tour_fill(key: &str) {
        "随便填一个岗位和经办人，每项后按 {key}；填完即保存，一批问题会先请你确认。",
        "Type any post and who acts, {key} after each; when all is filled it is saved, a batch after one confirmation."
    }
    tour_undo(key: &str) {
        "已经保存，谁办的、何时办的都记入日志。按 {key} 撤销，整批作为一次。",
        "It is saved, and the journal knows who did it and when. {key} takes it back, a batch as one."
    }
    tour_step(key: &str) {
        "任务书的每个节点：目标、现值、判定、剩余天数和日均需。光标停在一个有风险或误期的节点上，按 {key} 看谁落后。",
        "Each step of the programme: target, value, verdict, days left and what is needed a day. The cursor is on one at risk or missed; {key} shows who is behind."
    }
    tour_behind(key: &str) {
        "差得最多的在前；“先联系”的是整改后就能达标的最少几个。按 {key} 到光标处的组织。",
        "The worst first; those to call first are the fewest whose repair reaches the target. {key} goes to the one under the cursor."
    }
    tour_search(key: &str) {
        "在任何地方按 {key} 查找：姓名、拼音首字母、编号、证件后四位，组织和人都在一张清单里。",
        "Anywhere, {key} finds organisations and people: by name, pinyin initials, number, or the last four digits of an identity."
    }
    tour_type(typed: &str, label: &str, key: &str) {
        "输入拼音首字母，例如 {typed}（{label}），边打边出结果；{key} 打开光标处的。",
        "Type pinyin initials, for instance {typed} ({label}); results come as you type. {key} opens the one under the cursor."
    }
    tour_help(key: &str) {
        "记不住按键没关系：按 {key} 列出这里能做的一切。",
        "No key need be remembered: {key} lists everything that can be done here."
    }
    tour_palette(close: &str, enter: &str) {
        "输入名称或按键即筛选，{enter} 执行；不能做的写明为什么。导览到此结束，在这里随时能再看。按 {close} 关闭。",
        "Type a name or a key; {enter} runs it, and what cannot be done says why. The tour ends here and can be taken again from this list. {close} closes it."
    }
    tour_ended() { "导览结束", "the tour has ended" }
    tour_taken_back() { "导览结束，其间办理的已全部撤销", "the tour has ended; what was done in it is taken back" }
}
