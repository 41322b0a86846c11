"""Questions about what passed with clients: their touchpoints, promises and needs, and how promises were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from suki.apps.accounts.models import Account, Contact, ContactPosition
from suki.apps.accounts.queries import of_account
from suki.apps.touchpoints.models import Need, Promise, Touchpoint
from suki.base.dated import on_day
from suki.base.history import kind_of

OPEN, TODAY, OVERDUE, KEPT, LATE, BROKEN, WITHDRAWN = (
    "open", "today", "overdue", "kept", "late", "broken", "withdrawn"
)  # fmt: skip
YEAR = timedelta(days=365)


def of(row: Any) -> Q:
    """What hangs on an account (and those that live on in it) or on a lead."""
    return of_account(row) if isinstance(row, Account) else Q(**{kind_of(row): row})


def touchpoints_of(row: Any) -> QuerySet[Touchpoint]:
    """What passed with an account or a lead, newest first."""
    return (
        Touchpoint.objects.in_use()
        .filter(of(row))
        .select_related("person")
        .prefetch_related("contacts")
        .order_by("-at", "-pk")
    )


def promises_to(row: Any, today: date) -> QuerySet[Promise]:
    """What we promised an account or a lead: what is open first, by its day."""
    rows = Promise.objects.in_use().filter(of(row)).select_related("owner", "contact")
    return with_standing(rows, today).order_by(F("settled_on").desc(nulls_first=True), "due", "pk")


def needs_of(row: Any) -> QuerySet[Need]:
    """What an account or a lead needs: what is open first, the newest first."""
    is_open = Case(When(state=Need.State.OPEN, then=0), default=1)
    return (
        Need.objects.in_use()
        .filter(of(row))
        .select_related("product", "contact")
        .order_by(is_open, "-said_on", "-pk")
    )


def with_standing(promises: QuerySet[Promise], today: date) -> QuerySet[Promise]:
    """Each promise with `standing`: open, due today, overdue, kept, kept late, broken, released."""
    return promises.annotate(standing=standing_on(today))


def standing_on(today: date) -> Case:
    """How a promise stands on a day."""
    state = Promise.State
    return Case(
        When(state=state.OPEN, due__lt=today, then=Value(OVERDUE)),
        When(state=state.OPEN, due=today, then=Value(TODAY)),
        When(state=state.KEPT, settled_on__gt=F("due"), then=Value(LATE)),
        default=F("state"),
        output_field=CharField(),
    )


@dataclass(frozen=True)
class Kept:
    """How promises whose first day lay in a stretch of days were kept. Released ones do not count."""

    first: date
    last: date
    due: int
    in_time: int
    late: int
    broken: int
    unsettled: int

    @property
    def rate(self) -> Decimal | None:
        """Of those that fell due, the share kept by the day that was said first; none where nothing fell due."""
        return Decimal(self.in_time) / self.due if self.due else None


def kept_between(promises: QuerySet[Promise], first: date, last: date, today: date) -> Kept:
    """Counts over the promises whose first day lay between two days (both in) and has come. One question."""
    state = Promise.State
    fell_due = promises.filter(first_due__range=(first, min(last, today))).exclude(state=state.WITHDRAWN)
    fell_due = fell_due.exclude(state=state.OPEN, first_due=today)
    counted = fell_due.order_by().aggregate(
        due=Count("pk"),
        in_time=Count("pk", filter=Q(state=state.KEPT, settled_on__lte=F("first_due"))),
        late=Count("pk", filter=Q(state=state.KEPT, settled_on__gt=F("first_due"))),
        broken=Count("pk", filter=Q(state=state.BROKEN)),
        unsettled=Count("pk", filter=Q(state=state.OPEN)),
    )
    return Kept(first, last, **counted)


def kept_in_a_year(promises: QuerySet[Promise], today: date) -> Kept:
    """The last twelve months up to a day."""
    return kept_between(promises, today - YEAR, today, today)


def next_promise(account: Account) -> Promise | None:
    """The promise to an account that falls due first."""
    rows = Promise.objects.in_use().filter(account=account, state=Promise.State.OPEN)
    return rows.order_by("due", "pk").first()


def people_there(row: Any, today: date) -> QuerySet[Contact]:
    """The contacts that one may have met: those who work at the account today, or the lead's own."""
    if isinstance(row, Account):
        here = ContactPosition.objects.filter(on_day(today), account=row)
        return Contact.objects.in_use().filter(pk__in=here.values("contact")).order_by("sort_key", "pk")
    return Contact.objects.filter(pk=row.contact_id) if row.contact_id else Contact.objects.none()
