"""Errors that carry a sentence the user can act on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_translate: Callable[[str], str] | None = None


def speak_through(translate: Callable[[str], str] | None) -> None:
    """Let a floor above say the kernel's sentences in the reader's language; without one they stay English."""
    global _translate
    _translate = translate


def _(sentence: str) -> str:
    """Mark a sentence for the catalogues; it is translated when it is shown, not when it is raised."""
    return sentence


class RuleBroken(Exception):
    """A rule of the business refuses what was asked, and says in one sentence why and what would help.

    The sentence may be lazy (translated when shown) and may name values: ``RuleBroken("{day} is closed.", day=day)``.
    """

    def __init__(self, sentence: object, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        text = str(self.sentence)
        if type(self.sentence) is str and _translate and text:
            text = _translate(text)
        return text.format(**self.values) if self.values else text


class NotAllowed(RuleBroken):
    """The actor lacks the capability for what was asked."""


class Stale(RuleBroken):
    """Somebody else changed the row meanwhile; ``values`` may hold both versions, to be shown side by side."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what was handed in: where it stands, and what is wrong and expected."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class BadInput(Exception):
    """What was handed in cannot be used; every problem found is listed, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = list(problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
