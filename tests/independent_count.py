#!/usr/bin/env python3
"""Counts a directory of rosters again, straight from measures.md, to check the program by.

    independent_count.py DIRECTORY 2018-06-30 [--orgs N] [--seed S]

reads 团组织*.csv, 团员*.csv, 团干部*.csv (and 组织关系转接*.csv, 团费*.csv, 毕业生底数*.csv, 活动*.csv, 两新台账*.csv,
事项申报*.csv where there are any) and prints JSON: under "rows" one object for the root and for each of its direct children,
with the figures of the subtree at the end of that day; under "steps" for each of them the part and the whole of the steps of
programmes; under "findings" the codes of the organisations that each rule finds; under "found" how many the rules of
organisation life find in all; under "declared" who has declared what. Under "drawn" come N more organisations of any depth and
kind, drawn by the seed: each with figures, steps, and how many findings of each rule it has below it. Standard library only;
shares no code with the program.
"""

import argparse
import datetime
import json
import random
import sys

import independent_records as records
import independent_rules as rules
from independent_moves import (
    MEMBER_STATES, count_dues, count_graduates, count_transfers, last_complete)
from independent_rows import day, hundredths, moment, month, number_passes, rows
from independent_steps import add_steps, count_own_steps, under

TEMPORARY = {"流动团员", "毕业学生流动团员", "学社衔接临时", "新入职公职人员临时", "临时", "待转接"}
REPORTED_STATES = {"待审核", "通过", "修改待审核", "修改被退回"}
FIELDS = [
    "orgs", "branches", "hollow_committees", "hollow_branches", "no_cadre_branches", "members", "reported", "cadres",
    "onboarded", "secretary_onboarded", "number_due", "number_filled",
    "transfers_out_open", "transfers_out_done", "transfers_in_open", "transfers_in_done",
    "responses_due", "responses_in_time", "responses_overdue",
    "graduates", "graduates_transferred", "dues_liable", "dues_in_time_online", "dues_arrears",
    "volunteers", "volunteer_times", "volunteer_minutes",
] + records.FIELDS


def count(directory, as_of, drawn, seed):
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

    bearers, teachers, last_moves = {}, {}, rules.last_moves(directory, as_of)
    said = rules.Rows(as_of)
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
        if branch == row["所在团支部编码"] and branch in standing and rules.unsettled(row, branch, last_moves):
            said.found["transfer-not-settled"].add(branch)
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
        said.member(row, branch, joined)
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
    rostered = count_dues(directory, as_of, orgs, standing, own, last_complete(as_of))
    # T13.3 is about one month (programmes.yaml): once that is over, no later one says anything about it.
    september = {code: dict.fromkeys(FIELDS, 0) for code in orgs}
    count_dues(directory, as_of, orgs, standing, september, min(last_complete(as_of), "2018-09"))

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
    for code in orgs:  # Who owed at the end of a month owed in a branch that may be closed by now.
        parts.setdefault(code, {})["T13.3"] = (september[code]["dues_in_time_online"], september[code]["dues_liable"])
    found["low-dues-rate"] = {
        code for code in rostered
        if 0 < own[code]["dues_liable"] and own[code]["dues_in_time_online"] * 100 < 80 * own[code]["dues_liable"]}
    found |= lived | said.finish({person for posted in cadres.values() for person in posted})
    found |= rules.by_figures(as_of, orgs, standing, own)

    def told(code):
        row = orgs[code]
        return {"code": code, "name": row["组织全称"], "kind": row["组织类型"]} | total[code]

    out, steps = [], {}
    for root in children.get("", []):
        for code in [root] + [child for child in children.get(root, []) if child in standing]:
            out.append(told(code))
            steps[code] = add_steps(parts, orgs, code)
    picked = random.Random(seed).sample(sorted(standing), min(drawn, len(standing)))
    return {
        "rows": out, "steps": steps,
        "findings": {rule: sorted(codes) for rule, codes in found.items()},
        "found": {rule: len(codes) for rule, codes in lived.items()}, "declared": declared,
        "drawn": [{
            "row": told(code), "steps": add_steps(parts, orgs, code),
            "findings": {rule: sum(under(at, code, orgs) for at in codes) for rule, codes in found.items()},
        } for code in picked],
    }


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("directory")
    asked.add_argument("day", type=datetime.date.fromisoformat)
    asked.add_argument("--orgs", type=int, default=0)
    asked.add_argument("--seed", type=int, default=1)
    args = asked.parse_args()
    counted = count(args.directory, args.day.isoformat(), args.orgs, args.seed)
    json.dump(counted, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
