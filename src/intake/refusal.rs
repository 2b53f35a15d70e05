//! Why a row stays out, and what was odd about one that came in: typed, told in two languages.

use compact_str::CompactString;

use super::kind::Column;
use crate::lang::{Lang, texts};
use crate::model::{IdentityError, TimeError};
use crate::store::Source;

/// Why a row, or a whole file, is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A required cell is empty.
    Empty,
    /// Not a day.
    Day(TimeError),
    /// Not a month.
    Month(TimeError),
    /// Not a time.
    Time(TimeError),
    /// Not a number of the kind the column holds.
    Number,
    /// An identity number that does not pass its check.
    Identity(IdentityError),
    /// A spreadsheet has rounded a long number.
    Rounded,
    /// Masked on the way out: what the asterisks hide is not here.
    Masked,
    /// Not a code.
    Code,
    /// Not a credit code, or its check character is wrong.
    Credit,
    /// Not a word of the column's list.
    Unlisted,
    /// Far longer than any such text.
    TooLong,
    /// Bytes that mean nothing in the file's encoding.
    Undecodable,
    /// A quotation mark that nothing closes.
    OpenQuote,
    /// No such organisation in the batch or the register.
    UnknownOrg,
    /// Members belong to branches only.
    NotABranch,
    /// The parent is neither in the batch nor in the register.
    UnknownParent,
    /// The parent's own row was refused.
    RefusedParent,
    /// The organisation would be its own ancestor.
    Cycle,
    /// The key of an earlier row of the same file.
    Duplicate {
        /// That row.
        first: u32,
    },
    /// Not a 状态码.
    TransferState,
    /// 各环节 in no known form, or with more hops than the request has.
    Hops,
    /// Not a metric of a programme that is declared or spot-checked.
    UnknownItem,
    /// A person on no roster of members or cadres, in the batch or the register.
    UnknownPerson,
    /// A required column is not there; the value is the nearest header.
    MissingColumn,
    /// The headers are no roster's.
    NotARoster,
    /// UTF-16, which no roster comes in.
    Utf16,
    /// A workbook that cannot be read; the value says why.
    Workbook,
}

/// What is said about a row that was taken, or about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// The value of an optional cell was dropped, for this reason.
    Dropped(Reason),
    /// Invisible characters were dropped from the value.
    Invisible,
    /// A 15-digit identity number.
    ShortIdentity,
    /// A number that begins with a letter where no document type is given.
    ForeignIdentity,
    /// Joined before 14 or after 28.
    JoinAge,
    /// An ended transfer without 办结时间: nobody can tell when it ended.
    NoClosingTime,
    /// A transfer of somebody who is on no roster any more.
    OnNoRoster,
    /// The row is longer than the header.
    Ragged,
    /// A column that no roster of the kind has.
    ExtraColumn,
    /// A second column of the same name, not read.
    RepeatedColumn,
    /// A file of a folder, or a sheet, that is no roster.
    Skipped,
    /// The whole file was left out because of its refusals.
    Strict,
    /// A branch of the register becomes something else.
    NoLongerBranch,
}

/// A row that stays out.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Which file and row; row 0 is the file as a whole.
    pub source: Source,
    /// The column at fault, where there is one.
    pub column: Option<&'static Column>,
    /// What the cell holds, masked.
    pub value: CompactString,
    /// Why.
    pub reason: Reason,
}

/// A row that was taken with a remark, or a remark about a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// Which file and row; row 0 is the file as a whole.
    pub source: Source,
    /// The column, where there is one.
    pub column: Option<&'static Column>,
    /// What the cell holds, masked.
    pub value: CompactString,
    /// The remark.
    pub caution: Caution,
}

impl Eq for Column {}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Refusal {
    /// Why, as a person reads it.
    pub fn why(&self, lang: Lang) -> String {
        self.reason.told(self.column, lang)
    }
}

impl Warning {
    /// The remark, as a person reads it.
    pub fn what(&self, lang: Lang) -> String {
        match self.caution {
            Caution::Dropped(reason) => text::dropped(lang, &reason.told(self.column, lang)),
            Caution::Invisible => text::invisible(lang).into(),
            Caution::ForeignIdentity => text::foreign_identity(lang).into(),
            Caution::ShortIdentity => text::short_identity(lang).into(),
            Caution::JoinAge => text::join_age(lang).into(),
            Caution::NoClosingTime => text::no_closing_time(lang).into(),
            Caution::OnNoRoster => text::on_no_roster(lang).into(),
            Caution::Ragged => text::ragged(lang).into(),
            Caution::ExtraColumn => text::extra_column(lang).into(),
            Caution::RepeatedColumn => text::repeated_column(lang).into(),
            Caution::Skipped => text::skipped(lang).into(),
            Caution::Strict => text::strict(lang).into(),
            Caution::NoLongerBranch => text::no_longer_branch(lang).into(),
        }
    }
}

impl Reason {
    pub(crate) fn told(self, column: Option<&Column>, lang: Lang) -> String {
        match self {
            Self::Empty => text::empty(lang).into(),
            Self::Day(TimeError::Form) => text::day(lang).into(),
            Self::Month(TimeError::Form) => text::month(lang).into(),
            Self::Time(TimeError::Form) => text::time(lang).into(),
            Self::Day(_) | Self::Month(_) | Self::Time(_) => text::calendar(lang).into(),
            Self::Number => text::number(lang).into(),
            Self::Identity(IdentityError::Form) => text::identity_form(lang).into(),
            Self::Identity(IdentityError::Birth) => text::identity_birth(lang).into(),
            Self::Identity(IdentityError::Check(digit)) => text::identity_check(lang, digit),
            Self::Rounded => text::rounded(lang).into(),
            Self::Masked => text::masked(lang).into(),
            Self::Code => text::code(lang).into(),
            Self::Credit => text::credit(lang).into(),
            Self::Unlisted => match column.and_then(|column| column.words) {
                Some(words) => text::unlisted(lang, &words().join(" / ")),
                None => text::unknown_word(lang).into(),
            },
            Self::TooLong => text::too_long(lang).into(),
            Self::Undecodable => text::undecodable(lang).into(),
            Self::OpenQuote => text::open_quote(lang).into(),
            Self::UnknownOrg => text::unknown_org(lang).into(),
            Self::NotABranch => text::not_a_branch(lang).into(),
            Self::UnknownParent => text::unknown_parent(lang).into(),
            Self::RefusedParent => text::refused_parent(lang).into(),
            Self::Cycle => text::cycle(lang).into(),
            Self::Duplicate { first } => text::duplicate(lang, first),
            Self::TransferState => text::transfer_state(lang).into(),
            Self::Hops => text::hops(lang).into(),
            Self::UnknownItem => text::unknown_item(lang).into(),
            Self::UnknownPerson => text::unknown_person(lang).into(),
            Self::MissingColumn => text::missing_column(lang).into(),
            Self::NotARoster => text::not_a_roster(lang).into(),
            Self::Utf16 => text::utf16(lang).into(),
            Self::Workbook => text::workbook(lang).into(),
        }
    }
}

/// The sentences.
mod text {
    use super::texts;

    texts! {
        /// Required cell.
        empty() { "必填，不能为空", "this cell must be filled" }
        /// Day form.
        day() { "不是日期，应如 2018-06-30", "not a date, such as 2018-06-30" }
        /// Month form.
        month() { "不是年月，应如 2018-09", "not a month, such as 2018-09" }
        /// Time form.
        time() { "不是时间，应如 2018-09-30 14:05", "not a time, such as 2018-09-30 14:05" }
        /// No such day.
        calendar() { "日历上没有这一天或这一时刻", "the calendar has no such day or time" }
        /// Number form.
        number() { "不是该栏可用的数字", "not a number this column can hold" }
        /// Identity form.
        identity_form() { "身份证号应为18位（旧号15位）", "an identity number has 18 digits, or 15 in its old form" }
        /// Birth date.
        identity_birth() { "号码中的出生日期不存在", "the birth date inside the number does not exist" }
        /// Check digit.
        identity_check(digit: char) { "校验位应为 {digit}", "the check digit should be {digit}" }
        /// Masked.
        masked() { "号码已遮挡，不能导入；请用 export --reveal 重新导出", "masked, and so cannot be taken in; export it again with --reveal" }
        /// Rounded by a spreadsheet.
        rounded() {
            "号码被存成了数字，末几位已丢失；请把该列设为文本后重新填写",
            "the number was stored as a figure and its last digits are lost; make the column text and type it again"
        }
        /// Code form.
        code() { "编码不能超过64个字符，也不能有空格", "a code has at most 64 characters and no spaces" }
        /// Credit code.
        credit() { "统一社会信用代码未通过校验", "the credit code does not pass its check" }
        /// Not in the list.
        unlisted(words: &str) { "应为：{words}", "should be one of: {words}" }
        /// Not known, where the list is long.
        unknown_word() { "不认识的内容", "not a word this column knows" }
        /// Too long.
        too_long() { "文字过长", "the text is too long" }
        /// Damaged bytes.
        undecodable() { "含有无法识别的字符，文件编码可能已损坏", "has characters that cannot be read; the file's encoding may be damaged" }
        /// Unclosed quote.
        open_quote() { "引号没有结束", "a quotation mark is not closed" }
        /// Unknown organisation.
        unknown_org() { "名册和登记册中都没有这个组织", "no such organisation in these rosters or the register" }
        /// Not a branch.
        not_a_branch() { "团员只能在团支部，这个组织不是团支部", "members belong to a branch, and this organisation is none" }
        /// Unknown parent.
        unknown_parent() { "名册和登记册中都没有这个上级组织", "no such parent organisation in these rosters or the register" }
        /// Refused parent.
        refused_parent() { "上级组织所在的行已被退回", "the row of the parent organisation was refused" }
        /// Cycle.
        cycle() { "上级关系成环：这个组织成了自己的上级", "the organisation would be its own ancestor" }
        /// Duplicate key.
        duplicate(first: u32) { "与第 {first} 行重复", "row {first} has the same key" }
        /// Transfer state.
        transfer_state() { "状态码应为 0 至 13 的整数", "a state is a whole number from 0 to 13" }
        /// Hops.
        hops() {
            "应如“到达时间>办理时间;到达时间>”，省内至多四个环节，省外至多两个",
            "should be `arrival>answer;arrival>`, four hops at most, two out of the province"
        }
        /// Unknown item.
        unknown_item() { "不是各任务书中须申报或抽查的事项", "not an item that a programme wants declared or spot-checked" }
        /// Unknown person.
        unknown_person() { "名册和登记册中都没有这个人", "no such person in these rosters or the register" }
        /// Missing column; the value is the nearest header.
        missing_column() { "缺少这一必需的列；最接近的表头见“内容”", "this required column is missing; the value shows the nearest header" }
        /// No roster.
        not_a_roster() { "表头不是任何一种名册", "the headers are those of no roster" }
        /// UTF-16.
        utf16() { "文件是 UTF-16 编码，请另存为“CSV UTF-8”", "the file is UTF-16; save it as CSV UTF-8" }
        /// Workbook.
        workbook() { "工作簿无法读取，可能已损坏或加密", "the workbook cannot be read: it may be damaged or encrypted" }
        /// Dropped value.
        dropped(why: &str) { "该内容未采用：{why}", "the value was dropped: {why}" }
        /// Invisible characters.
        invisible() { "去掉了看不见的字符", "invisible characters were dropped" }
        /// A foreign document without its type.
        foreign_identity() { "按境外证件收入：号码以字母开头，没有证件类型", "taken as a foreign document: it begins with a letter and no type is given" }
        /// 15 digits.
        short_identity() { "15位旧身份证号，请核对", "an old 15-digit identity number: please check" }
        /// Age at joining.
        join_age() { "入团时不在14至28周岁之间", "joined outside the ages of 14 to 28" }
        /// Ended without a time.
        no_closing_time() { "已办结但没有办结时间，仍算转接中", "ended, but without the time; it counts as still open" }
        /// A transfer of somebody gone.
        on_no_roster() { "这个人已不在任何名册上", "this person is on no roster any more" }
        /// Longer than the header.
        ragged() { "该行的格数多于表头", "the row has more cells than the header" }
        /// Extra column.
        extra_column() { "多出的列，未读取", "an extra column, not read" }
        /// Repeated column.
        repeated_column() { "重复的列，未读取", "a repeated column, not read" }
        /// Skipped.
        skipped() { "不是名册，已跳过", "not a roster, skipped" }
        /// Strict.
        strict() { "有退回的行，整份文件未采用", "rows were refused, so the whole file was left out" }
        /// No branch any more.
        no_longer_branch() {
            "原为团支部；团员只在团支部计数，支部里若有团员，请导入他们的新支部",
            "it was a branch; members count in branches only, so if it had any, import where they belong now"
        }
    }
}
