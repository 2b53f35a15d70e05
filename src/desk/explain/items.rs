//! What the columns say that are no count of organisations, members or requests.

use crate::lang::Lang;

macro_rules! items {
    ($($item:ident $id:literal $zh:literal $en:literal; $says_zh:literal $says_en:literal; $from_zh:literal $from_en:literal;)+) => {
        /// A column or number that no fact and no rule stands for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Item {
            $(#[doc = $en] $item,)+
        }

        impl Item {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$item),+];

            /// The name on the command line.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$item => $id,)+ }
            }

            /// What it is called.
            pub const fn name(self, lang: Lang) -> &'static str {
                match self { $(Self::$item => lang.pick($zh, $en),)+ }
            }

            /// What it says, in a sentence.
            pub(super) const fn says(self, lang: Lang) -> &'static str {
                match self { $(Self::$item => lang.pick($says_zh, $says_en),)+ }
            }

            /// Where that is laid down.
            pub(super) const fn source(self, lang: Lang) -> &'static str {
                match self { $(Self::$item => lang.pick($from_zh, $from_en),)+ }
            }
        }
    };
}

items! {
    Organisation "organisation" "组织" "organisation";
        "组织的简称；已停用、尚未成立和特殊类别的在名称后注明。" "The organisation's short name, with a word after it where it is closed, not yet founded, or of a special kind.";
        "组织名册；handbook A1" "the roster of organisations; handbook A1";
    Findings "findings" "问题" "findings";
        "这里和全部下级各条规则成立的次数之和；由数据判定，不能手工关闭。" "How often any rule holds here and below; told by the data, never closed by hand.";
        "现行规则；handbook B3.1" "the rules in force; handbook B3.1";
    ResponseRate "response-rate" "及时率" "response rate";
        "及时响应除以应答复的环节，按须答复的组织计；没有应答复的不计率。" "Responses in time of the hops due, at the organisation that must answer; none where nothing was due.";
        "measures.md 响应时钟；handbook A5；S1" "measures.md, the response clock; handbook A5; S1";
    OwnDue "own-due" "本级需响应" "own due";
        "当月本组织自己须答复的环节，不含下级。" "Hops of the month that the organisation itself had to answer, none of those below.";
        "handbook A2 首页总表；measures.md 响应时钟" "handbook A2, the home table; measures.md, the response clock";
    OwnInTime "own-in-time" "本级及时" "own in time";
        "上述环节中在时限内答复的。" "Such hops answered within their hours.";
        "handbook A2 首页总表；measures.md 响应时钟" "handbook A2, the home table; measures.md, the response clock";
    OwnRate "own-rate" "本级及时率" "own rate";
        "本级及时除以本级需响应。" "Own in time of own due.";
        "handbook A2 首页总表；measures.md 响应时钟" "handbook A2, the home table; measures.md, the response clock";
    Rule "rule" "规则" "rule";
        "哪条规则在这个组织成立。" "Which rule holds of the organisation.";
        "现行规则" "the rules in force";
    State "state" "状态" "state";
        "新发现、处理中、暂缓、豁免、观察期、已闭环或复发；只有数据能把问题带进观察期和闭环。" "New, in hand, snoozed, exempt, on probation, closed or relapsed; only the data leads to probation and closure.";
        "handbook B3.1、B3.2" "handbook B3.1 and B3.2";
    Lasts "lasts" "持续" "lasts";
        "按名册上的日期规则成立了多少天；日期不全时为首次发现以来至少的天数。" "For how many days the rule has held by the dates of the rosters; where they do not tell, at least since it was first seen.";
        "规则的 since" "the rule's since";
    FindingDue "finding-due" "截止" "due";
        "计这条规则的节点何时截止，还剩几天。" "When the step that counts this rule is due, and the days left.";
        "任务书的节点" "the steps of the programmes";
    StepDue "step-due" "截止" "due";
        "节点的截止日，到当天23:59:59。" "The last day of the step, to its 23:59:59.";
        "任务书；measures.md 节点" "the programme; measures.md, Steps";
    StepId "step-id" "节点" "step";
        "任务号和节点号。" "The numbers of the task and its step.";
        "任务书" "the programme";
    StepTitle "step-title" "要求" "what";
        "节点要求做到什么。" "What the step asks for.";
        "任务书" "the programme";
    Target "target" "目标" "target";
        "截止时须达到的数。" "The value to be reached when it is due.";
        "任务书" "the programme";
    StepValue "step-value" "现值" "value";
        "按节点的算法，范围内现在是多少；比率只舍不入。" "What the step counts in the scope now; a rate is cut, never rounded up.";
        "measures.md 节点" "measures.md, Steps";
    Verdict "verdict" "判定" "verdict";
        "达标、未达标、正常推进、有风险、无凭据或不适用；截止时定格，以后的更正只并列显示。" "Met, missed, on course, at risk, unproven or not applicable; kept as it was when due, later corrections stand beside it.";
        "measures.md 节点" "measures.md, Steps";
    DaysLeft "days-left" "剩余" "left";
        "到截止日还有几天。" "Days to the due day.";
        "任务书" "the programme";
    PerDay "per-day" "日均需" "a day";
        "从现在起每天至少要变动多少才能在截止时达标。" "How much it must move a day from now on to arrive in time.";
        "handbook B3.5" "handbook B3.5";
    ShortBy "short-by" "还差" "short by";
        "这个组织离目标还差多少。" "How many are missing from the target here.";
        "measures.md 节点；handbook B3.5" "measures.md, Steps; handbook B3.5";
    Expected "expected" "到期预计" "expected";
        "照近几周的速度，到截止时会是多少；没有变化的和单个组织的有或没有，不作预测。" "What it will be when due at the pace of the last weeks; none where nothing moved, nor of one organisation's yes or no.";
        "handbook B3.5；近几周的快照" "handbook B3.5; the snapshots of the last weeks";
    Chance "chance" "把握" "likely";
        "照近几周的速度和起伏，截止时达标有多大把握。" "How likely the target is reached when due, by the pace of the last weeks and how much it varied.";
        "handbook B3.5；近几周的快照" "handbook B3.5; the snapshots of the last weeks";
    Share "share" "完成/应完成" "done/due";
        "节点的分子和分母。" "The two parts of the step's rate.";
        "measures.md 节点" "measures.md, Steps";
    Flag "flag" "旗" "flag";
        "红旗是表扬：达标或领先；黄旗落后；黑旗误期或垫底。“先联系”是整改后即可达标的最少几个。" "A red flag is praise: reached, or leading; yellow lags; black missed the date or is last. Call first: the fewest whose repair reaches the target.";
        "S4；handbook A6；门槛为本程序参数" "S4; handbook A6; the thresholds are parameters of ours";
    Person "person" "姓名" "name";
        "申请转接的团员。" "The member who asks for the transfer.";
        "转接名册；handbook A5" "the roster of transfers; handbook A5";
    MemberName "member-name" "姓名" "name";
        "团员名册上的姓名。" "The name on the roster of members.";
        "团员名册；handbook A3" "the roster of members; handbook A3";
    Identity "identity" "证件" "identity";
        "身份证号，中间遮挡；写明理由才能看全，并记入日志。" "The identity number, masked; to be seen whole only for a reason, which is journalled.";
        "handbook A3" "handbook A3";
    Report "report" "报到" "report";
        "当日是否有有效报到；被退回、撤回的不算。" "Whether a report counts on the day; returned and withdrawn ones do not.";
        "measures.md 已报到；handbook A2" "measures.md, reported; handbook A2";
    Number "number" "团员编号" "number";
        "发展团员编号：12位，前四位为入团年份；2017年起入团的必须有。" "The member number: 12 digits, the first four the year of joining; a must from 2017 on.";
        "measures.md 编号；handbook A3；S2 第11项" "measures.md, number due; handbook A3; S2 task 11";
    Joined "joined" "入团" "joined";
        "入团年月。" "The month of joining the league.";
        "团员名册；handbook A3" "the roster of members; handbook A3";
    Posts "posts" "职务" "posts";
        "在本支部的现任职务。" "Current posts in this branch.";
        "团干名册；measures.md 团干" "the roster of cadres; measures.md, Cadres";
    Flags "flags" "问题" "flags";
        "这一行是哪些规则的依据。" "The rules that this row stands behind.";
        "现行规则" "the rules in force";
    Way "way" "转出 > 转入" "from > to";
        "从哪个组织转到哪个组织；来回转接列出经过的每一处。" "From which organisation to which; to and fro, every place in order.";
        "转接名册；handbook A5" "the roster of transfers; handbook A5";
    Hop "hop" "环节" "hop";
        "省内四个环节：转出支部、其上级、转入支部、其上级；转至省外两个。" "Four hops inside the province: the branch left, its parent, the branch entered, its parent; two where it leads out.";
        "measures.md 转接；handbook A5" "measures.md, Transfers; handbook A5";
    MustAnswer "must-answer" "应答组织" "must answer";
        "现在这个环节由谁答复。" "Who must answer the present hop.";
        "measures.md 转接；handbook A5" "measures.md, Transfers; handbook A5";
    TimeLeft "time-left" "时限" "time";
        "离答复时限还有多久，或已超多久；时限为到达时所行的小时数。" "How long until the hop is overdue, or how long it has been; by the hours in force when it arrived.";
        "measures.md 响应时钟；S1" "measures.md, the response clock; S1";
    Breach "breach" "预计超时" "breach";
        "24小时内到时的环节，照应答组织近90天的办理速度有多大把握会超时。" "Of a hop due within 24 hours, how likely it breaks at the pace of whoever must answer over the last 90 days.";
        "handbook B3.6" "handbook B3.6";
    Times "times" "次数" "times";
        "同一个人在两处之间来回的申请次数。" "How many requests sent the same person to and fro.";
        "handbook B3.2" "handbook B3.2";
    LastBegun "last-begun" "最近发起" "last begun";
        "最近一次申请的发起日。" "The day the last of them was begun.";
        "转接名册" "the roster of transfers";
    Arrived "arrived" "到达" "arrived";
        "流转到本环节的时间，时限从此刻起算。" "When the request came to this hop: its hours run from here.";
        "handbook A5；转接名册" "handbook A5; the roster of transfers";
    Answered "answered" "办理" "answered";
        "本环节答复的时间；退回也是答复。" "When the hop was answered; a refusal answers too.";
        "measures.md 转接" "measures.md, Transfers";
    Took "took" "用时" "took";
        "从到达到答复用了多久，未答复的到现在为止。" "From arrival to answer, or until now.";
        "measures.md 响应时钟" "measures.md, the response clock";
    HopStanding "hop-standing" "状况" "standing";
        "及时、超时办理、待办、已超时或未到。" "In time, late, waiting, overdue, or still to come.";
        "measures.md 响应时钟" "measures.md, the response clock";
    Rank "rank" "名次" "rank";
        "在同一上级的各下级中的名次，相同并列；没有可计的不排。" "The place among the children of one organisation; ties share it, and who has nothing to count has none.";
        "handbook B3.6；排名方案" "handbook B3.6; the ranking's weights";
    Moved "moved" "升降" "moved";
        "比第一次回看时升了或降了几名。" "How many places up or down since the first of the weeks looked back to.";
        "排名方案" "the ranking's weights";
    Score "score" "得分" "score";
        "各项指标的得分按权重平均，满分100；可计的权重不足一半时没有。" "The mean of the measures' points by weight, of 100; none where less than half of the weight can be counted.";
        "排名方案；内置为等权" "the ranking's weights; the built-in ones are equal";
    Change "change" "增减" "change";
        "得分比第一次回看时增减多少。" "How much the score moved since the first of the weeks looked back to.";
        "排名方案" "the ranking's weights";
    Trend "trend" "走势" "trend";
        "最近几周周末的得分，或放到最前的那项指标的得分，最后是现在。" "The score at the ends of the last weeks and now, or the points of the measure that stands first.";
        "排名方案；历日快照" "the ranking's weights; the snapshots of past days";
    Carried "carried" "结转未办" "carried";
        "月初时尚未答复的环节，前面是到现在仍未办的；每月清零不能把它们藏起来。" "Hops unanswered when the month began, before them those unanswered still; the monthly reset does not hide them.";
        "handbook B3.6、A5" "handbook B3.6 and A5";
    Oldest "oldest" "最久" "oldest";
        "现在等得最久的环节等了多少小时。" "Hours the oldest hop has waited.";
        "handbook B3.6" "handbook B3.6";
    HalfIn "half-in" "半数" "half in";
        "应答复的环节中，半数在多少小时内答复。" "Hours within which half of the answers came.";
        "handbook B3.6" "handbook B3.6";
    NinetyIn "ninety-in" "九成" "90% in";
        "应答复的环节中，九成在多少小时内答复。" "Hours within which nine of ten answers came.";
        "handbook B3.6" "handbook B3.6";
    Office "office" "职务" "post";
        "在这个组织任什么职务；同一个人可有几条。" "The post held in the organisation; one person may have several.";
        "团干名册；handbook A3" "the roster of cadres; handbook A3";
    PostOnboarded "post-onboarded" "已入驻" "onboarded";
        "任这一职务的人是否已在移动工作台入驻；已离任的不算。" "Whether who holds the post has taken up the mobile desk; posts that ended are not asked.";
        "团干名册；measures.md 团干" "the roster of cadres; measures.md, Cadres";
    InOffice "in-office" "任职期间" "in office";
        "任职日期到离任日期；“至今”为现任，任职日期空着的视为一直在任。" "From the first day in the post to the last; whose first day is not told has held it always.";
        "团干名册；measures.md 团干" "the roster of cadres; measures.md, Cadres";
    Pattern "pattern" "情形" "pattern";
        "几行数据合在一起像什么情形；只供核实，不是问题，也不计入任何数。" "What several rows look like together; to be checked, no finding, and counted nowhere.";
        "handbook B3.2；门槛为参数" "handbook B3.2; the thresholds are parameters";
    PatternCount "pattern-count" "数量" "count";
        "合成这一情形的有多少行；各情形从多少行起才列出，见参数。" "How many rows make the pattern; from how many on it is told, the parameters say.";
        "handbook B3.2；门槛为参数" "handbook B3.2; the thresholds are parameters";
    PatternDay "pattern-day" "日期" "day";
        "这一情形所涉的第一天。" "The first day that the pattern is about.";
        "handbook B3.2" "handbook B3.2";
    PatternCame "pattern-came" "来" "came";
        "这一行何时加入，或申请何时发起。" "The day this row came, or its request was begun.";
        "团员名册；转接名册" "the rosters of members and of transfers";
    PatternLeft "pattern-left" "离开" "left";
        "这一行何时离开，或最迟何时已不在。" "The day this row was gone, or by which it was.";
        "团员名册；转接名册；历日快照" "the rosters of members and of transfers; the snapshots of past days";
    PatternOther "pattern-other" "来处或去处" "from or to";
        "从哪个组织来，或到哪个组织去；情形涉及几个支部时，是这一行所在的支部。" "Where it came from or went to; where the pattern is of several branches, the branch of the row.";
        "团员名册；转接名册" "the rosters of members and of transfers";
    DoneAt "done-at" "时间" "time";
        "这次办理何时记入日志，本机时间。" "When it was recorded in the journal, by the clock of this machine.";
        "日志" "the journal";
    DoneCount "done-count" "条数" "count";
        "办了多少条问题，或改了多少行；不能办的另外注明，没有计入。" "On how many findings, or how many rows; what was refused is told beside it and not counted.";
        "日志；handbook B3.1" "the journal; handbook B3.1";
    DoneWhat "done-what" "办理" "what";
        "办了什么：对问题的处理，或对名册的变更。" "What was done: an act on findings, or a deed on rows.";
        "日志" "the journal";
    DoneBy "done-by" "经办" "acting as";
        "以哪个岗位或委员会的名义办的；只能撤销自己名下的。" "The post or committee in whose name it was done; only one's own are taken back.";
        "日志" "the journal";
    DoneState "done-state" "状态" "state";
        "已保存，或已撤销；撤销也是一次办理，两条都留在日志里。" "Saved, or taken back; taking back is recorded too, and both stay in the journal.";
        "日志；handbook B3.1" "the journal; handbook B3.1";
}
