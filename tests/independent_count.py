#!/usr/bin/env python3
"""Counts a directory of rosters again, straight from measures.md, to check the program by.

    independent_count.py DIRECTORY 2018-06-30

reads 团组织*.csv, 团员*.csv, 团干部*.csv (and 组织关系转接*.csv, 团费*.csv, 毕业生底数*.csv, 活动*.csv, 两新台账*.csv,
事项申报*.csv where there are any) and prints JSON: under "rows" one object for the root and for each of its direct children,
with the figures of the subtree at the end of that day; under "steps" for each of them the part and the whole of some steps of
programmes; under "findings" the codes of the organisations that some rules find; under "found" how many the rules of
organisation life find in all; under "declared" who has declared what. Standard library only; shares no code with the program.
"""

import csv
import datetime
import glob
import json
import os
import re
import sys

import independent_records as records

csv.field_size_limit(1 << 20)

TEMPORARY = {"流动团员", "毕业学生流动团员", "学社衔接临时", "新入职公职人员临时", "临时", "待转接"}
MEMBER_STATES = {"", "正常"}
REPORTED_STATES = {"待审核", "通过", "修改待审核", "修改被退回"}
FIELDS = [
    "orgs", "branches", "hollow_committees", "hollow_branches", "no_cadre_branches", "members", "reported", "cadres",
    "onboarded", "secretary_onboarded", "number_due", "number_filled",
    "transfers_out_open", "transfers_out_done", "transfers_in_open", "transfers_in_done",
    "responses_due", "responses_in_time", "responses_overdue",
    "graduates", "graduates_transferred", "dues_liable", "dues_in_time_online", "dues_arrears",
    "volunteers", "volunteer_times", "volunteer_minutes",
] + records.FIELDS


def rows(directory, stem):
    """Every row of every file of a kind, as dictionaries."""
    for path in sorted(glob.glob(os.path.join(directory, stem + "*.csv"))):
        with open(path, encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            head = [cell.strip() for cell in next(lines, [])]
            for cells in lines:
                yield dict(zip(head, cells))


def day(text):
    """A date as 2018-06-30, or "" for an empty cell: such texts compare as dates do."""
    if not text or (len(text) == 10 and text[4] == text[7] == "-"):
        return text
    year, month, date = (int(part) for part in re.findall(r"\d+", text)[:3])
    return f"{year:04}-{month:02}-{date:02}"


def moment(text):
    """A time as 2018-06-30 14:05:00, or "" for an empty cell."""
    if not text:
        return ""
    if len(text) == 16 and text[4] == text[7] == "-" and text[10] == " ":
        return text + ":00"
    parts = [int(part) for part in re.findall(r"\d+", text)]
    parts += [0] * (6 - len(parts))
    return "{:04}-{:02}-{:02} {:02}:{:02}:{:02}".format(*parts[:6])


def month(text):
    """A month as 2018-06."""
    if len(text) == 7 and text[4] == "-":
        return text
    year, number = (int(part) for part in re.findall(r"\d+", text)[:2])
    return f"{year:04}-{number:02}"


def number_passes(number, year):
    """Handbook A3: twelve digits that begin with the year from 2017 on, 2017 and 2018 joiners either of the two years."""
    if not number:
        return False
    if year >= 2017:
        if not re.fullmatch(r"[0-9]{12}", number):
            return False
        return number[:4] in ({"2017", "2018"} if year in (2017, 2018) else {str(year)})
    return len(number) > 4 and number[:4] == str(year)


def seconds(text):
    """A time as seconds, to measure how long an answer took."""
    return int(datetime.datetime.fromisoformat(text).timestamp())


def ended(row, end):
    """The state in which a request had ended by then, or None."""
    over = row["状态码"] in ("0", "5", "6", "7", "8", "9") and row["办结时间"] and moment(row["办结时间"]) <= end
    return row["状态码"] if over else None


def hops(row):
    """Every hop of a request: which of the four, when it came, when it was answered."""
    state, most = int(row["状态码"]), 2 if row["转接类型"] == "转至省外" else 4
    out = {}
    for step, piece in enumerate(row["各环节"].split(";"), 1):
        arrived, _, answered = piece.partition(">")
        if arrived:
            out[step] = (moment(arrived), moment(answered))
    now = {0: None, 5: most}.get(state, state if state < 5 else state - 5 if state < 10 else min(state - 8, most))
    if now and now not in out:
        out[now] = (moment(row["当前环节到达时间"]), "")
    for step, (arrived, answered) in out.items():
        # A request that was done or refused has no hop left that waits.
        if not answered and 5 <= state <= 9 and row["办结时间"]:
            answered = moment(row["办结时间"])
        yield step, arrived, answered


def count_transfers(directory, as_of, orgs, standing, own):
    """Requests and hops (measures.md, transfers and the response clock); the month is that of the day."""
    end, begins = as_of + " 23:59:59", as_of[:7] + "-01 00:00:00"

    def add(code, field):
        if code in standing:
            own[code][field] += 1

    for row in rows(directory, "组织关系转接"):
        left, entered = row["转出组织编码"], row["转入组织编码"]
        state = ended(row, end)
        if moment(row["发起时间"]) <= end and state is None:
            add(left, "transfers_out_open")
            add(entered, "transfers_in_open")
        elif state == "5":
            add(left, "transfers_out_done")
            add(entered, "transfers_in_done")
        for step, arrived, answered in hops(row):
            if arrived > end:
                continue
            answered = answered if answered and answered <= end else ""
            if not answered and state == "0":
                continue
            allowed = (72 if arrived < "2019-03-01 00:00:00" else 48) * 3600
            took = seconds(answered or end) - seconds(arrived)
            late = not answered and took > allowed
            code = left if step < 3 else entered
            if step % 2 == 0:
                code = orgs[code]["上级组织编码"] if code in orgs else ""
            if (arrived >= begins or not answered or answered >= begins) and (answered or late):
                add(code, "responses_due")
                if answered and took <= allowed:
                    add(code, "responses_in_time")
            if late:
                add(code, "responses_overdue")


def count_graduates(directory, as_of, orgs, standing, own):
    """Graduates of each school's latest year by then, and those of them whose transfer out of it is done."""
    end, bases = as_of + " 23:59:59", {}
    for row in rows(directory, "毕业生底数"):
        submitted = moment(row["上报时间"])
        if submitted <= end:
            told = (int(row["毕业年度"]), submitted, int(row["毕业生团员数"]))
            bases[row["学校组织编码"]] = max(told, bases.get(row["学校组织编码"], (0,)))
    def above(code):
        """An organisation and all it stands below."""
        out = []
        while code in orgs:
            out.append(code)
            code = orgs[code]["上级组织编码"]
        return out

    for school, (_, _, members) in bases.items():
        if school in standing:
            own[school]["graduates"] = members
    for row in rows(directory, "组织关系转接"):
        if row["毕业生"] != "是" or row["转接类型"] == "退回原籍" or ended(row, end) != "5":
            continue
        entered = above(row["转入组织编码"])
        for school in above(row["转出组织编码"]):
            if school in bases and school in standing and school not in entered:
                if moment(row["办结时间"]) >= f"{bases[school][0]}-06-01 00:00:00":
                    own[school]["graduates_transferred"] += 1


def last_complete(as_of):
    """The last month that is over at the end of a day."""
    today = datetime.date.fromisoformat(as_of)
    if (today + datetime.timedelta(days=1)).day == 1:
        return as_of[:7]
    return (today.replace(day=1) - datetime.timedelta(days=1)).isoformat()[:7]


def month_before(text):
    year, number = int(text[:4]), int(text[5:])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02}"


def last_day(text):
    year, number = int(text[:4]), int(text[5:])
    after = datetime.date(year + number // 12, number % 12 + 1, 1)
    return (after - datetime.timedelta(days=1)).isoformat()


def hundredths(text):
    whole, _, part = text.partition(".")
    return int(whole or 0) * 100 + int((part + "00")[:2])


def tariff(row):
    """Handbook A4, in fen."""
    income = hundredths(row["税后月收入"]) if row["税后月收入"] else 0
    if row["职业"] == "学生" or not (row["职业"] or income):
        return 20
    if row["职业"] == "农民" and not income:
        return 50
    for bound, due in ((2000, 3), (5000, 5), (8000, 10), (10000, 15)):
        if income < bound * 100:
            return due * 100
    return 2000


def looks_after(code, orgs):
    """The nearest leading body above an organisation, or the topmost of all."""
    while orgs[code]["组织类型"] != "团的领导机关" and orgs[code]["上级组织编码"]:
        code = orgs[code]["上级组织编码"]
    return code


def count_dues(directory, as_of, orgs, standing, own):
    """Who owed for the last complete month, who paid it in time and online, who has paid nothing for six months.

    Gives the branches whose leading body has brought dues of that month at all.
    """
    end, month_asked = as_of + " 23:59:59", last_complete(as_of)
    paid, first = {}, None
    for row in rows(directory, "团费"):
        of = month(row["所属月份"])
        first = min(first or of, of)
        if moment(row["缴纳时间"]) <= end:
            paid[row["身份证号"].upper(), of] = row
    months = [month_asked]
    while len(months) < 6:
        months.append(month_before(months[-1]))
    long_enough, told = first is not None and first <= months[-1], set()
    moves = {}
    for row in rows(directory, "组织关系转接"):
        if row["转接类型"] != "转至省外" and row["状态码"] == "5" and row["转入组织编码"] and row["办结时间"]:
            moves.setdefault(row["身份证号"].upper(), []).append(
                (moment(row["办结时间"]), row["转出组织编码"], row["转入组织编码"]))

    def stood(row, at):
        branch, since = row["所在团支部编码"], day(row["加入本支部日期"])
        for closed, left, entered in sorted(moves.get(row["身份证号"].upper(), []), reverse=True):
            if closed > at + " 23:59:59" and entered == branch:
                branch, since = left, ""
        founded, closed = day(orgs[branch]["成立日期"]), day(orgs[branch].get("停用日期", ""))
        exists = (not founded or founded <= at) and (not closed or closed > at)
        return branch if exists and (not since or since <= at) and month(row["入团年月"]) <= at[:7] else None

    for row in rows(directory, "团员"):
        state = row["团籍状态"]
        if row["政治面貌"] not in ("", "共青团员") or (state not in MEMBER_STATES and not state.endswith("待审")):
            continue
        person = row["身份证号"].upper()
        branch = stood(row, last_day(month_asked))
        if branch:
            own[branch]["dues_liable"] += 1
            payment = paid.get((person, month_asked))
            if payment:
                told.add(looks_after(branch, orgs))
            if payment and payment["渠道"] == "线上" and moment(payment["缴纳时间"])[:7] == month_asked:
                due = hundredths(payment["应交金额"]) if payment["应交金额"] else tariff(row)
                own[branch]["dues_in_time_online"] += int(hundredths(payment["实交金额"]) >= due)
        unpaid = long_enough and all(
            stood(row, last_day(of)) and not (
                (person, of) in paid and hundredths(paid[person, of]["实交金额"]) > 0)
            for of in months)
        if unpaid and stood(row, as_of):
            own[stood(row, as_of)]["dues_arrears"] += 1
    return [code for code in standing if orgs[code]["组织类型"] == "团支部" and looks_after(code, orgs) in told]


TOWN = re.compile(r"(镇|乡|街道|苏木)((办事处|人民政府)?(工作委员会|委员会|团工委|团委|工委|委))*$")
SCHOOLS = {"普通高等院校", "职业教育学校", "普通高中", "初中", "小学"}
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
        above = code
        while above and not orgs[above].get("行业类别"):
            above = orgs[above]["上级组织编码"]
        school = above and orgs[above]["行业类别"] in SCHOOLS
        part["L01"] = int(not school and day(row["成立日期"]) >= "2020-06-01")
        part["P04"] = (figures["volunteers"], figures["members"])
        part["P05"] = (figures["volunteer_times"], figures["volunteers"])
        part["P06"] = (figures["volunteer_minutes"], figures["volunteers"])
        part["L17"] = (figures["graduates_transferred"], figures["graduates"])

    for code in standing:
        above = orgs.get(orgs[code]["上级组织编码"], {})
        kinds = SCHOOLS - {"小学"}
        if orgs[code]["行业类别"] not in kinds or above.get("行业类别") in kinds:
            continue
        below = [at for at in standing if under(at, code, orgs)]
        if sum(teachers.get(at, 0) for at in below) >= 3 and orgs[code]["行业类别"] != "普通高等院校":
            parts[code]["K02"] = (int(any(
                orgs[at]["组织类型"] == "团支部" and orgs[at]["支部类别"] == "教师" for at in below)), 1)

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
            elif step == "L01":
                sums[step] = (sums.get(step, (0,))[0] + own, None)
            else:
                num, of = sums.get(step, (0, 0))
                sums[step] = (num + own[0], of + own[1])
    for step in ("T02.1", "T03.1", "T09.1", "K02"):
        sums.setdefault(step, (0, 0))
    sums["P06"] = (sums["P06"][0] // 60, sums["P06"][1])
    sums["T13.1"] = (min(least), None) if least else (0, 0)
    return sums


def count(directory, as_of):
    end = as_of + " 23:59:59"
    least = 3 if as_of >= "2019-03-01" else 1
    today = datetime.date.fromisoformat(as_of)

    orgs, order, children = {}, [], {}
    for row in rows(directory, "团组织"):
        orgs[row["组织编码"]] = row
        order.append(row["组织编码"])
        children.setdefault(row["上级组织编码"], []).append(row["组织编码"])

    def exists(row):
        founded, closed = day(row["成立日期"]), day(row.get("停用日期", ""))
        return (not founded or founded <= as_of) and (not closed or closed > as_of)

    standing = {code for code, row in orgs.items() if exists(row)}
    own = {code: dict.fromkeys(FIELDS, 0) for code in orgs}

    # Who moved after the day in question stood elsewhere on it.
    moved = {}
    for row in rows(directory, "组织关系转接"):
        if row["转接类型"] != "转至省外" and row["状态码"] == "5" and row["转入组织编码"] and moment(row["办结时间"]) > end:
            key = row["身份证号"].upper()
            moved.setdefault(key, []).append((moment(row["办结时间"]), row["转出组织编码"], row["转入组织编码"]))

    bearers, teachers = {}, {}
    due = []
    yearly = records.Yearly(orgs, as_of)
    for row in rows(directory, "团员"):
        yearly.see(row)
        state = row["团籍状态"]
        if state not in MEMBER_STATES and not state.endswith("待审"):
            continue
        branch = row["所在团支部编码"]
        since = day(row["加入本支部日期"])
        for _, left, entered in sorted(moved.get(row["身份证号"].upper(), []), reverse=True):
            if entered == branch:
                branch, since = left, ""
        joined = month(row["入团年月"])
        if branch not in standing or (since and since > as_of) or joined > as_of[:7]:
            continue
        figures = own[branch]
        figures["members"] += 1
        teachers[branch] = teachers.get(branch, 0) + int(row["职业"].endswith("教职工"))
        if row["报到状态"] in REPORTED_STATES and (not row["报到时间"] or moment(row["报到时间"]) <= end):
            figures["reported"] += 1
        volunteer = day(row["注册志愿者时间"])
        figures["volunteers"] += int(bool(volunteer) and volunteer <= as_of)
        figures["volunteer_times"] += int(row["年度志愿服务次数"] or 0)
        figures["volunteer_minutes"] += hundredths(row["年度志愿服务时长"]) * 60 // 100
        yearly.member(row, branch, joined, figures)
        number = row["团员编号"]
        if number:
            bearers[number] = bearers.get(number, 0) + 1
        if joined >= "2017-01":
            figures["number_due"] += 1
            if number_passes(number, int(joined[:4])):
                due.append((branch, number))
    for branch, number in due:
        if bearers[number] == 1:
            own[branch]["number_filled"] += 1

    cadres, onboarded, secretaries = {}, {}, {}
    for row in rows(directory, "团干部"):
        code, person = row["所在组织编码"], row["身份证号"].upper()
        start, stop = day(row["任职日期"]), day(row["离任日期"])
        if code not in standing or (start and start > as_of) or (stop and stop <= as_of):
            continue
        cadres.setdefault(code, set()).add(person)
        if row["职务"] == "书记":
            secretaries.setdefault(code, set()).add(person)
        if row["已入驻移动端"] == "是" and (not row["入驻时间"] or moment(row["入驻时间"]) <= end):
            onboarded.setdefault(code, set()).add(person)

    for code in standing:
        row, figures = orgs[code], own[code]
        figures["orgs"] = 1
        figures["cadres"] = len(cadres.get(code, ()))
        figures["onboarded"] = len(onboarded.get(code, ()))
        if row["组织类型"] != "团支部":
            figures["hollow_committees"] = int(not any(child in standing for child in children.get(code, ())))
            continue
        figures["branches"] = 1
        figures["no_cadre_branches"] = int(not cadres.get(code))
        figures["secretary_onboarded"] = int(bool(secretaries.get(code, set()) & onboarded.get(code, set())))
        founded = day(row["成立日期"])
        young = founded and (today - datetime.date.fromisoformat(founded)).days < 180
        spared = row["支部类别"] in TEMPORARY and young
        figures["hollow_branches"] = int(figures["members"] < least and not spared)

    def read(stem):
        return rows(directory, stem)

    yearly.finish(own)
    lived = records.count_activities(read, day, as_of, orgs, standing, own)
    records.count_ledger(read, moment, as_of, orgs, order, standing, own, children)
    declared = records.count_declared(read, moment, as_of, orgs, standing)
    count_transfers(directory, as_of, orgs, standing, own)
    count_graduates(directory, as_of, orgs, standing, own)
    rostered = count_dues(directory, as_of, orgs, standing, own)

    # Children are added to their parents from the deepest level up.
    depth = {}
    for code in order:
        way = []
        while code and code not in depth:
            way.append(code)
            code = orgs[code]["上级组织编码"]
        for above in reversed(way):
            depth[above] = depth.get(orgs[above]["上级组织编码"], -1) + 1
    total = {code: dict(figures) for code, figures in own.items()}
    for code in sorted(orgs, key=lambda code: -depth[code]):
        parent = orgs[code]["上级组织编码"]
        if parent:
            for field in FIELDS:
                total[parent][field] += total[code][field]

    parts, found = count_own_steps(directory, as_of, orgs, children, standing, own, teachers)
    found["low-dues-rate"] = {
        code for code in rostered
        if 0 < own[code]["dues_liable"] and own[code]["dues_in_time_online"] * 100 < 80 * own[code]["dues_liable"]}

    out, steps = [], {}
    for root in children.get("", []):
        for code in [root] + [child for child in children.get(root, []) if child in standing]:
            row = orgs[code]
            head = {"code": code, "name": row["组织全称"], "kind": row["组织类型"]}
            out.append(head | total[code])
            steps[code] = add_steps(parts, orgs, code)
    findings = {rule: sorted(codes) for rule, codes in found.items()}
    return {"rows": out, "steps": steps, "findings": findings, "found": lived, "declared": declared}


def main():
    if len(sys.argv) != 3 or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", sys.argv[2]):
        sys.exit(__doc__)
    json.dump(count(sys.argv[1], sys.argv[2]), sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
