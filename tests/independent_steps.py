"""The part of the independent count that is about steps of programmes; straight from programmes.yaml and measures.md."""

import re

from independent_moves import ended, hops
from independent_records import industry
from independent_rows import day, moment, rows, seconds

TOWN = re.compile(r"(镇|乡|街道|苏木)((办事处|人民政府)?(工作委员会|委员会|团工委|团委|工委|委))*$")
SCHOOLS = {"普通高等院校", "职业教育学校", "普通高中", "初中", "小学"}
TAUGHT = SCHOOLS - {"小学"}
PUBLIC = {"党政机关", "事业单位(不含公立学校)", "国有企业", "集体企业"}
ELSEWHERE = SCHOOLS | {"国有企业", "集体企业", "非公企业", "新社会组织(不含民办学校)"}


def told_as_town(row):
    """A township by its name or its division code: no roster marks them."""
    if row["组织类型"] not in ("团委", "团工委") or row.get("行业类别", "") in ELSEWHERE:
        return False
    code = row.get("行政区划代码", "")
    code = code[:9] if len(code) == 12 and code.endswith("000") else code
    by_code = len(code) == 9 and not code.endswith("000")
    return by_code or any(TOWN.search(row.get(name) or "") for name in ("组织全称", "组织简称"))


def told_as_organs(row):
    names = (row["组织全称"], row.get("组织简称", ""))
    return row["组织类型"] == "团工委" and any(re.search("直属机关|[省市县区]直机关", name) for name in names)


def under(code, top, orgs):
    while code and code != top:
        code = orgs[code]["上级组织编码"]
    return code == top


def count_own_steps(directory, as_of, orgs, children, standing, own, teachers):
    """What each organisation adds to steps, as (part, whole), and the organisations that rules find."""
    end = as_of + " 23:59:59"
    parts = {code: {} for code in standing}
    found = {rule: set() for rule in (
        "town-without-floating-branch", "organ-committee-without-temporary-branch", "dues-managers-missing",
        "response-soon", "transfer-to-nowhere", "cadre-in-many-branches", "low-dues-rate")}

    def keeps(code, kind):
        return int(any(orgs[child]["组织类型"] == "团支部" and orgs[child]["支部类别"] == kind
                       for child in children.get(code, ()) if child in standing))

    submitted = {row["学校组织编码"] for row in rows(directory, "毕业生底数") if moment(row["上报时间"]) <= end}
    managers, seats = {}, {}
    for row in rows(directory, "团干部"):
        code, person = row["所在组织编码"], row["身份证号"].upper()
        start, stop = day(row["任职日期"]), day(row["离任日期"])
        if code not in standing or (start and start > as_of) or (stop and stop <= as_of):
            continue
        if row.get("团费管理员") == "是":
            managers.setdefault(code, set()).add(person)
        if orgs[code]["组织类型"] == "团支部":
            seats.setdefault(person, set()).add(code)
    for branches in seats.values():
        if len(branches) > 3:
            found["cadre-in-many-branches"] |= branches

    for code in standing:
        row, figures, part = orgs[code], own[code], parts[code]
        above, inside = row["上级组织编码"], False
        while above:
            inside |= told_as_town(orgs[above])
            above = orgs[above]["上级组织编码"]
        if told_as_town(row) and not inside:
            part["T02.1"] = (keeps(code, "流动团员"), 1)
            if not part["T02.1"][0]:
                found["town-without-floating-branch"].add(code)
        if told_as_organs(row):
            part["T03.1"] = (keeps(code, "新入职公职人员临时"), 1)
            if not part["T03.1"][0]:
                found["organ-committee-without-temporary-branch"].add(code)
        if int(row.get("团费留存比例") or 0) > 0:
            count = len(managers.get(code, ()))
            part["T09.1"], part["T13.1"] = (int(count > 0), 1), count
            if count < 2:
                found["dues-managers-missing"].add(code)
        trade = industry(orgs, code)
        school = trade in SCHOOLS
        part["L01"] = int(not school and day(row["成立日期"]) >= "2020-06-01")
        part["P04"] = (figures["volunteers"], figures["members"])
        part["P05"] = (figures["volunteer_times"], figures["volunteers"])
        part["P06"] = (figures["volunteer_minutes"], figures["volunteers"])
        for step in ("L17", "T12.1", "T12.2", "T12.3", "T12.4"):
            part[step] = (figures["graduates_transferred"], figures["graduates"])
        above = orgs.get(row["上级组织编码"], {})
        if row["行业类别"] in TAUGHT and above.get("行业类别") not in TAUGHT:
            part["T01.1"] = (int(code in submitted), 1)
        part["T04.1"], part["T04.2"] = figures["hollow_committees"], figures["hollow_branches"]
        part["T04.3"] = figures["no_cadre_branches"]
        if trade in TAUGHT:
            part["T05.1"] = figures["hollow_committees"]
            part["T05.2"] = (figures["secretary_onboarded"], figures["branches"])
            part["T05.3"] = (figures["reported"], figures["members"])
        if trade in PUBLIC:
            part["T06.1"] = figures["hollow_committees"]
            part["T06.2"] = (figures["onboarded"], figures["cadres"])
            part["T06.3"] = (figures["reported"], figures["members"])
        part["T08.1"] = (figures["farewell_held"], figures["graduating"])
        part["T10.1"] = (figures["ledger_cities_confirmed"], figures["ledger_cities"])
        for step in ("T10.2", "T10.3", "T10.4"):
            part[step] = (figures["ledger_registered"], figures["ledger_confirmed"])
        part["T11.1"] = (figures["number_filled"], figures["number_due"])

    schools = {}
    for code in standing:
        above = orgs.get(orgs[code]["上级组织编码"], {})
        if orgs[code]["行业类别"] in TAUGHT and above.get("行业类别") not in TAUGHT:
            schools[code] = [0, False]
    for code in standing:
        is_teachers = orgs[code]["组织类型"] == "团支部" and orgs[code]["支部类别"] == "教师"
        at = code
        while at:
            if at in schools:
                schools[at][0] += teachers.get(code, 0)
                schools[at][1] |= is_teachers
            at = orgs[at]["上级组织编码"]
    for code, (taught_by, branch) in schools.items():
        if taught_by >= 3 and orgs[code]["行业类别"] != "普通高等院校":
            parts[code]["K02"] = (int(branch), 1)

    for row in rows(directory, "组织关系转接"):
        left, entered, state = row["转出组织编码"], row["转入组织编码"], ended(row, end)
        if row["转接类型"] == "转至省内" and not entered and state == "5" and left in standing:
            found["transfer-to-nowhere"].add(left)
        for step, arrived, answered in hops(row):
            if arrived > end or (answered and answered <= end) or state == "0":
                continue
            rest = (72 if arrived < "2019-03-01 00:00:00" else 48) * 3600 - (seconds(end) - seconds(arrived))
            code = left if step < 3 else entered
            if step % 2 == 0:
                code = orgs[code]["上级组织编码"] if code in orgs else ""
            if 0 <= rest < 24 * 3600 and code in standing:
                found["response-soon"].add(code)
    return parts, found


def add_steps(parts, orgs, top):
    """The steps of everything below an organisation, and of itself."""
    sums, least = {}, []
    for code, part in parts.items():
        if not under(code, top, orgs):
            continue
        for step, own in part.items():
            if step == "T13.1":
                least.append(own)
            elif isinstance(own, int):
                sums[step] = (sums.get(step, (0,))[0] + own, None)
            else:
                num, of = sums.get(step, (0, 0))
                sums[step] = (num + own[0], of + own[1])
    for step in ("T01.1", "T02.1", "T03.1", "T09.1", "K02"):
        sums.setdefault(step, (0, 0))
    for step in ("T05", "T06"):
        sums.setdefault(step + ".1", (0, None))
        sums.setdefault(step + ".2", (0, 0))
        sums.setdefault(step + ".3", (0, 0))
    sums["P06"] = (sums["P06"][0] // 60, sums["P06"][1])
    sums["T13.1"] = (min(least), None) if least else (0, 0)
    return sums
