"""What Ctrl-K finds: accounts, people on both sides, documents by their number, products. Accents and typos forgiven."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account, Contact, ContactPosition
from suki.apps.billing.models import Invoice
from suki.apps.catalog.models import Product
from suki.apps.orders.models import Order
from suki.apps.people.models import Person
from suki.apps.prospecting.models import Lead
from suki.base.access import Can, can
from suki.base.dated import on_day
from suki.base.finding import MOST, Hit, register_finder
from suki.base.formats import day_text
from suki.base.names import search_form
from suki.base.pages import page_of

LOOKED_AT = 200
"""So many rows that hold the words are looked at for the best; with more than that, more letters help."""

LIKENESS = 0.45
"""How much of what was typed must be in a name where no name holds all of it (`word_similarity`)."""

SHORTEST_WITH_TYPO = 4
FEW = 3_000


def register() -> None:
    """Called once at start-up."""
    register_finder(_("Accounts"), accounts, alike=partial(accounts, is_exact=False))
    register_finder(_("People"), people, alike=partial(people, is_exact=False))
    register_finder(_("Leads"), leads, alike=partial(leads, is_exact=False))
    register_finder(_("Documents"), documents)
    register_finder(_("Products"), products, alike=partial(products, is_exact=False))


def accounts(actor: Any, text: str, *, is_exact: bool = True) -> list[Hit]:
    """Accounts by name, legal name or city."""
    if not can(actor, Can.SEE_ACCOUNTS):
        return []
    seen = Account.objects.visible_to(actor).in_use().filter(merged_into__isnull=True)
    found = _best(Account, seen, text, is_exact, "pk", "name", "city")
    return [Hit(name, page_of("account", pk), "accounts", city) for pk, name, city in found]


def people(actor: Any, text: str, *, is_exact: bool = True) -> list[Hit]:
    """Contacts with their company, then colleagues with their title."""
    hits: list[Hit] = []
    if can(actor, Can.SEE_ACCOUNTS):
        held = ContactPosition.objects.filter(on_day(timezone.localdate()), contact=OuterRef("pk"))
        company = Subquery(held.order_by("pk").values("account__name")[:1])
        seen = Contact.objects.in_use().filter(
            merged_into__isnull=True, pk__in=Contact.objects.visible_to(actor).order_by().values("pk")
        )
        found = _best(Contact, seen, text, is_exact, "pk", "name", company)
        hits = [Hit(name, page_of("contact", pk), "contacts", at or "") for pk, name, at in found]
    if can(actor, Can.SEE_PEOPLE):
        colleagues = _best(
            Person, Person.objects.visible_to(actor).in_use(), text, is_exact, "pk", "name", "title"
        )
        hits += [Hit(name, f"/people/{pk}/", "group", title) for pk, name, title in colleagues]
    return _shared_out(hits)


def leads(actor: Any, text: str, *, is_exact: bool = True) -> list[Hit]:
    """Leads by company, person, mail address or city."""
    if not can(actor, Can.SEE_LEADS):
        return []
    found = _best(Lead, Lead.objects.visible_to(actor).in_use(), text, is_exact, "pk", "name", "contact_name")
    return [Hit(name, page_of("lead", pk), "phone", person) for pk, name, person in found]


def documents(actor: Any, text: str) -> list[Hit]:
    """Orders, invoices and credit notes whose number holds what was typed, the latest first."""
    typed = text.strip()
    if len(typed) < 2 or not can(actor, Can.SEE_LEDGER):
        return []
    hits = []
    for model, kind in ((Order, "order"), (Invoice, "invoice")):
        held = model.objects.visible_to(actor).in_use().filter(number__icontains=typed)
        best = model.objects.filter(pk__in=held.order_by().values("pk")[:LOOKED_AT])
        found = best.order_by("-day", "-pk").values_list("pk", "number", "account__name", "day")[:MOST]
        hits += [
            (day, Hit(number, page_of(kind, pk), f"{kind}s", f"{name}, {day_text(day, 'short')}"))
            for pk, number, name, day in found
        ]
    return [hit for _day, hit in sorted(hits, key=lambda each: each[0], reverse=True)]


def products(actor: Any, text: str, *, is_exact: bool = True) -> list[Hit]:
    """Products and their groups by name or code."""
    if not can(actor, Can.SEE_CATALOG):
        return []
    found = _best(Product, Product.objects.visible_to(actor).in_use(), text, is_exact, "pk", "name", "code")
    return [Hit(name, page_of("product", pk), "products", code) for pk, name, code in found]


def _best(model: Any, seen: QuerySet[Any], text: str, is_exact: bool, *wanted: Any) -> list[tuple[Any, ...]]:
    """The rows that hold every typed word, those that begin with it first; or else those that are like it."""
    typed = search_form(text)
    if not is_exact:
        return _alike(model, seen, typed, *wanted)
    begins = Case(
        When(search_form__startswith=typed, then=Value(0)),
        When(search_form__contains=f" {typed}", then=Value(1)),
        default=Value(2),
    )
    words = Q()
    for word in typed.split():
        words &= _holding(word)
    return _first(model, seen.filter(words), begins, *wanted)


def _holding(word: str) -> Q:
    """A word anywhere; one or two letters only where a word begins, or they would be everywhere."""
    if len(word) > 2:
        return Q(search_form__contains=word)
    return Q(search_form__startswith=word) | Q(search_form__contains=f" {word}")


def _alike(model: Any, seen: QuerySet[Any], typed: str, *wanted: Any) -> list[tuple[Any, ...]]:
    """The rows of which a stretch shares most groups of three letters with what was typed.

    Whoever sees few rows has those compared one by one; the index is for those who see very many.
    """
    if len(typed) < SHORTEST_WITH_TYPO:
        return []
    likeness = TrigramWordSimilarity(typed, "search_form")
    few = list(seen.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        theirs = model.objects.filter(pk__in=few).annotate(likeness=likeness).filter(likeness__gte=LIKENESS)
        return _sorted(theirs, likeness.desc(), *wanted)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIKENESS)])
        return _first(model, seen.filter(search_form__trigram_word_similar=typed), likeness.desc(), *wanted)


def _first(model: Any, matching: QuerySet[Any], order: Any, *wanted: Any) -> list[tuple[Any, ...]]:
    looked_at = model.objects.filter(pk__in=matching.order_by().values("pk")[:LOOKED_AT])
    return _sorted(looked_at, order, *wanted)


def _sorted(rows: QuerySet[Any], order: Any, *wanted: Any) -> list[tuple[Any, ...]]:
    return list(rows.order_by(order, Length("search_form"), "sort_key").values_list(*wanted)[:MOST])


def _shared_out(hits: list[Hit]) -> list[Hit]:
    """Both sides get their half of the places where both have enough."""
    ours = [hit for hit in hits if hit.icon == "group"]
    theirs = [hit for hit in hits if hit.icon != "group"]
    return theirs[: max(MOST // 2, MOST - len(ours))] + ours[: max(MOST // 2, MOST - len(theirs))]
