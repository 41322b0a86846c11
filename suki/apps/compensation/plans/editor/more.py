"""Sentences of the editor that are needed less often: limits, what counts, dates, later events, the whole plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suki.apps.compensation.plans import codes
from suki.apps.compensation.plans.editor.posted import Raw
from suki.apps.compensation.plans.editor.reading import unit_of_block
from suki.apps.compensation.plans.editor.slots import Slots, sentence

Said = tuple[Any, list[SafeString], bool]


def of_block(path: str, raw: Raw, slots: Slots, others: Mapping[str, str], currency: str) -> list[Said]:
    """The further groups of a block, each with whether it says anything."""
    return [
        (
            _("Limits"),
            _limits(path, raw, slots, currency),
            _any(raw, "threshold-at", "cap-input", "cap-payout"),
        ),
        (_("Only if another block is reached"), _gates(path, raw, slots, others), bool(_filled_gates(raw))),
        (_("A second measure chooses the column"), _matrix(path, slots), _any(raw, "matrix-input")),
        (
            _("What counts, and what does not"),
            _selected(path, slots),
            _says(raw, "only") or _says(raw, "except"),
        ),
        (_("Dates and quota"), _dates(path, slots), _any(raw, "from", "until", "quota")),
        (
            _("Held back, taken back"),
            _later(path, slots),
            _any(raw, "hold-share", "hold-months") or _is_clawed(raw),
        ),
    ]


def of_plan(slots: Slots, raw: Raw) -> list[Said]:
    """What holds for all of the plan."""
    advance = [
        sentence(
            _("Pay at least {amount} in each period (a draw); what was not earned of it {recoverable}."),
            amount=slots.text("draw-amount", _("Draw in each period")),
            recoverable=slots.select(
                "draw-recoverable", {"false": _("is not owed"), "true": _("is owed and taken off later")}, _("What becomes of the draw")
            ),
        ),
        sentence(
            _("Guarantee {amount} in each of the first {periods} periods."),
            amount=slots.text("guarantee-amount", _("Guaranteed in each period")),
            periods=slots.text("guarantee-periods", _("Number of periods")),
        ),
        sentence(
            _("When somebody leaves, a draw that was not earned {draw}."),
            draw=slots.select("on_leaving-draw", codes.DRAW_ON_LEAVING, _("A draw when somebody leaves"), blank="–"),
        ),
    ]  # fmt: skip
    other = [
        sentence(
            _("Whoever is paid in another currency is paid at {payout}."),
            payout=slots.select("exchange-payout", codes.PAYOUT_RATE, _("Rate of exchange"), blank="–"),
        ),
        sentence(
            _("At a handoff {rule}; months: {months}; shares, separated by semicolons: {shares}."),
            rule=slots.select("handoff-rule", codes.HANDOFF, _("Credit after a handoff"), blank="–"),
            months=slots.text("handoff-months", _("Months after the handoff")),
            shares=slots.text("handoff-shares", _("Shares after the handoff"), size="m", unit="percent"),
        ),
    ]
    texts = [
        format_html(
            '<label class="gap-text"><span>{}</span>{}</label>', name, _area(slots, f"wording-{code}")
        )
        for code, name in settings.LANGUAGES
    ]
    return [
        (_("Draw and guarantee"), advance, any(_any(raw, each) for each in ("draw-amount", "guarantee-amount", "on_leaving-draw"))),
        (_("Currencies and handoff"), other, _any(raw, "exchange-payout", "handoff-rule")),
        (_("Own words in the document"), texts, _says(raw, "wording")),
    ]  # fmt: skip


def _limits(path: str, raw: Raw, slots: Slots, currency: str) -> list[SafeString]:
    unit = unit_of_block(raw)
    return [
        sentence(
            _("Pay nothing below {at}; once there, pay {pays}."),
            at=slots.text(f"{path}-threshold-at", _("Threshold"), unit=unit, currency=currency),
            pays=slots.select(f"{path}-threshold-pays", codes.PAYS, _("What the threshold pays")),
        ),
        sentence(
            _("Count at most {input}, and pay at most {payout}."),
            input=slots.text(f"{path}-cap-input", _("Most that counts"), unit=unit, currency=currency),
            payout=slots.text(f"{path}-cap-payout", _("Most that is paid"), unit="money", currency=currency),
        ),
    ]


def _gates(path: str, raw: Raw, slots: Slots, others: Mapping[str, str]) -> list[SafeString]:
    """One line for each gate, and one more to fill."""
    filled = len(raw.get("gate") or [])
    places = range(filled if filled > len(_filled_gates(raw)) else filled + 1)
    return [
        sentence(
            _("Pay only if {component} reaches {at}."),
            component=slots.select(f"{path}-gate-{place}-component", others, _("Other block"), blank="–"),
            at=slots.text(
                f"{path}-gate-{place}-at", _("What it must reach"), unit=_gate_unit(raw, slots, place)
            ),
        )
        for place in places
    ]


def _gate_unit(raw: Raw, slots: Slots, place: int) -> str:
    gates = raw.get("gate") or []
    named = gates[place].get("component") if place < len(gates) else None
    found = next((each for each in slots.raw.get("components") or [] if each.get("name") == named), None)
    return unit_of_block(found) if named and found is not None else "percent"


def _matrix(path: str, slots: Slots) -> list[SafeString]:
    again = format_html(
        '<button class="btn" data-kind="quiet" data-size="s" name="do" value="again" formnovalidate data-structure>{}</button>',
        _("Show the columns"),
    )
    return [
        sentence(
            _(
                "The column is chosen by {input}; columns begin above (separated by semicolons): {from_}. {again}"
            ),
            input=slots.select(
                f"{path}-matrix-input", codes.MATRIX_INPUT, _("Second measure"), blank=_("nothing")
            ),
            from_=slots.text(f"{path}-matrix-from", _("Where the columns begin"), size="m", unit="percent"),
            again=again,
        )
    ]


def _selected(path: str, slots: Slots) -> list[SafeString]:
    words = (("only", _("Only: products {products}, customers {accounts}, who are {lifecycles}, won within the last {months} months.")),
             ("except", _("Except: products {products}, customers {accounts}, who are {lifecycles}, won within the last {months} months.")))  # fmt: skip
    return [
        sentence(
            text,
            products=slots.text(
                f"{path}-{key}-products", _("Codes of products, separated by semicolons"), size="m"
            ),
            accounts=slots.text(
                f"{path}-{key}-accounts", _("Names of customers, separated by semicolons"), size="l"
            ),
            lifecycles=slots.checks(f"{path}-{key}-lifecycles", codes.LIFECYCLES, _("Where customers stand")),
            months=slots.text(f"{path}-{key}-new_accounts_months", _("Months since a customer was won")),
        )
        for key, text in words
    ]


def _dates(path: str, slots: Slots) -> list[SafeString]:
    return [
        sentence(
            _("It holds from {from_} up to and including {until} (a campaign; empty: as long as the plan)."),
            from_=slots.text(f"{path}-from", _("First day"), size="d"),
            until=slots.text(f"{path}-until", _("Last day"), size="d"),
        ),
        sentence(
            _("Does it count towards the quota? {quota}"),
            quota=slots.select(f"{path}-quota", codes.YES_NO, _("Counts towards the quota"), blank="–"),
        ),
    ]


def _later(path: str, slots: Slots) -> list[SafeString]:
    back = f"{path}-clawback"
    return [
        sentence(
            _("Hold back {share} for {months} months; whoever leaves before {on_leaving}."),
            share=slots.text(f"{path}-hold-share", _("Share that is held back"), unit="percent"),
            months=slots.text(f"{path}-hold-months", _("Months that it is held back")),
            on_leaving=slots.select(f"{path}-hold-on_leaving", codes.HELD_ON_LEAVING, _("What is held back of whoever leaves")),
        ),
        sentence(
            _("Take back what is returned or not paid within {days} days or {months} months (empty: always) {by}, in {parts} parts; attainment {attainment}."),
            days=slots.text(f"{back}-within_days", _("Days")),
            months=slots.text(f"{back}-within_months", _("Months")),
            by=slots.select(f"{back}-by", codes.CLAWBACK_BY, _("How much is taken back")),
            parts=slots.text(f"{back}-instalments", _("Number of parts")),
            attainment=slots.select(f"{back}-attainment", codes.CLAWBACK_ATTAINMENT, _("Attainment after a return")),
        ),
    ]  # fmt: skip


def _area(slots: Slots, path: str) -> SafeString:
    written = (slots.raw.get("wording") or {}).get(path.partition("-")[2], "")
    return format_html(
        '<textarea class="input" name="{}" id="{}" rows="2">{}</textarea>', path, path, written
    )


def _filled_gates(raw: Raw) -> list[Raw]:
    return [each for each in raw.get("gate") or [] if each.get("component") or each.get("at")]


def _is_clawed(raw: Raw) -> bool:
    given = raw.get("clawback") or {}
    return any(value not in ("", "reduce", "full", "1") for value in given.values())


def _says(raw: Raw, key: str) -> bool:
    return any((raw.get(key) or {}).values())


def _any(raw: Raw, *paths: str) -> bool:
    """Whether any of these places says something."""
    for path in paths:
        held: Any = raw
        for step in path.split("-"):
            held = held.get(step) if isinstance(held, dict) else None
        if held:
            return True
    return False
