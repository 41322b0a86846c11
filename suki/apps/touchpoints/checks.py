"""What must be true of anything that passed with a client: with whom, seen by the actor; what is missing, said at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account, Contact, ContactPosition
from suki.apps.people.models import Person
from suki.apps.prospecting.models import Lead
from suki.kernel.errors import BadInput, Problem, RuleBroken


@dataclass
class Problems:
    """What is wrong with what was given, collected so that all of it is said together."""

    found: list[Problem] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        self.found.append(Problem(where, what))

    def length(self, where: str, text: str, most: int) -> None:
        """A text that would not fit."""
        if len(text) > most:
            self.add(
                where, _("This is {count} letters long; up to {most} fit.").format(count=len(text), most=most)
            )

    def choice(self, where: str, value: str, choices: Any) -> None:
        """A word that is none of a list."""
        if value not in choices.values:
            offered = ", ".join(str(label) for label in choices.labels)
            self.add(where, _("“{value}” is none of: {offered}.").format(value=value, offered=offered))

    def raise_any(self) -> None:
        """Refuse what was given if anything is wrong with it."""
        if self.found:
            raise BadInput(self.found)


def with_whom(actor: Any, account: Account | None, lead: Lead | None) -> tuple[Account | None, Lead | None]:
    """The account or the lead, if the actor sees them. What was merged is refused with a sentence that names the other."""
    if account is None and lead is None:
        raise RuleBroken(_("Say with which account or lead."))
    if account is not None:
        _demand(Account.objects.visible_to(actor).filter(pk=account.pk).exists())
        if account.merged_into_id:
            raise RuleBroken(
                _("“{row}” lives on in “{other}”. Go on there.").format(
                    row=account, other=account.merged_into
                )
            )
    if lead is not None:
        _demand(Lead.objects.visible_to(actor).filter(pk=lead.pk).exists())
    return account, lead


def of_theirs(contacts: Iterable[Contact], account: Account | None) -> list[Contact]:
    """These contacts, each of whom works or has worked at the account."""
    given = list(contacts)
    if account is None or not given:
        return given
    there = ContactPosition.objects.filter(account=account, contact__in=given).values_list(
        "contact_id", flat=True
    )
    for contact in given:
        if contact.pk not in set(there):
            raise RuleBroken(_("{contact} is not at {account}.").format(contact=contact, account=account))
    return given


def one_of_us(person: Person | None) -> Person:
    """Somebody of the firm who has not left."""
    if person is None:
        raise RuleBroken(_("Say who of us."))
    if person.archived_at is not None:
        raise RuleBroken(_("{person} does not work here any more.").format(person=person))
    return person


def in_order(problems: Problems, where: str, first: date, then: date | None, sentence: str) -> None:
    """A day that may not lie before another."""
    if then is not None and then < first:
        problems.add(where, sentence)


def _demand(there: bool) -> None:
    if not there:
        raise RuleBroken(_("This account or lead is not there any more, or not yours to see."))
