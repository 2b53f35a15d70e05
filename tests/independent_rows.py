"""How the independent count reads rosters: cells as texts that compare as the days, times and months in them do."""

import csv
import datetime
import glob
import os
import re

csv.field_size_limit(1 << 20)


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


def hundredths(text):
    whole, _, part = text.partition(".")
    return int(whole or 0) * 100 + int((part + "00")[:2])
