"""A list of colleagues as people paste it: from a sheet, a mail or a file, with or without a heading."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext as _

from suki.apps.people.titles import suggested_functions
from suki.base.access import Function
from suki.kernel.errors import BadInput, Problem

MOST = 500
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_HEADINGS = {
    "name",
    "title",
    "email",
    "e-mail",
    "mail",
    "titel",
    "họ tên",
    "tên",
    "chức danh",
    "nama",
    "jabatan",
    "pangalan",
}


@dataclass(frozen=True)
class Colleague:
    """One line of the list, with the functions its title suggests."""

    name: str
    title: str = ""
    email: str = ""
    functions: tuple[Function, ...] = ()


def read_roster(text: str) -> list[Colleague]:
    """The colleagues a text lists, one a line: name, title and mail address in any order after the name.

    Lines that cannot be meant are named, all of them.
    """
    found, problems, seen = [], [], {}
    for number, cells in _lines(text):
        try:
            colleague = _colleague(cells)
        except ValueError as wrong:
            problems.append(Problem("", _("Line {number}: {what}").format(number=number, what=wrong)))
            continue
        if colleague.email and colleague.email in seen:
            what = _("{email} stands in line {other} already.").format(
                email=colleague.email, other=seen[colleague.email]
            )
            problems.append(Problem("", _("Line {number}: {what}").format(number=number, what=what)))
        seen[colleague.email] = number
        found.append(colleague)
    if len(found) > MOST:
        problems.append(
            Problem("", _("At most {most} people at once; use the import for more.").format(most=MOST))
        )
    if problems:
        raise BadInput(problems)
    return found


def _lines(text: str) -> list[tuple[int, list[str]]]:
    lines = text.replace("\r\n", "\n").replace("\ufeff", "").split("\n")
    mark = next((mark for mark in ("\t", ";", ",") if any(mark in line for line in lines)), ",")
    rows = [
        (number, [cell.strip() for cell in next(csv.reader(StringIO(line), delimiter=mark), [])])
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    if (
        rows
        and {cell.casefold() for cell in rows[0][1]} & _HEADINGS
        and not any("@" in cell for cell in rows[0][1])
    ):
        rows = rows[1:]
    return rows


def _colleague(cells: list[str]) -> Colleague:
    email, words = "", []
    for cell in cells:
        address = _MAIL.search(cell)
        if address and not email:
            email = address[0].lower().rstrip(".,;")
            cell = cell.replace(address[0], "").strip(" <>,;")
        elif "@" in cell:
            raise ValueError(_("“{text}” is no mail address.").format(text=cell[:60]))
        if cell:
            words.append(cell)
    if not words:
        raise ValueError(_("the name is missing."))
    if len(words[0]) > 200 or len(" ".join(words[1:])) > 120:
        raise ValueError(_("the name or the title is too long."))
    title = ", ".join(words[1:])
    return Colleague(words[0], title, email, tuple(suggested_functions(title)))
