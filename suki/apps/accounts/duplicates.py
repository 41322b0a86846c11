"""Before somebody opens a second account for a customer they have: who is named alike, and why they may be the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account, Contact
from suki.base.names import search_form
from suki.engines.names.people import Likeness, compare_people
from suki.engines.names.scoring import MAYBE_FROM, SAME_FROM, Against, Comparison, compare, usual_weight
from suki.engines.names.spelling import read_company

COMPARED: Final = 40
SHOWN: Final = 5
SAME_NAME: Final = 0.999
_LEAST_LETTERS: Final = 3
TELLING: Final = 0.6


@dataclass(frozen=True)
class Candidate:
    """A row that may be the one somebody is about to enter, why, and where it is."""

    row: Any
    score: float
    reasons: Sequence[str]
    href: str
    aside: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether nothing speaks against it."""
        return self.score >= SAME_FROM


@dataclass(frozen=True)
class Likely:
    """The candidates that the actor may see, the likeliest first, and how many more there are."""

    shown: Sequence[Candidate]
    hidden: int = 0

    def __bool__(self) -> bool:
        return bool(self.shown or self.hidden)


def accounts_like(
    actor: Any, *, name: str, country: str = "", tax_number: str = "", email: str = ""
) -> Likely:
    """The accounts in use that may be the one described. What the actor may not see is only counted."""
    asked = read_company(name, country)
    exact = {"tax_number": tax_number.strip(), "email": email.strip()}
    telling = [word for word, one in zip(asked.shown, asked.words) if usual_weight(one) >= TELLING]
    found = near(Account.objects.in_use().filter(merged_into__isnull=True), asked.shown, exact, telling)

    def judged(account: Account) -> Candidate | None:
        names = dict.fromkeys(filter(None, (account.name, account.legal_name)))
        best = max(
            (compare(asked, read_company(each, account.country)) for each in names), key=lambda c: c.score
        )
        same = same_facts(account, exact)
        if best.score < MAYBE_FROM and not same:
            return None
        place = ", ".join(filter(None, (account.city, account.country)))
        reasons = [*same, *(about_companies(best) if best.score >= MAYBE_FROM else ())]
        return Candidate(account, 1.0 if same else best.score, reasons, page_of(account), place)

    return likely(actor, Account, found, judged)


def contacts_like(actor: Any, *, name: str, email: str = "", phone: str = "") -> Likely:
    """The contacts in use that may be the person described. What the actor may not see is only counted."""
    exact = {"email": email.strip(), "phone": phone.strip()}
    words = search_form(name).split()
    contacts = (
        Contact.objects.in_use().filter(merged_into__isnull=True).prefetch_related("positions__account")
    )
    found = near(contacts, words, exact, words)

    def judged(contact: Contact) -> Candidate | None:
        compared = compare_people(name, contact.name)
        same = same_facts(contact, exact)
        if compared.score < MAYBE_FROM and not same:
            return None
        reasons = [*same, *(_about_people(compared.seen) if compared.score >= MAYBE_FROM else ())]
        places = ", ".join(dict.fromkeys(str(position.account) for position in contact.positions.all()))
        return Candidate(contact, 1.0 if same else compared.score, reasons, page_of(contact), places)

    return likely(actor, Contact, found, judged)


def page_of(row: Any) -> str:
    """The address of a row's page."""
    try:
        return reverse(str(row._meta.model_name), args=[row.pk])
    except NoReverseMatch:
        return ""


def near(
    rows: QuerySet[Any], words: Sequence[str], exact: dict[str, str], telling: Sequence[str]
) -> list[Any]:
    """Rows that read like the typed words, by the trigram index; where they are few, like the longest telling word; and
    rows with the very same number or address.
    """
    same = Q()
    for field, value in exact.items():
        if value:
            same |= Q(**{field: value})
    found = list(rows.filter(same)[:COMPARED]) if same else []
    typed = " ".join(words)
    for text in dict.fromkeys((typed, max(telling, key=len, default=""))):
        if len(text) >= _LEAST_LETTERS and (text == typed or len(found) < SHOWN):
            nearness = TrigramWordSimilarity(text, "search_form")
            alike = rows.filter(search_form__trigram_word_similar=text).annotate(nearness=nearness)
            found += alike.order_by("-nearness", "id")[:COMPARED]
    return list({row.pk: row for row in found}.values())


def likely(actor: Any, model: Any, found: Iterable[Any], judged: Callable[[Any], Candidate | None]) -> Likely:
    candidates = sorted(filter(None, map(judged, found)), key=lambda each: (-each.score, each.row.pk))
    ids = [candidate.row.pk for candidate in candidates]
    seen = (
        set(model.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    )
    shown = [candidate for candidate in candidates if candidate.row.pk in seen]
    return Likely(shown[:SHOWN], len(candidates) - len(shown))


def same_facts(row: Any, exact: dict[str, str]) -> list[str]:
    said = {"tax_number": _("Same tax number"), "email": _("Same mail address"), "phone": _("Same phone")}
    return [
        said[field]
        for field, value in exact.items()
        if value and str(getattr(row, field)).casefold() == value.casefold()
    ]


def about_companies(found: Comparison) -> list[str]:
    left, right = (dict(zip(name.words, name.shown)) for name in (found.left, found.right))
    slips = [word for word in found.matched if word.likeness < 1]
    shared = [right.get(word.right, word.right) for word in found.matched if word.likeness == 1]
    only = [
        *(left.get(word, word) for word in found.only_left),
        *(right.get(word, word) for word in found.only_right),
    ]
    reasons = []
    if not slips and not only:
        is_same = found.score >= SAME_NAME and not found.against
        reasons.append(
            _("Same name") if is_same else _("Same name but for the legal form or the order of words")
        )
    if slips:
        pairs = ", ".join(
            f"{left.get(word.left, word.left)} – {right.get(word.right, word.right)}" for word in slips
        )
        reasons.append(_("Spelled almost alike: {words}").format(words=pairs))
    if only and not found.matched:
        reasons.append(_("One may be the initials of the other"))
    elif only:
        reasons += [_("Both have {words}").format(words=", ".join(shared))] if shared else []
        reasons.append(_("Only one has {words}").format(words=", ".join(only)))
    return reasons + _other_facts(found)


def _other_facts(found: Comparison) -> list[str]:
    reasons = []
    if Against.LEGAL_FORM in found.against:
        left, right = ", ".join(found.left.forms), ", ".join(found.right.forms)
        reasons.append(_("Other legal form: {left}, {right}").format(left=left, right=right))
    if Against.COUNTRY in found.against:
        reasons.append(_("Other country"))
    return reasons


def _about_people(seen: Sequence[Likeness]) -> list[str]:
    said = {
        Likeness.OTHER_ORDER: _("Same names in another order"),
        Likeness.INITIAL: _("An initial fits"),
        Likeness.SPELLING: _("Spelled almost alike"),
        Likeness.LEFT_OUT: _("One name is longer"),
    }
    return [said[what] for what in seen] or [_("Same name")]
