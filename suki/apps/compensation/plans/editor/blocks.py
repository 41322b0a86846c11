"""The editor as it is drawn: each block's sentences with their gaps, its steps, its problems and what is unwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suki.apps.compensation.plans import codes
from suki.apps.compensation.plans.editor import more
from suki.apps.compensation.plans.editor.posted import Raw
from suki.apps.compensation.plans.editor.reading import unit_of_block
from suki.apps.compensation.plans.editor.slots import Slots, sentence
from suki.kernel.errors import Problem


@dataclass(frozen=True)
class Step:
    """One step of the table: its sentence, its further columns, and the button that takes it out."""

    said: SafeString
    take_out: str
    number: int


@dataclass(frozen=True)
class Group:
    """Sentences that are needed less often, behind a heading; open where any of them says something."""

    title: Any
    sentences: list[SafeString]
    is_open: bool


@dataclass(frozen=True)
class Block:
    """A component as the editor shows it."""

    place: int
    title: str
    name: SafeString
    sentences: list[SafeString]
    steps: list[Step]
    groups: list[Group]
    problems: list[Problem]
    hints: list[Any] = field(default_factory=list)
    is_first: bool = False
    is_last: bool = False
    has_columns: bool = False


def blocks_of(
    raw: Raw, problems: Sequence[Problem], hints: Mapping[str, list[Any]], currency: str
) -> list[Block]:
    """Every block of what was typed."""
    slots = Slots(raw, {problem.where: problem.what for problem in problems})
    blocks = raw.get("components") or []
    return [
        _block(place, each, slots, problems, hints, currency, len(blocks))
        for place, each in enumerate(blocks)
    ]


def whole_of(
    raw: Raw, problems: Sequence[Problem], currencies: Mapping[str, str]
) -> tuple[list[SafeString], list[Group]]:
    """The sentences about all of the plan, and those that are needed less often."""
    slots = Slots(raw, {problem.where: problem.what for problem in problems})
    said = [
        sentence(
            _("Amounts are in {currency}; counting begins anew {period}."),
            currency=slots.select("currency", currencies, _("Currency of the plan")),
            period=slots.select("period", codes.PERIOD, _("When counting begins anew")),
        )
    ]
    groups = [Group(title, each, is_open) for title, each, is_open in more.of_plan(slots, raw)]
    return said, groups


def _block(
    place: int, raw: Raw, slots: Slots, problems: Sequence[Problem], hints: Mapping[str, list[Any]], currency: str, many: int
) -> Block:  # fmt: skip
    path = f"components-{place}"
    name = str(raw.get("name") or "")
    others = {
        str(each["name"]): str(each["name"])
        for each in slots.raw.get("components") or []
        if each.get("name") and each["name"] != name
    }
    return Block(
        place=place,
        title=name or _("Block {number}").format(number=place + 1),
        name=slots.text(f"{path}-name", _("Name of the block"), size="l"),
        sentences=_sentences(path, raw, slots, currency),
        steps=_steps(path, raw, slots, place, currency),
        groups=[Group(*each) for each in more.of_block(path, raw, slots, others, currency)],
        problems=[each for each in problems if each.where == path or each.where.startswith(f"{path}-")],
        hints=hints.get(name, []),
        is_first=place == 0,
        is_last=place + 1 == many,
        has_columns=bool((raw.get("matrix") or {}).get("input")),
    )


def _sentences(path: str, raw: Raw, slots: Slots, currency: str) -> list[SafeString]:
    """The heart of a block: what counts, whose it is, what is paid, how the steps are read."""
    output = codes.code_of(raw, "output")
    methods = codes.METHOD_OF_MONEY if output in codes.MONEY else codes.METHOD
    said = []
    if codes.code_of(raw, "input") != "score":
        said.append(
            sentence(
                _("For what is {counts}, look at {measure}. Whose: {credit}"),
                counts=slots.select(f"{path}-counts", codes.COUNTS, _("When it counts")),
                measure=slots.select(f"{path}-measure", codes.MEASURE, _("What is looked at")),
                credit=slots.checks(f"{path}-credit", codes.CREDIT, _("Whose credit counts")),
            )
        )
    pays = slots.select(f"{path}-output", codes.OUTPUT, _("What a step pays"))
    steps = slots.select(f"{path}-input", codes.INPUT, _("What the steps are stated in"))
    said.append(sentence(_("Pay {output}; the steps are stated in {input}."), output=pays, input=steps))
    if output == "target" or raw.get("target_pay"):
        gap = slots.text(f"{path}-target_pay", _("Target pay"), unit="money", currency=currency)
        said.append(
            sentence(
                _(
                    "Target pay is {target} each time counting begins anew (empty: what is agreed with each person)."
                ),
                target=gap,
            )
        )
    if output == "multiplier" or raw.get("base_rate"):
        gap = slots.text(f"{path}-base_rate", _("Base rate"), unit="percent")
        said.append(sentence(_("The base rate is {rate}."), rate=gap))
    said.append(
        sentence(
            _("Take {per}, and pay {method}."),
            per=slots.select(f"{path}-per", codes.PER, _("What is added up")),
            method=slots.select(f"{path}-method", methods, _("How the steps are read")),
        )
    )
    return said


def _steps(path: str, raw: Raw, slots: Slots, place: int, currency: str) -> list[Step]:
    unit, output = unit_of_block(raw), codes.code_of(raw, "output")
    paid = {"fixed": "money", "multiplier": "number"}.get(output, "percent")
    columns = len(
        [each for each in str((raw.get("matrix") or {}).get("from") or "").split(";") if each.strip()]
    )
    with_matrix = bool((raw.get("matrix") or {}).get("input"))
    made = []
    for number, _each in enumerate(raw.get("tiers") or []):
        at = f"{path}-tiers-{number}"
        start = slots.text(
            f"{at}-from",
            _("Step {number} begins above").format(number=number + 1),
            unit=unit,
            currency=currency,
        )
        names = (
            [f"{path}-matrix-rates-{number}-{column}" for column in range(columns)]
            if with_matrix
            else [f"{at}-pays"]
        )
        cells = [
            slots.text(
                name,
                _("Step {number} pays").format(number=number + 1)
                if not with_matrix
                else _("Step {number} pays in column {column}").format(number=number + 1, column=column + 1),
                unit=paid,
                currency=currency,
            )
            for column, name in enumerate(names)
        ]
        joined = SafeString("".join(cells))
        made.append(
            Step(
                sentence(_("above {from_} pay {paid}"), from_=start, paid=joined),
                f"unstep:{place}:{number}",
                number + 1,
            )
        )
    return made
