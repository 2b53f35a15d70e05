//! What screens say that have nothing to show: because there is nothing, because it is on its way, or because it went wrong.

crate::texts! {
    wait_or_leave() { "按 Esc 不再等；已经列出的照旧可看", "Esc stops waiting; what is listed already stays" }
    went_wrong() { "没有读出来", "It could not be read" }
    went_wrong_more() { "名册没有改动。可以再试一次；仍不行时退出后运行 mingmai doctor 检查台账。", "Nothing was changed. Try once more; if it stays so, leave and run mingmai doctor." }
    was_stopped() { "已停下，没有读完", "Stopped before it was read" }
    no_members_more() { "这个团支部名册上没有团员：可以录入，或在问题清单里看它属于哪一种空心。", "The roster has nobody in this branch: add somebody, or see among the findings what kind of hollow it is." }
    nothing_below_more() { "它没有下级组织；是团委就是空心团委，可以成立团支部。", "Nothing stands below it; a committee like this is hollow: found a branch." }
    no_steps_more() { "这份任务书里没有带截止日期的节点，或者没有任务书。换一份任务书，或用 mingmai programme add 加入自己的。", "The programme has no step with a due day, or there is none. Take another one, or add your own with mingmai programme add." }
    no_requests_more() { "范围内没有这一类申请。换一类、放大范围，或者看响应排名里已经办完的。", "No request of this sort leaves or enters the scope. Turn the choice, widen the scope, or see in the league what was answered." }
    no_responses_more() { "本月没有到达本级以下的转接环节，也没有以前结转的。", "No hop has come to anybody below in the month, and none was carried over." }
    nothing_to_rank_more() { "排名比较同一个上级的下级组织，这里没有下级。回到上级，或在组织树里打开它。", "A league compares the children of one organisation; here are none. Go up, or open it in the tree." }
    no_findings_more() { "按现行规则，范围内没有成立的问题；也可能是筛选条件太窄。", "Under the rules in force nothing is wrong in the scope; or the filter keeps too little." }
    no_organisations_more() { "台账是空的。先用 mingmai import 导入组织花名册，再回来。", "The register is empty. Import rosters with mingmai import first." }
}
