"""What the sample people know, what their clients require, and who is away soon."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from suki.apps.accounts.assigning.actions import require_skill
from suki.apps.accounts.models import Account
from suki.apps.people.actions import be_away
from suki.apps.people.models import Person
from suki.apps.people.skills.actions import confirm_skill, note_skill
from suki.base.access import SYSTEM

Known = tuple[str, str, int, str]

SKILLS: dict[str, tuple[Known, ...]] = {
    "marisol": (
        ("industry", "Food and beverage", 4, "Nine years with Bahaghari; brought their third brand to us"),
        ("expertise", "Supply contracts", 3, "Negotiated the two-year frame for Bahaghari Foods"),
        ("language", "Filipino", 4, ""),
    ),
    "joy": (
        ("industry", "Food and beverage", 3, "San Lorenzo Beverage, Panaderia de Molo"),
        ("language", "Cebuano", 4, ""),
    ),
    "jonas": (
        ("language", "German", 4, "Mother tongue"),
        ("industry", "Retail", 3, "Kastanienhof: own brand in 40 shops"),
        ("expertise", "Food contact rules", 2, "Course of the chamber, 2025"),
    ),
    "katrin": (
        ("language", "German", 4, "Mother tongue"),
        ("expertise", "Supply contracts", 4, "Led the export desk"),
    ),
    "minh": (("language", "Vietnamese", 4, "Mother tongue"), ("industry", "Food and beverage", 2, "")),
    "sari": (
        ("language", "Indonesian", 4, "Mother tongue"),
        ("industry", "Cosmetics", 3, "Halal labelling for two brands"),
    ),
    "leo": (
        ("industry", "Retail", 2, "Opened the first accounts in Batangas"),
        ("language", "Filipino", 4, ""),
    ),
}
CONFIRMED = (("marisol", "Food and beverage"), ("jonas", "German"))
REQUIRED: dict[str, tuple[tuple[str, str, int], ...]] = {
    "Bahaghari Foods Corp.": (("industry", "Food and beverage", 3), ("expertise", "Supply contracts", 3)),
    "Bahaghari Beverages Corp.": (("industry", "Food and beverage", 3),),
    "Mutya Cosmetics Inc.": (("industry", "Cosmetics", 2),),
    "Kastanienhof Feinkost GmbH & Co. KG": (("language", "German", 3), ("industry", "Retail", 2)),
    "Havelland Molkereigenossenschaft eG": (
        ("language", "German", 3),
        ("expertise", "Food contact rules", 2),
    ),
}


def load_skills(people: dict[str, Person], accounts: dict[str, Account], today: date) -> None:
    """Skills with evidence, requirements, and one absence with cover."""
    noted: dict[tuple[str, str], Any] = {}
    for key, known in SKILLS.items():
        for kind, name, level, evidence in known:
            noted[key, name] = note_skill(
                actor=SYSTEM, person=people[key], kind=kind, name=name, level=level, evidence=evidence
            )
    for place in CONFIRMED:
        confirm_skill(actor=SYSTEM, noted=noted[place])
    for account, required in REQUIRED.items():
        for kind, name, level in required:
            require_skill(actor=SYSTEM, account=accounts[account], kind=kind, name=name, level=level)
    first = today + timedelta(days=9)
    be_away(
        actor=SYSTEM,
        person=people["joy"],
        first=first,
        last=first + timedelta(days=4),
        cover=people["marisol"],
    )
