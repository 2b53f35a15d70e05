"""The part of the independent count that is about transfers, graduates and dues; straight from measures.md."""

import datetime

from independent_rows import day, hundredths, moment, month, rows, seconds

MEMBER_STATES = {"", "正常"}


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


def count_dues(directory, as_of, orgs, standing, own, month_asked):
    """Who owed for a month, who paid it in time and online, and who has paid nothing for the last six complete ones.

    Gives the branches whose leading body has brought dues of that month at all.
    """
    end = as_of + " 23:59:59"
    paid = {}
    for row in rows(directory, "团费"):
        of = month(row["所属月份"])
        if moment(row["缴纳时间"]) <= end:
            paid[row["身份证号"].upper(), of] = row
    months = [last_complete(as_of)]
    while len(months) < 6:
        months.append(month_before(months[-1]))
    told, brought, owing = set(), set(), []
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
        stays, unpaid = {}, True
        for of in months:  # The latest first, so that the first month with a leading body is the one that stays.
            place = stood(row, last_day(of))
            body = place and looks_after(place, orgs)
            if place and (person, of) in paid:
                brought.add((body, of))
            unpaid &= bool(place) and not ((person, of) in paid and hundredths(paid[person, of]["实交金额"]) > 0)
            stays[body] = of
        if unpaid and stood(row, as_of):
            owing.append((stood(row, as_of), set(stays.items())))
    for branch, stays in owing:
        own[branch]["dues_arrears"] += int(stays <= brought)
    return [code for code in standing if orgs[code]["组织类型"] == "团支部" and looks_after(code, orgs) in told]
