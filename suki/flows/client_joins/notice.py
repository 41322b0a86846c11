"""The notice that tells a client who looks after them now: drafted from the data, in the client's language.

A letter is written in one language as a whole, so each language has a text of its own beside this file.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils import timezone, translation

from suki.apps.touchpoints.models import Promise
from suki.base.formats import day_text, moment_text
from suki.base.languages import CODES
from suki.flows.models import Handoff

FOLDER: Final = Path(__file__).parents[1] / "notices"

_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "sir": "Sir or Madam", "meeting": "We would like to introduce {taker} to you in person on {at}.",
        "promised": "What we have promised you:", "due": "by {day}", "mail": "this address",
    },
    "de": {
        "sir": "", "meeting": "Gern stellen wir Ihnen {taker} am {at} persönlich vor.",
        "promised": "Das haben wir Ihnen zugesagt:", "due": "bis {day}", "mail": "dieser Adresse",
    },
    "vi": {
        "sir": "Quý khách hàng", "meeting": "Chúng tôi mong được trực tiếp giới thiệu {taker} với Quý khách vào {at}.",
        "promised": "Những điều chúng tôi đã cam kết:", "due": "trước ngày {day}", "mail": "địa chỉ này",
    },
    "id": {
        "sir": "Bapak/Ibu", "meeting": "Kami ingin memperkenalkan {taker} secara langsung kepada Anda pada {at}.",
        "promised": "Yang telah kami janjikan:", "due": "sampai {day}", "mail": "alamat ini",
    },
    "fil": {
        "sir": "Ginoo o Ginang", "meeting": "Nais naming ipakilala nang personal si {taker} sa inyo sa {at}.",
        "promised": "Ang aming mga ipinangako:", "due": "bago ang {day}", "mail": "address na ito",
    },
}  # fmt: skip


def language_of(handoff: Handoff) -> str:
    """The client's language: of the account, of whom we spoke with, else of the legal entity."""
    contact = handoff.deal.contact if handoff.deal else None
    known = (handoff.account.language, contact.language if contact else "", handoff.entity.language)
    return next((code for code in known if code in CODES), "en")


def drafted(handoff: Handoff, language: str) -> str:
    """The notice as the data stands, in a language."""
    words = _WORDS[language]
    with translation.override(language), timezone.override(handoff.entity.timezone):
        text = _template(language).format(
            contact=_contact(handoff) or words["sir"],
            firm=handoff.entity.name,
            account=handoff.account.name,
            giver=handoff.giver.name,
            taker=handoff.taker.name if handoff.taker else "–",
            day=day_text(handoff.accepted_on or handoff.entity.today, "long"),
            introduction=_introduction(handoff, words),
            promises=_promises(handoff, words),
            reach=_reach(handoff) or words["mail"],
        )
    return _without_gaps(text.replace(" ,", ",", 1).replace("..", "."))


@cache
def _template(language: str) -> str:
    return (FOLDER / f"{language}.txt").read_text(encoding="utf-8")


def _contact(handoff: Handoff) -> str:
    contact = handoff.deal.contact if handoff.deal else None
    return contact.name if contact else ""


def _introduction(handoff: Handoff, words: dict[str, str]) -> str:
    meeting: Any = handoff.introduction
    if meeting is None or meeting.state != meeting.State.PLANNED or handoff.taker is None:
        return ""
    return "\n" + words["meeting"].format(taker=handoff.taker.name, at=moment_text(meeting.at, "full")) + "\n"


def _promises(handoff: Handoff, words: dict[str, str]) -> str:
    """What the client was promised and is still to come, with its day."""
    rows = Promise.objects.in_use().filter(account=handoff.account, state=Promise.State.OPEN)
    lines = [f"- {row.text} ({_due(row.due, words)})" for row in rows.order_by("due", "pk")[:20]]
    return "\n".join(["", words["promised"], *lines, ""]) if lines else ""


def _due(day: date, words: dict[str, str]) -> str:
    return words["due"].format(day=day_text(day, "long"))


def _reach(handoff: Handoff) -> str:
    taker = handoff.taker
    return ", ".join(each for each in (taker.email, taker.phone) if each) if taker else ""


def _without_gaps(text: str) -> str:
    """No two empty lines in a row."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1].strip()):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"
