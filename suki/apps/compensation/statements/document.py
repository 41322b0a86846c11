"""A statement on paper: the same lines and sums as on the screen, in any of the five languages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override

from suki.apps.compensation.statements.reasons import formula_of, reasons_of
from suki.apps.compensation.statements.sheet import Group, Sheet, Shown, sheet_of
from suki.base.formats import amount_text, bare_text, day_text, number_text, percent_text
from suki.base.languages import language_of

PAGE: Final = Path(__file__).parent / "statement.typ"


def pdf_of(sheet: Sheet, language: str) -> bytes:
    """The statement as a PDF. It carries its own letters: every machine prints the same."""
    with TemporaryDirectory(prefix="suki-statement-") as folder:
        shutil.copy(PAGE, folder)
        texts = json.dumps(content_of(sheet, language), ensure_ascii=False)
        made: bytes = typst.compile(
            str(Path(folder) / PAGE.name), root=folder, ignore_system_fonts=True,
            sys_inputs={"texts": texts}, format="pdf",
        )  # fmt: skip
    return made


def content_of(sheet: Sheet, language: str) -> dict[str, Any]:
    """All texts of the document, in its language."""
    spoken = language_of(language)
    with override(spoken):
        return _content(sheet_of(sheet.statement), spoken)


def _content(sheet: Sheet, spoken: str) -> dict[str, Any]:
    statement, code = sheet.statement, sheet.statement.currency
    return {
        "language": spoken, "firm": statement.period.entity.name,
        "title": _("Statement for {period}").format(period=statement.period.name),
        "person": statement.person.name,
        "days": f"{day_text(statement.period.valid.lower)} – {day_text(sheet.last_day)}",
        "plans": ["{} {}".format(each.plan.name, _("version {number}").format(number=each.number)) for each in sheet.versions],
        "head": [
            _("Date"), _("Document and client"), _("Net amount"), _("Credit"), _("After"), _("Rates it met"),
            f"{_('Amount')} ({code})",
        ],
        "groups": [_group(each, code) for each in sheet.groups],
        "sums": _sums(sheet, code),
        "note": _("Every line is rounded once; all sums are sums of lines. Numbers are worked out again in the workbook of this statement."),
    }  # fmt: skip


def _group(group: Group, code: str) -> dict[str, Any]:
    return {
        "title": group.title,
        "total": [_("{title}, together").format(title=group.title), bare_text(group.amount, code)],
        "lines": [_line(each, code) for each in group.lines],
    }


def _line(each: Shown, code: str) -> dict[str, Any]:
    row, credit = each.row, each.row.credit
    after = ""
    if row.after is not None:
        after = (
            percent_text(row.after)
            if each.is_by_quota and abs(row.after) < 1000
            else number_text(row.after.normalize())
        )
    why = [*reasons_of(row), formula_of(row)]
    if each.received is not None:
        why.insert(0, _("Paid by the client: {amount}, last on {day}.").format(
            amount=bare_text(each.received, row.statement.period.entity.currency), day=day_text(each.received_on)))  # fmt: skip
    if each.is_open:
        why.insert(0, _("In doubt: not paid until it is decided."))
    return {
        "cells": [
            day_text(row.day, "short"), " · ".join(filter(None, [row.document, row.account.name if row.account else ""])),
            bare_text(each.net, row.statement.period.entity.currency) if credit else "",
            percent_text(credit.share / 100) if credit else "", after, each.rates, bare_text(row.amount, code),
        ],
        "why": " ".join(filter(None, why)),
    }  # fmt: skip


def _sums(sheet: Sheet, code: str) -> list[list[str]]:
    found = sheet.statement
    told = [
        (_("Earned"), found.earned), (_("Corrections of earlier periods"), found.adjusted),
        (_("Held back"), found.held), (_("Released"), found.released), (_("Draw and balance"), found.drawn),
    ]  # fmt: skip
    rows = [[name, bare_text(amount, code)] for name, amount in told if amount or name == _("Earned")]
    if sheet.in_doubt:
        rows.append([_("In doubt"), bare_text(-sheet.in_doubt, code)])
    rows.append([_("Paid out"), amount_text(sheet.payable, code)])
    if found.opening or found.closing:
        rows += [
            [_("Opening balance"), bare_text(found.opening, code)],
            [_("Closing balance"), bare_text(found.closing, code)],
        ]
    return rows
