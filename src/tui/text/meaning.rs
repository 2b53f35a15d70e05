//! The sentences of definitions and of the tour.

crate::texts! {
    meaning_title() { "这些数怎么来的", "What these numbers mean" }
    what_counts() { "计什么", "counts" }
    here() { "本处", "here" }
    when_holds() { "条件", "when" }
    params() { "参数", "with" }
    param_is(label: &str, value: &str, from: &str, source: &str) {
        "{label} = {value}，{from} 起，{source}", "{label} = {value} since {from}, {source}"
    }
    param_later(value: &str, from: &str) { "；{from} 起为 {value}", "; {value} from {from}" }
    opens_row(key: &str) { "{key} 打开这一行", "{key} opens this row" }
    opens_organisation(key: &str) { "{key} 打开这个组织的行", "{key} opens the rows of the organisation" }
    opens_posts(key: &str) { "{key} 打开任职的行", "{key} opens the posts" }
    opens_findings(key: &str) { "{key} 打开背后的问题", "{key} opens the findings behind it" }
    opens_requests(key: &str) { "{key} 打开背后的转接申请", "{key} opens the requests behind it" }
    opens_units(key: &str) { "{key} 打开谁落后", "{key} opens who is behind" }
}
