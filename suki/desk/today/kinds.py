"""The kinds of needs that follow from what the house knows already: debts, silence, missing people, mentions, cover."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.accounts.models import Account, AccountTeamMember, Lifecycle, TeamRole
from suki.apps.people.models import Absence
from suki.base import formats
from suki.base.dated import on_day
from suki.base.models import Note
from suki.desk.today.needs import Asking, Need, register_kind
from suki.reports.book import Book, BookRow, book_of

MENTION_DAYS = 30


def register() -> None:
    """Called once at start-up."""
    register_kind("book", from_the_book)
    register_kind("deputy", key_accounts_without_deputy)
    register_kind("mention", mentions)
    register_kind("cover", cover)


def book_for(asking: Asking) -> Book | None:
    """The actor's own book, worked out once a request."""
    person = getattr(asking.actor, "person", None)
    if person is None:
        return None
    kept = asking.actor.__dict__.setdefault("_books", {})
    if asking.today not in kept:
        kept[asking.today] = book_of(actor=asking.actor, person=person, entity=asking.entity, on=asking.today)
    book: Book = kept[asking.today]
    return book


def from_the_book(asking: Asking) -> Iterable[Need]:
    """Overdue money, and customers who have not ordered for longer than they usually do."""
    book = book_for(asking)
    for row in book.rows if book else ():
        if _leads(row) and row.overdue:
            yield _overdue(row, asking)
        if _leads(row) and row.is_late:
            yield _silent(row)


def key_accounts_without_deputy(asking: Asking) -> Iterable[Need]:
    """A key account must have somebody to step in."""
    person = getattr(asking.actor, "person", None)
    if person is None:
        return
    members = AccountTeamMember.objects.filter(on_day(asking.today))
    mine = members.filter(role=TeamRole.OWNER, person=person).values("account")
    covered = members.filter(role=TeamRole.DEPUTY).values("account")
    for account in (
        Account.objects.in_use()
        .filter(pk__in=mine, lifecycle=Lifecycle.KEY_ACCOUNT, merged_into__isnull=True)
        .exclude(pk__in=covered)
    ):
        yield Need(
            kind="deputy",
            key=str(account.pk),
            what=_("Name a deputy"),
            who=account.name,
            why=_("A key account needs somebody to step in when you are away."),
            by=_("Key account programme"),
            href=f"/accounts/{account.pk}/",
            act=_("Open account"),
        )


def mentions(asking: Asking) -> Iterable[Need]:
    """Notes of the last weeks in which somebody mentioned the actor."""
    since = asking.today - timedelta(days=MENTION_DAYS)
    notes = Note.objects.filter(mentions=asking.actor, written_at__date__gte=since, archived_at__isnull=True)
    for note in notes.select_related("written_by__person").order_by("-id")[:20]:
        writer = getattr(note.written_by, "person", None)
        yield Need(
            kind="mention",
            key=str(note.pk),
            what=_("{name} mentioned you").format(name=writer.name if writer else _("Somebody")),
            why=note.text[:160],
            by=_("Note"),
            href=f"/accounts/{note.about_id}/" if note.about_kind == "account" else "",
            act=_("Read note"),
            due=note.written_at.date(),
        )


def cover(asking: Asking) -> Iterable[Need]:
    """Colleagues who are away and whom the actor covers for."""
    person = getattr(asking.actor, "person", None)
    if person is None:
        return
    for absence in Absence.objects.filter(on_day(asking.today), cover=person).select_related("person"):
        last = absence.valid.upper - timedelta(days=1)
        yield Need(
            kind="cover",
            key=f"{absence.pk}",
            what=_("Cover for {name}").format(name=absence.person.name),
            why=_("Away until {day}.").format(day=formats.day_text(last)),
            by=_("Absence"),
            href=f"/people/{absence.person_id}/",
            act=_("See accounts"),
            due=last,
        )


def _leads(row: BookRow) -> bool:
    return row.holding.role == TeamRole.OWNER


def _overdue(row: BookRow, asking: Asking) -> Need:
    amount = formats.amount_text(row.overdue, asking.entity.currency)
    return Need(
        kind="overdue",
        key=f"{row.key}:{asking.today:%Y-%m}",
        what=_("Call about overdue invoices"),
        who=row.identity.name,
        why=_("{overdue} of {open} open is past its due date.").format(
            overdue=amount, open=formats.amount_text(row.open, asking.entity.currency)
        ),
        by=_("Receivables"),
        stake=row.overdue,
        href=f"/accounts/{row.key}/",
        act=_("Open account"),
        is_late=True,
    )


def _silent(row: BookRow) -> Need:
    days, gap = row.days_since_order or 0, int(row.rhythm.gap or 0)
    usual = ngettext("Usually orders every {gap} day.", "Usually orders every {gap} days.", gap).format(
        gap=gap
    )
    return Need(
        kind="silent",
        key=f"{row.key}:{row.rhythm.last}",
        what=ngettext("No order for {days} day", "No order for {days} days", days).format(days=days),
        who=row.identity.name,
        why=f"{usual} " + _("Last order on {day}.").format(day=formats.day_text(row.rhythm.last)),
        by=_("Order rhythm"),
        stake=row.figures.sums.last_year or row.figures.revenue,
        href=f"/accounts/{row.key}/",
        act=_("Open account"),
        due=row.rhythm.last + timedelta(days=gap) if row.rhythm.last else None,
        is_late=True,
    )
