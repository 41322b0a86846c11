"""Settings: keys and values from a YAML file, read by what is expected of them, with every key knowing its line.

Values are taken as they are written and only then read as a number, a date or a choice. Nothing is constructed from
the file, so `NO` stays Norway, `0.1` stays exact, and no tag or alias can make anything happen.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

import yaml

from suki.engines.reading.forms import PLAIN, shortened
from suki.engines.reading.problems import Problems
from suki.engines.reading.source import text_of
from suki.kernel.errors import BadInput, Problem, RuleBroken

MOST_BYTES = 256 * 1024

_PLAIN_KINDS = ("str", "seq", "map", "int", "float", "bool", "null", "timestamp")
_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in _PLAIN_KINDS}
_NOTHING = {"", "~", "null", "Null", "NULL"}
T = TypeVar("T")

_KINDS = {
    yaml.ScalarNode: "a single value",
    yaml.SequenceNode: "a list",
    yaml.MappingNode: "keys with values",
}


class Settings:
    """One mapping of a settings file; reading a key that is wrong notes the problem and gives the default to go on."""

    def __init__(self, name: str, node: yaml.MappingNode, problems: Problems, path: str = "") -> None:
        self.name, self.path, self._node, self.problems = name, path, node, problems
        self._values: dict[str, yaml.Node] = {}
        self._keys: list[yaml.ScalarNode] = []
        for key, value in node.value:
            self._take(key, value)

    def only(self, *known: str) -> None:
        """Note every key that means nothing here."""
        for key in self._keys:
            if key.value not in known:
                near = difflib.get_close_matches(key.value, known, 1)
                hint = f"did you mean {near[0]}? Expected" if near else "expected"
                self._problem(key, key.value, f"the key is unknown; {hint} one of {', '.join(known)}")

    def problem(self, key: str, what: str) -> None:
        """Note what is wrong with the value of a key."""
        self._problem(self._values.get(key, self._node), key, what)

    def has(self, key: str) -> bool:
        """Whether the key is there and has a value."""
        return self._given(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """The words of a key, required where there is no default."""
        return self._scalar(key, default, "a single value")

    def choice(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of the choices."""
        expected = f"one of {', '.join(choices)}"
        written = self._scalar(key, default, expected)
        if self.has(key) and written and written not in choices:
            self.problem(key, f'"{shortened(written)}" is not known here; expected {expected}')
        return written

    def whole(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number within bounds."""
        expected = f"a whole number from {least} to {most}"
        written = self._scalar(key, None if default is None else str(default), expected)
        try:
            number = PLAIN.number(written) if written else Decimal(least)
        except RuleBroken:
            number = None
        if number is None or number != number.to_integral_value() or not least <= number <= most:
            self.problem(key, f'"{shortened(written)}" does not fit; expected {expected}')
            return least
        return int(number)

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        """An exact number."""
        written = self._scalar(key, None if default is None else f"{default:f}", "a number such as 1234.56")
        try:
            return PLAIN.number(written) if written else Decimal(0)
        except RuleBroken as broken:
            self.problem(key, str(broken))
            return Decimal(0)

    def read(self, key: str, reading: Callable[[str], T], expected: str) -> T | None:
        """What ``reading`` makes of the words of a required key."""
        node = self._given(key)
        written = self._scalar(key, None, expected)
        return None if node is None else self._read(node, key, written, reading)

    def listed(self, key: str, reading: Callable[[str], T], expected: str) -> list[T]:
        """What ``reading`` makes of each value in a list; a single value is a list of one, no key an empty one."""
        found = [self._read(node, key, written, reading) for node, written in self._scalars(key, expected)]
        return [item for item in found if item is not None]

    def rows(self, key: str, reading: Callable[[str], T], expected: str) -> list[list[T]]:
        """What ``reading`` makes of each value in a list of lists; none where the key is not there."""
        node = self._given(key)
        found = node.value if isinstance(node, yaml.SequenceNode) else []
        if node is None or not all(isinstance(row, yaml.SequenceNode) for row in found) or not found:
            self.problem(key, f"expected {expected}")
            return []
        rows = [
            [self._read(each, key, str(each.value).strip(), reading) for each in row.value] for row in found
        ]
        return [[item for item in row if item is not None] for row in rows]

    def part(self, key: str, expected: str) -> Settings | None:
        """The mapping under a key, or None where the key is not there."""
        node = self._given(key)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.problem(key, f"this is {_kind(node)}; expected {expected}")
            return None
        return Settings(self.name, node, self.problems, self._path_of(key))

    def parts(self, key: str, expected: str) -> list[Settings]:
        """The mappings in the list under a key; none where the key is not there."""
        node = self._given(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.problem(key, f"this is {_kind(node)}; expected {expected}")
            return []
        found = []
        for place, item in enumerate(node.value):
            if isinstance(item, yaml.MappingNode):
                found.append(Settings(self.name, item, self.problems, f"{self._path_of(key)}[{place + 1}]"))
            else:
                self._problem(item, key, f"the list holds {_kind(item)}; expected {expected}")
        return found

    def keys(self) -> list[str]:
        """The keys that are there, in order."""
        return list(self._values)

    def _take(self, key: yaml.Node, value: yaml.Node) -> None:
        if not isinstance(key, yaml.ScalarNode):
            self._problem(key, "", f"a key is {_kind(key)}; expected a word")
        elif key.value in self._values:
            self._problem(key, key.value, "the key stands twice; expected it once")
        elif value.tag not in _PLAIN_TAGS:
            what = f"the tag {shortened(value.tag)} means nothing here; expected a plain value"
            self._problem(value, key.value, what)
        else:
            self._keys.append(key)
            self._values[key.value] = value

    def _given(self, key: str) -> yaml.Node | None:
        node = self._values.get(key)
        is_nothing = isinstance(node, yaml.ScalarNode) and node.style is None and node.value in _NOTHING
        return None if is_nothing else node

    def _scalar(self, key: str, default: str | None, expected: str) -> str:
        node = self._given(key)
        if node is None:
            if default is None:
                self._problem(
                    self._values.get(key, self._node), key, f"the key is missing; expected {expected}"
                )
            return default or ""
        if not isinstance(node, yaml.ScalarNode):
            self.problem(key, f"this is {_kind(node)}; expected {expected}")
            return default or ""
        return str(node.value).strip()

    def _read(self, node: yaml.Node, key: str, written: str, reading: Callable[[str], T]) -> T | None:
        try:
            return reading(written)
        except RuleBroken as broken:
            self._problem(node, key, str(broken))
            return None

    def _scalars(self, key: str, expected: str) -> list[tuple[yaml.Node, str]]:
        node = self._given(key)
        if node is None:
            return []
        if isinstance(node, yaml.MappingNode):
            self.problem(key, f"this is {_kind(node)}; expected {expected}")
            return []
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for item in items:
            if not isinstance(item, yaml.ScalarNode):
                self._problem(item, key, f"the list holds {_kind(item)}; expected {expected}")
        return [(item, str(item.value).strip()) for item in items if isinstance(item, yaml.ScalarNode)]

    def _problem(self, node: yaml.Node, key: str, what: str) -> None:
        # What a database keeps has keys, but no lines to point to.
        line = f"{self.name}:{node.start_mark.line + 1}:" if node.start_mark else ""
        self.problems.add(f"{line}{self._path_of(key)}", what)

    def _path_of(self, key: str) -> str:
        return ".".join(part for part in (self.path, shortened(key)) if part)


def read_settings(name: str, *, expected: str, problems: Problems) -> Settings:
    """The settings in a YAML file; ``expected`` says what it should hold, as "a working calendar"."""
    text = text_of(name, expected=f"a YAML file with {expected}", most_bytes=MOST_BYTES)
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        raise BadInput([_not_yaml(name, error)]) from None
    except yaml.YAMLError as error:
        what = f"this is not YAML ({shortened(str(error))}); expected {expected}"
        raise BadInput([Problem(f"{name}:1:1", what)]) from None
    except RecursionError:
        what = f"this is nested too deeply; expected {expected}"
        raise BadInput([Problem(f"{name}:1:1", what)]) from None
    if not isinstance(node, yaml.MappingNode):
        kind = "empty" if node is None else _kind(node)
        raise BadInput([Problem(f"{name}:1:1", f"this is {kind}; expected {expected}, as keys with values")])
    return Settings(name, node, problems)


def _not_yaml(name: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else f"{name}:1:1"
    if "'\\t'" in str(error.problem):
        return Problem(place, "a tab stands where YAML allows none; expected spaces to indent with")
    if "another document" in str(error.problem):
        return Problem(place, "a second document begins here; expected one")
    return Problem(place, f"this is not YAML ({error.problem}); expected key: value")


def _kind(node: yaml.Node) -> str:
    return next(kind for node_type, kind in _KINDS.items() if isinstance(node, node_type))
