//! The sentences of a programme's ledgers.

crate::texts! {
    title() { "台账", "Ledgers" }
    reading() { "正在读台账", "the ledgers are being read" }
    nothing() { "这本台账还是空的", "This ledger is still empty" }
    no_units_more() { "范围内没有登记两新单位。登记一家，或用 mingmai import 导入两新台账。", "No unit of the new sectors is recorded in the scope. Record one, or import the ledger with mingmai import." }
    no_items_more() { "这份任务书没有要申报的事项。", "Nothing of this programme is declared." }
    no_schools_more() { "范围内没有学校。", "There is no school in the scope." }
    answers() { "责任组织", "who answers" }
    recorded() { "登记", "units" }
    confirmed() { "确认", "confirmed" }
    covered() { "已建实", "covered" }
    share() { "比例", "share" }
    bare() { "未建", "bare" }
    hollow() { "空转", "hollow" }
    item() { "事项", "item" }
    proof() { "凭据", "proof" }
    declared() { "已申报", "declared" }
    asked() { "应申报", "asked" }
    last() { "最近申报", "last" }
    attested() { "申报", "declared" }
    sampled() { "抽查", "sampled" }
    school() { "学校", "school" }
    year() { "年度", "year" }
    graduates() { "毕业生", "graduates" }
    submitted() { "上报", "submitted" }
    not_submitted() { "未上报", "not yet" }
    units_of(org: &str) { "{org} 的两新单位", "Units of {org}" }
    unit() { "单位", "unit" }
    credit() { "统一社会信用代码", "credit code" }
    kind() { "类型", "kind" }
    built() { "建团组织", "organisation" }
    stands() { "状况", "standing" }
    not_confirmed() { "未确认", "no" }
    is_covered() { "已建实", "covered" }
    is_bare() { "未建", "bare" }
    is_hollow() { "空转", "hollow" }
}

/// How a unit stands up to a check.
pub const fn cover(lang: crate::lang::Lang, cover: crate::store::Cover) -> &'static str {
    use crate::store::Cover;
    match cover {
        Cover::Covered => is_covered(lang),
        Cover::Bare => is_bare(lang),
        Cover::Hollow => is_hollow(lang),
    }
}
