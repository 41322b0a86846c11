"""Words that the targets of an import share: the columns that look the same wherever they stand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from django.utils.translation import gettext_lazy as _

from suki.exchange.columns import Column

text = partial(Column, type="text")
date = partial(Column, type="date")
amount = partial(Column, type="amount")
number = partial(Column, type="number")
yes_no = partial(Column, type="yes_no")


def refers(name: str, target: str, meaning: object, *, required: bool = False) -> Column:
    return Column(name, "id", meaning, required=required, refers_to=target)  # type: ignore[arg-type]


def choice(name: str, choices: tuple[str, ...], default: str, meaning: object) -> Column:
    return Column(name, "choice", meaning, choices=choices, default=default)  # type: ignore[arg-type]


ID = Column("id", "id", _("the row's id in the source system"), required=True)
NAME = text("name", meaning=_("name"), required=True)
PERSON_NAME = text(
    "name", meaning=_("full name, unless given_name and family_name are there"), is_personal=True
)
GIVEN_NAME = text("given_name", meaning=_("given name"), length=100, is_personal=True)
FAMILY_NAME = text("family_name", meaning=_("family name"), length=100, is_personal=True)
EMAIL = text("email", meaning=_("mail address"), is_personal=True, length=254)
PHONE = text("phone", meaning=_("telephone number"), is_personal=True, length=60)
TITLE = text("title", meaning=_("title on the business card"))
LANGUAGE = Column("language", "language", _("language of letters and screens"))
CURRENCY = Column("currency", "currency", _("currency"))
COUNTRY = Column("country", "country", _("country"))
FROM = date("from", meaning=_("first day"))
TO = date("to", meaning=_("last day, inclusive; empty while it lasts"))
ENTITY = refers("entity", "entities", _("legal entity; the default one when empty"))
FROM_NEEDED, CURRENCY_NEEDED = replace(FROM, required=True), replace(CURRENCY, required=True)
VALID = (("from", "to"),)
