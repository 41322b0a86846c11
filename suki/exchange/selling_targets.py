"""The targets of winning new business, in the order in which the house applies them."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from suki.exchange.columns import Column, Target
from suki.exchange.vocabulary import (
    COUNTRY,
    CURRENCY,
    EMAIL,
    ENTITY,
    FAMILY_NAME,
    GIVEN_NAME,
    ID,
    LANGUAGE,
    NAME,
    PHONE,
    TITLE,
    amount,
    choice,
    date,
    refers,
    text,
)

LEAD_STATUS = {
    "new": "new",
    "working": "working",
    "qualified": "qualified",
    "converted": "converted",
    "set_aside": "set_aside",
    "open": "new",
    "open___not_contacted": "new",
    "not_contacted": "new",
    "attempted_to_contact": "working",
    "contacted": "working",
    "connected": "working",
    "in_progress": "working",
    "nurturing": "working",
    "working___contacted": "working",
    "open_deal": "qualified",
    "closed___converted": "converted",
    "won": "converted",
    "closed___not_converted": "set_aside",
    "unqualified": "set_aside",
    "bad_timing": "set_aside",
    "lost": "set_aside",
    "archived": "set_aside",
}
"""How other systems say where a lead stands."""

CHANNEL = {
    "event": "event",
    "mail": "mail",
    "web": "web",
    "social": "social",
    "search": "search",
    "print": "print",
    "call": "call",
    "partner": "partner",
    "referral": "referral",
    "other": "other",
    "conference": "event",
    "trade_show": "event",
    "webinar": "event",
    "seminar_/_conference": "event",
    "email": "mail",
    "e_mail": "mail",
    "direct_mail": "mail",
    "newsletter": "mail",
    "website": "web",
    "content_marketing": "web",
    "banner_ads": "web",
    "advertisement": "print",
    "public_relations": "print",
    "social_media": "social",
    "paid_search": "search",
    "search_engine": "search",
    "telemarketing": "call",
    "partners": "partner",
    "referral_program": "referral",
}
"""How other systems call a campaign's channel."""


def _translated(name: str, words: dict[str, str], default: str, meaning: object) -> Column:
    """A choice of the house's own words, for which other systems have theirs."""
    own = tuple(word for word, ours in words.items() if word == ours)
    others = tuple(word for word in words if word not in own)
    return replace(choice(name, own, default, meaning), also=others)


SELLING: tuple[Target, ...] = (
    Target(
        "campaigns",
        "campaign",
        _("campaigns that leads come of, with what they cost"),
        (
            ID,
            replace(NAME, length=160),
            _translated("channel", CHANNEL, "other", _("channel")),
            date("starts", meaning=_("first day; the last one or today when empty")),
            date("ends", meaning=_("last day")),
            CURRENCY,
            amount("budget", meaning=_("budget"), minimum="0"),
            amount("spent", meaning=_("what it has cost so far")),
            refers("owner", "people", _("who runs it")),
            text("brief", meaning=_("what it says, and to whom"), length=10_000),
            ENTITY,
        ),
        ("id",),
        spans=(("starts", "ends"),),
        takes_extra=True,
    ),
    Target(
        "leads",
        "lead",
        _("people and companies that may become customers"),
        (
            ID,
            text("name", meaning=_("company; the person where there is none"), length=255),
            text("contact_name", meaning=_("full name of the person"), is_personal=True),
            GIVEN_NAME,
            FAMILY_NAME,
            TITLE,
            EMAIL,
            PHONE,
            text("website", meaning=_("website"), length=255),
            text("city", meaning=_("city"), length=120),
            COUNTRY,
            text("industry", meaning=_("industry"), length=120),
            Column("employees", "integer", _("number of employees"), minimum="0", maximum="2000000000"),
            LANGUAGE,
            text("message", meaning=_("what they wrote"), length=10_000, is_personal=True),
            refers("campaign", "campaigns", _("campaign that it came of")),
            refers("owner", "people", _("who follows it up; nobody when empty")),
            refers("territory", "territories", _("sales territory")),
            _translated("status", LEAD_STATUS, "new", _("where it stands")),
            text("reason", meaning=_("why it is set aside"), length=200),
            date("came", meaning=_("day on which it came")),
            date("contacted", meaning=_("day on which somebody first spoke with it")),
            refers("account", "accounts", _("account that it became")),
            ENTITY,
        ),
        ("id",),
        one_of=(("name", "contact_name", "given_name", "family_name"),),
        takes_extra=True,
    ),
)
