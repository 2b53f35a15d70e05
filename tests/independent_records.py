"""The part of the independent count that is about activities, yearly duties, the ledger and declarations.

Imported by independent_count.py, which hands over how it reads rows and dates; straight from measures.md and handbook A6.
"""

import datetime

FIELDS = [
    "graduating", "farewell_held", "unappraised", "unregistered", "ledger_cities", "ledger_cities_confirmed",
    "ledger_confirmed", "ledger_registered", "ledger_party", "ledger_party_covered", "ledger_scale",
    "ledger_scale_covered", "ledger_young", "ledger_young_covered", "ledger_bare", "ledger_hollow",
]
SCHOOLS = {"普通高等院校", "职业教育学校", "普通高中", "初中"}
ALL_SCHOOLS = SCHOOLS | {"小学"}
# Days within which a branch must have done it, the kind of activity, and from how many members on.
CLOCKS = {"no-activity": (183, None, 1), "no-meeting": (92, "支部大会", 1), "no-committee-meeting": (31, "支委会", 7),
          "no-lecture": (92, "团课", 1)}


def industry(orgs, code):
    """行业类别, or that of the nearest organisation above that has one."""
    while code in orgs:
        if orgs[code].get("行业类别"):
            return orgs[code]["行业类别"]
        code = orgs[code]["上级组织编码"]
    return ""


class Yearly:
    """Who lacks the appraisal and the registration of the last year due."""

    def __init__(self, orgs, as_of):
        self.orgs, year, after = orgs, int(as_of[:4]), datetime.date.fromisoformat(as_of) + datetime.timedelta(days=1)
        over = after.month - 1 if after.year == year else 12
        self.appraised = year if over >= 12 else year - 1
        self.registered = {True: year if over >= 9 else year - 1, False: year if over >= 1 else year - 1}
        self.told = {"unappraised": False, "unregistered": False}

    def see(self, row):
        """Notes whether the roster tells such years at all."""
        self.told["unappraised"] |= bool(row.get("评议年度"))
        self.told["unregistered"] |= bool(row.get("团籍注册年度"))

    def member(self, row, branch, joined, figures):
        def missing(due, told):
            return joined < f"{due:04}-01" and not (told and int(told) >= due)

        if row["政治面貌"] in ("", "共青团员") and missing(self.appraised, row.get("评议年度")):
            figures["unappraised"] += 1
        school = industry(self.orgs, branch) in ALL_SCHOOLS
        if missing(self.registered[school], row.get("团籍注册年度")):
            figures["unregistered"] += 1

    def finish(self, own):
        for field in [field for field, told in self.told.items() if not told]:
            for figures in own.values():
                figures[field] = 0


def count_activities(read, day, as_of, orgs, standing, own):
    """Farewell days, and the rules of organisation life: which branches each one finds."""
    first, last, farewell = None, {}, set()
    for row in read("活动"):
        on, code = day(row["日期"]), row["组织编码"]
        if on > as_of:
            continue
        first = min(first or on, on)
        for kind in (row["活动类型"], None):
            last[code, kind] = max(last.get((code, kind), ""), on)
        if row["活动类型"] == "主题团日" and row["毕业教育三项"] == "是" and on[:4] == as_of[:4]:
            farewell.add(code)
    found = {rule: set() for rule in [*CLOCKS, "farewell-missing"]}
    for code in standing:
        row, figures = orgs[code], own[code]
        if row["组织类型"] != "团支部":
            continue
        if row["支部类别"] == "毕业班" and industry(orgs, code) in SCHOOLS:
            figures["graduating"] = 1
            figures["farewell_held"] = int(code in farewell)
            season = "2018-06-01" <= as_of <= "2018-08-31"
            if first is not None and season and code not in farewell:
                found["farewell-missing"].add(code)
        for rule, (days, kind, least) in CLOCKS.items():
            since = max(first or "", day(row["成立日期"]), last.get((code, kind), ""))
            if first is None or figures["members"] < least:
                continue
            waited = datetime.date.fromisoformat(as_of) - datetime.date.fromisoformat(since)
            if waited.days > days:
                found[rule].add(code)
    return found


def bare(code):
    """A division code without the zeros that fill it up."""
    for length, zeros in ((12, "000"), (9, "000"), (6, "00"), (4, "00")):
        if len(code) == length and code.endswith(zeros):
            code = code[:-len(zeros)]
    return code


def count_ledger(read, moment, as_of, orgs, order, standing, own, children):
    """Units at the organisation responsible for their division, and whether their organisation stands up to a check."""
    end, units = as_of + " 23:59:59", list(read("两新台账"))
    if not units:
        return

    def depth(code):
        return 0 if not orgs[code]["上级组织编码"] else 1 + depth(orgs[code]["上级组织编码"])

    def preorder(code):
        yield code
        for child in children.get(code, []):
            yield from preorder(child)

    answers, cities = {}, set()
    roots = [code for code in order if not orgs[code]["上级组织编码"]]
    for code in (code for root in roots for code in preorder(root)):
        row = orgs[code]
        if code not in standing or not row.get("行政区划代码"):
            continue
        division, kind = bare(row["行政区划代码"]), row["组织类型"]
        town = len(division) >= 9 and kind in ("团委", "团工委") and row["行业类别"] in ("", "农村", "城市社区")
        if kind == "团的领导机关" and len(division) == 4:
            cities.add(code)
            own[code]["ledger_cities"] = 1
        if kind == "团的领导机关" or town:
            answers.setdefault(division, []).append((kind != "团的领导机关", depth(code), code))

    def responsible(division):
        for length in (12, 9, 6, 4, 2):
            fits = answers.get(division[:length]) if len(division) >= length else None
            if fits:
                return min(fits, key=lambda fit: fit[:2])[2]
        return next((root for root in roots if root in standing), None)

    def peopled(code):
        below = list(preorder(code))
        return all(any(own[one][field] for one in below) for field in ("members", "cadres"))

    confirmed_of = {}
    for unit in units:
        code, confirmed = responsible(bare(unit["行政区划代码"])), moment(unit["确认时间"])
        if code is None:
            continue
        above = code
        while above and above not in cities:
            above = orgs[above]["上级组织编码"]
        if above:
            confirmed_of.setdefault(above, []).append(bool(confirmed) and confirmed <= end)
        if confirmed > end:
            continue
        org, figures = unit["建团组织编码"], own[code]
        covered = org in standing and peopled(org)
        if confirmed:
            figures["ledger_confirmed"] += 1
            figures["ledger_registered"] += int(covered)
        hundreds = {
            "ledger_party": unit["已建党组织"] == "是",
            "ledger_scale": unit["单位类型"] == "非公企业" and unit["规模以上"] == "是",
            "ledger_young": unit["单位类型"] == "社会组织" and unit["青年集中"] == "是",
        }
        for field in [field for field, belongs in hundreds.items() if belongs]:
            figures[field] += 1
            figures[field + "_covered"] += int(covered)
        if any(hundreds.values()) and not covered:
            figures["ledger_hollow" if org in standing else "ledger_bare"] += 1
    for code, told in confirmed_of.items():
        own[code]["ledger_cities_confirmed"] = int(all(told))


def count_declared(read, moment, as_of, orgs, standing):
    """Of each declared metric of the notice how many of those asked had declared it, of how many."""
    end = as_of + " 23:59:59"
    declared = {(row["组织编码"], row["事项"]) for row in read("事项申报") if moment(row["申报时间"]) <= end}

    def second(code):
        above = orgs[code]["上级组织编码"]
        return above and not orgs[above]["上级组织编码"]

    def university(code):
        def fits(code):
            return code in standing and orgs[code]["组织类型"] == "团委" and orgs[code]["行业类别"] == "普通高等院校"

        above = orgs[code]["上级组织编码"]
        while above:
            if fits(above):
                return False
            above = orgs[above]["上级组织编码"]
        return fits(code)

    def work(code, trade):
        return second(code) and orgs[code]["组织类型"] == "团工委" and orgs[code]["行业类别"] == trade

    who = {
        "cities": {code for code in standing if second(code) and orgs[code]["组织类型"] == "团的领导机关"},
        "organs": {code for code in standing if work(code, "党政机关")},
        "firms": {code for code in standing if work(code, "国有企业")},
        "univ": {code for code in standing if university(code)},
    }
    most = who["cities"] | who["organs"] | who["firms"]
    asked = {
        "T07.1": ("soe_directory_complete", who["firms"]), "T07.2": ("soe_eligible_built_rate", who["firms"]),
        "T07.3": ("soe_affiliation_resolved_rate", who["firms"]),
        "T13.2": ("dues_publicity_done", most | who["univ"]),
        "T14.1": ("rewards_entry_complete", most), "T14.2": ("rewards_entry_complete", who["univ"]),
    }
    return {step: [sum((code, item) in declared for code in of), len(of)] for step, (item, of) in asked.items()}
