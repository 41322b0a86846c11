"""Before a lead is followed up twice: which accounts, contacts and other leads may be the same, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from suki.apps.accounts.duplicates import (
    TELLING,
    Candidate,
    Likely,
    about_companies,
    accounts_like,
    contacts_like,
    likely,
    near,
    page_of,
    same_facts,
)
from suki.apps.prospecting.models import Lead
from suki.engines.names.people import compare_people
from suki.engines.names.scoring import MAYBE_FROM, compare, usual_weight
from suki.engines.names.spelling import read_company

ASKED = ("name", "contact_name", "country", "email", "phone")


@dataclass(frozen=True)
class Known:
    """What may be the same as a lead: companies, people and leads, each with its reasons."""

    accounts: Likely
    contacts: Likely
    leads: Likely

    def __bool__(self) -> bool:
        return bool(self.accounts or self.contacts or self.leads)

    @property
    def parts(self) -> list[Likely]:
        """Those that found something."""
        return [each for each in (self.accounts, self.contacts, self.leads) if each]


NOTHING_KNOWN = Known(Likely(()), Likely(()), Likely(()))


def known_like(
    actor: Any, *, name: str = "", contact_name: str = "", country: str = "", email: str = "", phone: str = "",
    apart_from: int | None = None,
) -> Known:  # fmt: skip
    """Everything that may be the lead described. What the actor may not see is only counted."""
    accounts = accounts_like(actor, name=name, country=country, email=email) if name or email else Likely(())
    person = contact_name or email or phone
    contacts = contacts_like(actor, name=contact_name, email=email, phone=phone) if person else Likely(())
    leads = leads_like(
        actor,
        name=name,
        contact_name=contact_name,
        country=country,
        email=email,
        phone=phone,
        apart_from=apart_from,
    )
    return Known(accounts, contacts, leads)


def leads_like(
    actor: Any, *, name: str, contact_name: str = "", country: str = "", email: str = "", phone: str = "",
    apart_from: int | None = None,
) -> Likely:  # fmt: skip
    """The leads that may be the one described, except itself."""
    asked = read_company(name, country)
    exact = {"email": email.strip(), "phone": phone.strip()}
    telling = [word for word, one in zip(asked.shown, asked.words) if usual_weight(one) >= TELLING]
    found = near(Lead.objects.in_use().exclude(pk=apart_from or 0), asked.shown, exact, telling)

    def judged(lead: Lead) -> Candidate | None:
        best = compare(asked, read_company(lead.name, lead.country))
        same = same_facts(lead, exact)
        if best.score < MAYBE_FROM and not same:
            return None
        if not same and not _may_be_one_person(contact_name, lead.contact_name, name):
            return None
        aside = ", ".join(filter(None, (lead.contact_name, lead.city, str(lead.get_status_display()))))
        reasons = [*same, *(about_companies(best) if best.score >= MAYBE_FROM else ())]
        return Candidate(lead, 1.0 if same else best.score, reasons, page_of(lead), aside)

    return likely(actor, Lead, found, judged)


def _may_be_one_person(asked: str, known: str, company: str) -> bool:
    """Two leads named only after a person are one only where the persons are; of a company, several may write."""
    if asked and known and asked == company:
        return compare_people(asked, known).score >= MAYBE_FROM
    return True
