//! What each fact counts, one sentence a fact, and where the definition stands.

use crate::judge::Fact;
use crate::lang::Lang;

macro_rules! counted {
    ($($fact:ident $zh:literal $en:literal;)+) => {
        /// What a fact counts.
        pub(super) const fn counted(fact: Fact, lang: Lang) -> &'static str {
            match fact {
                $(Fact::$fact => lang.pick($zh, $en),)+
            }
        }
    };
}

counted! {
    Orgs "已成立、未停用的组织，含本组织。" "Organisations that exist: founded by the day, not closed; the one asked about included.";
    LeadingBodies "已成立、未停用的团的领导机关。" "Leading bodies that exist.";
    Committees "已成立、未停用的团委、团工委和团总支。" "Committees, work committees and general branches that exist.";
    Branches "已成立、未停用的团支部。" "Branches that exist.";
    Temporary "类别可在成立后180天内免于空心的团支部：流动、临时、待转接等。" "Branches of a kind exempt from being hollow while younger than 180 days: floating, temporary, awaiting transfer.";
    Children "直接下级中已成立、未停用的组织。" "Organisations right below that exist.";
    Members "当日在支部的团员：团籍正常或待审，已加入本支部，入团年月已到。" "Members in a branch on the day: in normal standing or under review, in this branch by then, and joined by then.";
    Reported "报到状态为待审核、通过、修改待审核或修改被退回，且报到时间已到的团员；撤回和被退回的不算。" "Members whose report is awaiting review, passed, or an amendment to either, by then; withdrawn and returned ones do not count.";
    Unreported "没有有效报到的团员。" "Members without a report that counts.";
    Cadres "当日有现任职务的人，在同一组织只计一次。" "Persons with a current post on the day, each once in an organisation.";
    Onboarded "现任团干中名册记为已入驻移动端、入驻时间已到的人。" "Cadres with a current post whose row says they have taken up the mobile desk by then.";
    WithSecretary "有现任书记的团支部。" "Branches with a current secretary.";
    SecretaryOnboarded "现任书记已入驻移动端的团支部。" "Branches whose current secretary is onboarded.";
    NumberDue "2017年1月及以后入团、应有团员编号的团员。" "Members who joined in January 2017 or later and so must bear a number.";
    NumberFilled "应有编号的团员中编号合规、且无人与其相同的。" "Such members whose number passes the rule of its year and is borne by nobody else.";
    NumberMissing "应有编号而没有填编号的团员。" "Members who must bear a number and have none.";
    NumberWrong "编号不合其入团年份规则的团员：12位，前四位为入团年份。" "Members whose number breaks the rule of their year: 12 digits, the first four the year of joining.";
    NumberShared "与别人编号相同的团员。" "Members who bear the same number as somebody else.";
    OverAge "当日满28周岁、团籍正常、在任何组织都没有职务的团员。" "Members of 28 or more on the day, in normal standing, with no post anywhere.";
    IdentityShared "身份证号还出现在另一条有效团员信息上的团员。" "Members whose identity number stands on another live row too.";
    Unreachable "名册“失联”栏为是的团员。" "Members marked unreachable on the roster.";
    ShortIdentity "身份证号为15位旧号的团员。" "Members with an old identity number of 15 digits.";
    TransfersOutOpen "从这里转出、当日尚未办结的申请。" "Requests to leave that were not ended by the day.";
    TransfersOutDone "从这里转出、已办结成功的申请。" "Requests to leave that are done.";
    TransfersInOpen "转入这里、当日尚未办结的申请。" "Requests to enter that were not ended by the day.";
    TransfersInDone "转入这里、已办结成功的申请。" "Requests to enter that are done.";
    ResponsesDue "当月应答复的环节：当月到达或月初尚未答复，且已答复或已过时限。" "Hops due in the month: arrived in it or still open when it began, and answered or past their hours.";
    ResponsesInTime "应答复的环节中在到达时的时限内答复的。" "Such hops answered within the hours in force when they arrived.";
    ResponsesOverdue "到当日仍未答复、已过时限的环节，不论哪个月到达。" "Hops unanswered past their hours on the day, whatever the month they arrived in.";
    Unsettled "转出已办结、名册上却仍在原支部的团员。" "Members whose transfer out is done while the roster still has them here.";
    Towns "乡镇、街道的团委，按名称或乡级区划代码认定。" "Committees of townships and streets, told by their names or the code of their division.";
    TownsFloating "已设直属流动团员团支部的乡镇街道团委。" "Such committees with a branch for floating members right below them.";
    OrganCommittees "省直、市直、县直机关的团工委，按名称认定。" "Work committees of the organs directly under a province, city or county, told by their names.";
    OrganTemporary "已设新入职公职人员临时团支部的直属机关团工委。" "Such committees with a temporary branch for new officials right below them.";
    Retaining "团费留存比例大于0的组织。" "Organisations that retain a share of dues.";
    RetainingManaged "留存团费、且至少有一名团费管理员的组织。" "Such organisations with at least one dues manager.";
    DuesManagers "在本组织现任、并记为团费管理员的人。" "Persons with a current post here who are marked as dues managers.";
    DuesKnown "已导入当月团费名册的组织。" "Organisations whose dues roster of the month is there.";
    Overposted "在本支部任职、同时任职支部数超过上限的人。" "Persons with a post in this branch and in more branches than is allowed for.";
    ResponsesSoon "尚未答复、时限将在提醒时间内到的环节。" "Hops unanswered whose hours run out within the time of warning.";
    TransfersNowhere "省内转出已办结、却没有转入组织的申请。" "Done transfers inside the province that name no receiving organisation.";
    Teachers "职业为学校教职工的团员。" "Members who work at a school, by their occupation.";
    TeacherSchools "教职工团员够建一个支部的学校，计在学校最上一级组织。" "Schools with enough teachers for a branch of theirs, at the topmost organisation of the school.";
    TeacherBranches "上述学校中已建教工团支部的。" "Such schools with a teachers' branch.";
    Volunteers "已注册志愿者的团员。" "Members registered as volunteers.";
    VolunteerTimes "团员本年参加志愿服务的次数。" "Times members served as volunteers in the year.";
    VolunteerMinutes "团员本年志愿服务的分钟数。" "Minutes members served as volunteers in the year.";
    DuesLiable "当月最后一刻是团员、政治面貌为共青团员的人。" "Members at the last instant of the month whose political standing is league member.";
    DuesInTimeOnline "应交团费的人中当月内线上交足的。" "Such members who paid within the month, online, what was due.";
    DuesArrears "到上个整月连续六个月或更久未交团费的团员；只作提醒，从不据此除名。" "Members with six unpaid months or more in a row up to the last whole month; a reason to ask, never to remove.";
    Graduates "学校上报的毕业生团员底数，以最后一次上报为准。" "Graduating members by the school's own baseline, as last submitted.";
    GraduatesTransferred "毕业当年6月1日起，已办结、从学校转到校外的毕业生团员。" "Graduates whose transfer from inside the school to outside it is done, from 1 June of the year of graduation.";
    Schools "有毕业生的学校，计在学校最上一级组织。" "Schools that have graduates, at the topmost organisation of the school.";
    Baselines "已上报毕业生底数的学校。" "Such schools that have submitted their graduate baseline.";
    Graduating "高校、职校、中学的毕业班团支部。" "Graduating branches of universities, vocational and middle schools.";
    FarewellHeld "本年已开展毕业教育主题团日、三项齐全的毕业班团支部。" "Such branches that held a themed day with all three items in the calendar year.";
    Unappraised "缺上一应评年度教育评议的团员；名册没有评议的地方不计。" "Members whose appraisal of the last year due is missing; nobody where nobody's is on the roster.";
    Unregistered "缺上一应注册年度团籍注册的团员；名册没有注册的地方不计。" "Members whose registration of the last year due is missing; nobody where nobody's is on the roster.";
    LedgerCities "地级市的团的领导机关。" "Leading bodies of prefecture cities.";
    LedgerCitiesConfirmed "两新台账已有单位、且全部确认的地级市。" "Such bodies with units in the ledger, all of them confirmed.";
    LedgerConfirmed "台账中已确认的两新单位，计在负责其区划的组织。" "Confirmed units of the ledger, at the organisation responsible for their division.";
    LedgerRegistered "已确认的两新单位中已建团、有团员有团干的。" "Such units whose organisation has members and cadres.";
    LedgerParty "台账中已建党组织的单位。" "Units of the ledger with a party organisation.";
    LedgerPartyCovered "上述单位中已建团、有团员有团干的。" "Such units whose organisation has members and cadres.";
    LedgerScale "台账中规模以上的非公企业。" "Private firms above scale in the ledger.";
    LedgerScaleCovered "上述企业中已建团、有团员有团干的。" "Such firms whose organisation has members and cadres.";
    LedgerYoung "台账中青年集中的社会组织。" "Social organisations of the ledger with many young people.";
    LedgerYoungCovered "上述社会组织中已建团、有团员有团干的。" "Such organisations with one of the league that has members and cadres.";
    LedgerBare "三个百分百应建团而没有已成立组织的单位。" "Units of the three 100 % without an existing organisation.";
    LedgerHollow "已建团、但没有团员或没有团干的单位。" "Units of the three 100 % whose organisation has no member or no cadre.";
    Founded "组织名册上的成立日期。" "The day of founding on the roster.";
    LastChildEnd "最后一个下级停用的日期。" "The latest day on which an organisation below was closed.";
    LastPostEnd "最后一任离任的日期。" "The latest day on which a post here ended.";
    LastJoined "最近一名团员加入本支部的日期。" "The latest day on which a member came to this branch.";
    ElectionDue "应换届日期；名册没有时，为最近换届日期加任期。" "The day the next election is due; where the roster has none, the last election plus the term.";
    ActivitiesFrom "活动名册最早一次活动的日期，各组织相同。" "The day of the first activity on the roster, the same for all.";
    LastMeeting "最近一次支部大会的日期。" "The day of the latest branch meeting.";
    LastCommittee "最近一次支委会的日期。" "The day of the latest committee meeting.";
    LastLecture "最近一次团课的日期。" "The day of the latest league lecture.";
    LastActivity "最近一次任何活动的日期。" "The day of the latest activity of any sort.";
}

/// Where the definition of a fact stands.
pub(super) const fn source(fact: Fact, lang: Lang) -> &'static str {
    match fact {
        Fact::Orgs | Fact::LeadingBodies | Fact::Committees | Fact::Branches | Fact::Children | Fact::Founded => {
            lang.pick("measures.md 组织；handbook A1", "measures.md, Organisations; handbook A1")
        }
        Fact::Temporary => {
            lang.pick("measures.md 空心团支部；S2 第2、3项", "measures.md, hollow branch; S2 tasks 2 and 3")
        }
        Fact::Members | Fact::Unreachable | Fact::LastJoined | Fact::ShortIdentity | Fact::IdentityShared => {
            lang.pick("measures.md 团员；handbook A3", "measures.md, Members; handbook A3")
        }
        Fact::Reported | Fact::Unreported => lang.pick(
            "measures.md 已报到；handbook A2；S2 第5、6项",
            "measures.md, reported; handbook A2; S2 tasks 5 and 6",
        ),
        Fact::Cadres | Fact::Onboarded | Fact::WithSecretary | Fact::SecretaryOnboarded | Fact::LastPostEnd => lang
            .pick("measures.md 团干；handbook A2；S2 第5、6项", "measures.md, Cadres; handbook A2; S2 tasks 5 and 6"),
        Fact::NumberDue | Fact::NumberFilled | Fact::NumberMissing | Fact::NumberWrong | Fact::NumberShared => {
            lang.pick("measures.md 编号；handbook A3；S2 第11项", "measures.md, number due; handbook A3; S2 task 11")
        }
        Fact::OverAge => lang.pick("measures.md 超龄；handbook A3", "measures.md, over age; handbook A3"),
        Fact::TransfersOutOpen
        | Fact::TransfersOutDone
        | Fact::TransfersInOpen
        | Fact::TransfersInDone
        | Fact::TransfersNowhere
        | Fact::Unsettled => lang.pick("measures.md 转接；handbook A5", "measures.md, Transfers; handbook A5"),
        Fact::ResponsesDue | Fact::ResponsesInTime | Fact::ResponsesOverdue | Fact::ResponsesSoon => {
            lang.pick("measures.md 响应时钟；handbook A5；S1", "measures.md, the response clock; handbook A5; S1")
        }
        Fact::Towns | Fact::TownsFloating => lang.pick("S2 第2项", "S2 task 2"),
        Fact::OrganCommittees | Fact::OrganTemporary => lang.pick("S2 第3项", "S2 task 3"),
        Fact::Retaining | Fact::RetainingManaged | Fact::DuesManagers => {
            lang.pick("S2 第9、13项；handbook A4", "S2 tasks 9 and 13; handbook A4")
        }
        Fact::DuesKnown | Fact::DuesLiable | Fact::DuesInTimeOnline | Fact::DuesArrears => {
            lang.pick("measures.md 团费；handbook A4；S2 第13项", "measures.md, Dues; handbook A4; S2 task 13")
        }
        Fact::Overposted => "handbook B3.2",
        Fact::Teachers | Fact::TeacherSchools | Fact::TeacherBranches => {
            lang.pick("S4 K02；handbook A3", "S4 item K02; handbook A3")
        }
        Fact::Volunteers | Fact::VolunteerTimes | Fact::VolunteerMinutes => {
            lang.pick("handbook A6；S3、S4", "handbook A6; S3 and S4")
        }
        Fact::Graduates | Fact::GraduatesTransferred | Fact::Schools | Fact::Baselines => {
            lang.pick("measures.md 毕业生转接；S2 第1、12项", "measures.md, graduates transferred; S2 tasks 1 and 12")
        }
        Fact::Graduating | Fact::FarewellHeld => lang.pick("S2 第8项", "S2 task 8"),
        Fact::Unappraised
        | Fact::Unregistered
        | Fact::ActivitiesFrom
        | Fact::LastMeeting
        | Fact::LastCommittee
        | Fact::LastLecture
        | Fact::LastActivity => "handbook A6",
        Fact::LedgerCities | Fact::LedgerCitiesConfirmed | Fact::LedgerConfirmed | Fact::LedgerRegistered => {
            lang.pick("S2 第10项；handbook A2", "S2 task 10; handbook A2")
        }
        Fact::LedgerParty
        | Fact::LedgerPartyCovered
        | Fact::LedgerScale
        | Fact::LedgerScaleCovered
        | Fact::LedgerYoung
        | Fact::LedgerYoungCovered
        | Fact::LedgerBare
        | Fact::LedgerHollow => lang.pick("S0 三个百分百；handbook A2", "S0, the three 100 %; handbook A2"),
        Fact::LastChildEnd => lang.pick("measures.md 空心团委", "measures.md, hollow committee"),
        Fact::ElectionDue => {
            lang.pick("measures.md 逾期未换届；handbook A1", "measures.md, overdue election; handbook A1")
        }
    }
}
