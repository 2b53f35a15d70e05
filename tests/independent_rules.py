"""The part of the independent count that is about rules: which organisations each one finds; straight from measures.md."""

import re

from independent_moves import MEMBER_STATES
from independent_rows import day, moment, number_passes, rows

STUDENTS = {"普通高等院校", "职业教育学校", "普通高中", "初中", "小学"}


def years_later(text, years):
    """The same day of another year; the day after where a leap day has none."""
    year, rest = int(text[:4]) + years, text[4:]
    leap = year % 4 == 0 and (year % 100 or year % 400 == 0)
    return f"{year:04}-03-01" if rest == "-02-29" and not leap else f"{year:04}{rest}"


def term(row):
    if row["组织类型"] != "团支部":
        return 5
    if row["支部类别"] in ("毕业班", "延迟毕业"):
        return 1
    return 1 if row["行业类别"] in STUDENTS and row["支部类别"] != "教师" else 3


def born(number):
    """The day of birth in an identity number, or "" for a foreign document."""
    if re.fullmatch(r"\d{17}[\dX]", number):
        return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    if re.fullmatch(r"\d{15}", number):
        return f"19{number[6:8]}-{number[8:10]}-{number[10:12]}"
    return ""


def wrong(number, joined):
    """Handbook A3, for joiners of any year."""
    return bool(number) and not number_passes(number, int(joined[:4]))


class Rows:
    """What rows of members say one by one, as they are counted at the day."""

    def __init__(self, as_of):
        self.as_of, self.of_28 = as_of, years_later(as_of, -28)
        self.found = {rule: set() for rule in (
            "duplicate-identity", "duplicate-number", "wrong-number", "missing-number", "unreachable-members",
            "over-age", "transfer-not-settled")}
        self.old, self.where, self.numbers = [], {}, {}

    def member(self, row, branch, joined):
        """A row that is a member of the branch at the day."""
        number, person = row["团员编号"], row["身份证号"].upper()
        self.where.setdefault(person, []).append(branch)
        if number:
            self.numbers.setdefault(number, []).append(branch)
        if wrong(number, joined):
            self.found["wrong-number"].add(branch)
        if not number and joined >= "2017-01":
            self.found["missing-number"].add(branch)
        if row.get("失联") == "是":
            self.found["unreachable-members"].add(branch)
        birth = born(person)
        if row["团籍状态"] in ("", "正常") and birth and birth <= self.of_28:
            self.old.append((person, branch))

    def finish(self, posted):
        """`posted` holds everybody with a current post in any organisation."""
        for person, branch in self.old:
            if person not in posted:
                self.found["over-age"].add(branch)
        for name, of in (("duplicate-identity", self.where), ("duplicate-number", self.numbers)):
            for branches in of.values():
                if len(branches) > 1:
                    self.found[name].update(branches)
        return self.found


def last_moves(directory, as_of):
    """Of everybody whose transfer was done by the day the last one: kind, whence, whither."""
    last = {}
    for row in rows(directory, "组织关系转接"):
        closed = moment(row["办结时间"])
        if row["转接类型"] == "转至省外" or row["状态码"] != "5" or not closed or closed > as_of + " 23:59:59":
            continue
        if row["转入组织编码"]:
            move = (closed, row["转接类型"], row["转出组织编码"], row["转入组织编码"])
            person = row["身份证号"].upper()
            last[person] = max(last.get(person, move), move)
    return last


def unsettled(row, branch, last):
    """Whether the roster still shows somebody in the branch that a done transfer led out of."""
    state, move = row["团籍状态"], last.get(row["身份证号"].upper())
    if move is None or (state not in MEMBER_STATES and not state.endswith("待审")):
        return False
    _, kind, left, entered = move
    return kind == "转至省内" and left == branch != entered


def by_figures(as_of, orgs, standing, own):
    """The rules that follow from an organisation's own row and figures."""
    least = 3 if as_of >= "2019-03-01" else 1
    found = {}

    def finds(rule, code, holds):
        found.setdefault(rule, set()).update([code] if holds else [])

    for code in standing:
        row, figures = orgs[code], own[code]
        branch = row["组织类型"] == "团支部"
        due, last = day(row.get("应换届日期", "")), day(row.get("最近换届日期", ""))
        due = due or (last and years_later(last, term(row)))
        finds("overdue-election", code, bool(due) and due < as_of)
        for rule, figure in (
            ("hollow-committee", "hollow_committees"), ("hollow-branch", "hollow_branches"),
            ("no-cadre-branch", "no_cadre_branches"), ("dues-arrears", "dues_arrears"),
            ("response-overdue", "responses_overdue"), ("ledger-without-org", "ledger_bare"),
            ("ledger-hollow-org", "ledger_hollow"), ("not-appraised", "unappraised"),
            ("not-registered", "unregistered"),
        ):
            finds(rule, code, figures[figure] > 0)
        finds("unreported-members", code, branch and figures["reported"] < figures["members"])
        finds("undersized-branch", code, branch and max(1, least) <= figures["members"] < 3)
        finds("graduates-not-transferred", code, figures["graduates_transferred"] < figures["graduates"])
    return found


