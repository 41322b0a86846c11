"""How rewards are shown: where a chosen one is, in a word with its mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.rewards.models import Choice
from suki.base import marks
from suki.base.formats import day_text


@dataclass(frozen=True)
class ShownChoice:
    """A choice with the word for where it is."""

    row: Choice
    state: Any
    is_waiting: bool
    is_on_its_way: bool


def shown_choices(choices: Iterable[Choice]) -> list[ShownChoice]:
    """Choices as pages show them."""
    return [_shown(choice) for choice in choices]


def _shown(choice: Choice) -> ShownChoice:
    delivery = getattr(choice, "delivery", None)
    receipt = getattr(delivery, "receipt", None)
    if choice.is_returned:
        state = marks.state("none", _("given back"))
    elif receipt is not None:
        state = marks.state("good", _("received on {day}").format(day=day_text(receipt.received_on, "short")))
    elif delivery is not None:
        state = marks.state("info", _("sent on {day}").format(day=day_text(delivery.sent_on, "short")))
    else:
        state = marks.state("warn", _("to be sent"))
    return ShownChoice(
        choice, state, not choice.is_returned and delivery is None, delivery is not None and receipt is None
    )
