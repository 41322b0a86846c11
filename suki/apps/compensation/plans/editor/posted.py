"""What the editor posts, as nested text: exactly what was typed, kept until it can be read, moved about by buttons."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.http import QueryDict

Raw = dict[str, Any]
LISTS = ("credit", "lifecycles")
MOST_BLOCKS, MOST_STEPS, LONGEST = 30, 60, 20
_PARTS = ("threshold", "cap", "only", "except", "hold", "clawback")
_OF_RULES = frozenset({
    "currency", "period", "components", "draw", "guarantee", "exchange", "handoff", "on_leaving", "wording",
})  # fmt: skip


def nested(post: QueryDict) -> Raw:
    """The gaps of the form by their places: components-0-tiers-1-from becomes a step of a block."""
    raw: Raw = {}
    for name in post:
        steps = name.split("-")
        if steps[0] not in _OF_RULES or len(steps) > 6 or any(len(step) > LONGEST for step in steps):
            continue
        given = (
            post.getlist(name) if steps[-1] in LISTS else str(post.get(name, "")).replace("\x00", "")[:2000]
        )
        _put(raw, steps, [each for each in given if each] if isinstance(given, list) else given)
    return _shaped(_listed(raw))


def at(raw: Any, path: str) -> Any:
    """What stands at a place; nothing where there is no such place."""
    for step in path.split("-"):
        if isinstance(raw, Mapping):
            raw = raw.get(step)
        elif isinstance(raw, list) and step.isdecimal() and int(step) < len(raw):
            raw = raw[int(step)]
        else:
            return None
    return raw


def done(raw: Raw, what: str) -> Raw:
    """A button of the editor pressed: a block or a step is added, taken out, copied or moved. Nothing is saved by it."""
    verb, *places = what.split(":")
    where = [int(place) for place in places if place.isdecimal() and len(place) < 4]
    raw = deepcopy(raw)
    blocks = raw.setdefault("components", [])
    if verb == "add" and len(blocks) < MOST_BLOCKS:
        blocks.append({"tiers": [{"from": "0", "pays": ""}], "credit": ["own"]})
    elif where and where[0] < len(blocks):
        _done_to_block(blocks, verb, where)
    return raw


def _done_to_block(blocks: list[Raw], verb: str, where: list[int]) -> None:
    place = where[0]
    steps = blocks[place].setdefault("tiers", [])
    rows = (blocks[place].get("matrix") or {}).get("rates") or []
    if verb == "drop":
        del blocks[place]
    elif verb == "copy" and len(blocks) < MOST_BLOCKS:
        copied = deepcopy(blocks[place])
        copied["name"] = ""
        blocks.insert(place + 1, copied)
    elif verb == "up" and place:
        blocks.insert(place - 1, blocks.pop(place))
    elif verb == "down" and place + 1 < len(blocks):
        blocks.insert(place + 1, blocks.pop(place))
    elif verb == "step" and len(steps) < MOST_STEPS:
        steps.append({"from": "", "pays": ""})
    elif verb == "unstep" and len(where) > 1 and where[1] < len(steps):
        del steps[where[1]]
        if where[1] < len(rows):
            del rows[where[1]]


def _put(raw: Raw, steps: list[str], value: Any) -> None:
    for step in steps[:-1]:
        inner = raw.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        raw = inner
    raw[steps[-1]] = value


def _listed(raw: Any) -> Any:
    """Places that are counted become lists, in their order; gaps between the numbers close."""
    if not isinstance(raw, dict):
        return raw
    if raw and all(key.isdecimal() for key in raw):
        return [_listed(raw[key]) for key in sorted(raw, key=int)[:MOST_STEPS]]
    return {key: _listed(value) for key, value in raw.items()}


def _shaped(raw: Raw) -> Raw:
    """Every part in the shape that the editor draws, whatever was sent; what has another shape is left out."""
    shaped: Raw = {key: _text(raw.get(key)) for key in ("currency", "period")}
    for key in _OF_RULES - {"currency", "period", "components"}:
        shaped[key] = _texts(raw.get(key))
    shaped["components"] = [_block(each) for each in _rows(raw.get("components"))][:MOST_BLOCKS]
    return shaped


def _block(raw: Raw) -> Raw:
    block: Raw = {key: value for key, value in raw.items() if isinstance(value, str)}
    block["credit"] = [each for each in raw.get("credit") or [] if isinstance(each, str)]
    block["tiers"] = [_texts(each) for each in _rows(raw.get("tiers"))]
    block["gate"] = [_texts(each) for each in _rows(raw.get("gate"))]
    for key in _PARTS:
        given = raw.get(key)
        listed = given.get("lifecycles") if isinstance(given, dict) else None
        block[key] = _texts(given) | ({"lifecycles": listed} if isinstance(listed, list) else {})
    matrix = raw.get("matrix")
    rates = matrix.get("rates") if isinstance(matrix, dict) else None
    rows = rates if isinstance(rates, list) else []
    block["matrix"] = _texts(matrix) | {
        "rates": [[_text(cell) for cell in row] if isinstance(row, list) else [] for row in rows]
    }
    return block


def _rows(given: Any) -> list[Raw]:
    return [each if isinstance(each, dict) else {} for each in given] if isinstance(given, list) else []


def _texts(given: Any) -> Raw:
    return (
        {key: value for key, value in given.items() if isinstance(value, str)}
        if isinstance(given, dict)
        else {}
    )


def _text(given: Any) -> str:
    return given if isinstance(given, str) else ""
