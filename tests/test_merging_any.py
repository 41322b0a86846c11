"""Whatever belongs to whom on whatever days: merges undone in turn leave every table as it was, and no circle between."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.types.range import DateRange

from suki.apps.accounts.merge import merge_accounts, merge_contacts, undo_merge
from suki.apps.accounts.models import (
    Account,
    AccountParent,
    AccountSkill,
    AccountTeamMember,
    Contact,
    ContactPosition,
    PartnerRole,
    Site,
)
from suki.apps.people.models import Skill
from suki.base.access import SYSTEM
from suki.base.checking import all_checks
from suki.base.models import ExternalId, Note, Tag, Tagging
from tests.merging import everything

FIRST = date(2024, 1, 1)
ACCOUNTS = 6


def days(chance: random.Random) -> DateRange:
    start = FIRST + timedelta(days=chance.randrange(700))
    return DateRange(start, None if chance.random() < 0.4 else start + timedelta(days=chance.randint(1, 400)))


def if_it_may(make, *given, **more) -> None:
    """What the database refuses beside the rows that are there already is left out."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            make(*given, **more)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError:
        pass


def firm(chance: random.Random, people) -> tuple[list[Account], list[Contact]]:
    accounts = [
        Account.objects.create(
            name=f"Firma {n}", phone=chance.choice(["", str(n)]), city=chance.choice(["", f"Ort {n}"])
        )
        for n in range(ACCOUNTS)
    ]
    contacts = [
        Contact.objects.create(name=f"Rosa {n}", email=chance.choice(["", f"r{n}@x.example"]))
        for n in range(4)
    ]
    skills = [Skill.objects.create(kind="language", name=name) for name in ("German", "Malay")]
    tags = [Tag.objects.create(kind="account", name=name) for name in ("VIP", "new")]
    for _number in range(40):
        account, other = chance.sample(accounts, 2)
        make = chance.choice(
            [
                lambda a, o: (
                    None
                    if o.pk < a.pk
                    else AccountParent.objects.create(account=a, parent=o, valid=days(chance))
                ),
                lambda a, _o: PartnerRole.objects.create(
                    account=a, role=chance.choice(["sponsor", "supplier"]), valid=days(chance)
                ),
                lambda a, _o: ContactPosition.objects.create(
                    account=a,
                    contact=chance.choice(contacts),
                    title=f"T{chance.random()}",
                    valid=days(chance),
                ),
                lambda a, _o: AccountTeamMember.objects.create(
                    account=a,
                    person=chance.choice(people),
                    role=chance.choice(["deputy", "sponsor"]),
                    valid=days(chance),
                ),
                lambda a, _o: AccountTeamMember.objects.create(
                    account=a, person=chance.choice(people), role="owner", share=100, valid=days(chance)
                ),
                lambda a, _o: AccountSkill.objects.create(account=a, skill=chance.choice(skills)),
                lambda a, _o: Tagging.objects.create(tag=chance.choice(tags), about_id=a.pk),
                lambda a, _o: Note.objects.create(about_kind="account", about_id=a.pk, text="n"),
                lambda a, _o: Site.objects.create(account=a, name="Lager"),
                lambda a, _o: ExternalId.objects.create(
                    kind="account", source="erp", key=f"{chance.random()}", row_id=a.pk
                ),
            ]
        )
        if_it_may(make, account, other)
    return accounts, contacts


@pytest.mark.parametrize("seed", range(12))
def test_merges_undone_in_turn_leave_everything_as_it_was(seed, ana, bayu):
    chance = random.Random(seed)
    accounts, contacts = firm(chance, [ana.person, bayu.person])
    stages, merges = [everything()], []
    for kind, rows in (
        ("account", accounts),
        ("contact", contacts),
        ("account", accounts),
        ("account", accounts),
    ):
        survivor, merged = chance.sample([row for row in rows if row.merged_into_id is None], 2)
        act = merge_accounts if kind == "account" else merge_contacts
        choices = {
            "name": chance.choice(["survivor", "merged"]),
            "address": chance.choice(["survivor", "merged"]),
        }
        merges.append(act(actor=SYSTEM, survivor=survivor, merged=merged, choices=choices))
        for row in rows:
            row.refresh_from_db()
        assert [
            said for one in all_checks() if one.name.startswith("accounts.") for said in one.look().sentences
        ] == []
        stages.append(everything())
    for merge in reversed(merges):
        assert everything() == stages.pop()
        undo_merge(actor=SYSTEM, merge=merge)
    assert everything() == stages.pop()
