"""The targets of an import that are about deals: the stages they go through, deals, their lines, their way."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from suki.exchange.columns import Column, Target
from suki.exchange.vocabulary import (
    CURRENCY,
    ENTITY,
    ID,
    NAME,
    amount,
    choice,
    date,
    number,
    refers,
    text,
)

CATEGORIES = ("omitted", "pipeline", "best_case", "commit", "closed")
KINDS = ("new", "cross_sell", "upsell", "upgrade", "renewal")

DEALS: tuple[Target, ...] = (
    Target(
        "stages",
        "stage",
        _("stages of the pipelines that deals go through; pipelines that are not there yet are added"),
        (
            text("pipeline", meaning=_("pipeline"), required=True, length=80),
            replace(NAME, length=80),
            Column("position", "integer", _("place in the pipeline"), minimum="0", maximum="1000"),
            choice("ends", ("no", "won", "lost"), "no", _("whether deals in it are won or lost")),
            number("probability", meaning=_("probability in percent"), minimum="0", maximum="100"),
            choice("category", CATEGORIES, "pipeline", _("forecast category")),
            Column(
                "stale_days",
                "integer",
                _("days after which a deal in it is stale"),
                minimum="1",
                maximum="3650",
            ),
        ),
        ("pipeline", "name"),
    ),
    Target(
        "deals",
        "deal",
        _("deals: what may be sold, was won or was lost"),
        (
            ID,
            replace(NAME, length=255),
            refers("account", "accounts", _("account; an open deal may lack it")),
            refers("contact", "contacts", _("contact")),
            text("pipeline", meaning=_("pipeline; the usual one when empty"), length=80),
            text("stage", meaning=_("stage; the pipeline's first one when empty"), length=80),
            choice(
                "state", ("open", "won", "lost"), "", _("open, won or lost; as its stage says when empty")
            ),
            choice("kind", KINDS, "new", _("kind of deal")),
            refers("owner", "people", _("who owns it"), required=True),
            CURRENCY,
            amount("value", meaning=_("what it is worth"), minimum="0"),
            number(
                "probability",
                meaning=_("probability in percent, as the owner says"),
                minimum="0",
                maximum="100",
            ),
            choice("category", CATEGORIES, "", _("forecast category, as the owner says")),
            date("created", meaning=_("day on which it began; the day of closing or today when empty")),
            date("expected_close", meaning=_("day on which it is expected to close")),
            date("closed", meaning=_("day on which it was won or lost")),
            text("loss_reason", meaning=_("why it was lost"), length=120),
            text("lost_to", meaning=_("to whom it was lost"), length=160),
            text("source", meaning=_("where it came from"), length=80),
            refers("campaign", "campaigns", _("campaign that it came of")),
            text("brief", meaning=_("what the client wants"), length=10_000),
            text("next_step", meaning=_("next step"), length=255),
            date("next_step_on", meaning=_("day of the next step")),
            ENTITY,
        ),
        ("id",),
        spans=(("created", "closed"),),
        takes_extra=True,
    ),
    Target(
        "deal_lines",
        "dealline",
        _("lines of deals; what they come to is the deal's value"),
        (
            refers("deal", "deals", _("deal"), required=True),
            Column(
                "line",
                "integer",
                _("number of the line in its deal"),
                required=True,
                minimum="0",
                maximum="30000",
            ),
            refers("product", "products", _("product")),
            text("description", meaning=_("what the line says"), length=255),
            number("quantity", meaning=_("quantity; one when empty"), minimum=">0"),
            amount("unit_price", meaning=_("price of one unit before discount"), required=True, minimum="0"),
            number(
                "discount", meaning=_("discount as a fraction: 0.1 is ten percent"), minimum="0", maximum="1"
            ),
        ),
        ("deal", "line"),
    ),
    Target(
        "deal_moves",
        "stagechange",
        _("when deals entered their stages; without it only the stage they are in is known"),
        (
            refers("deal", "deals", _("deal"), required=True),
            text("stage", meaning=_("stage of the deal's pipeline"), required=True, length=80),
            date("day", meaning=_("day on which it entered"), required=True),
            amount("value", meaning=_("what it was worth then"), minimum="0"),
        ),
        ("deal", "stage", "day"),
    ),
)
