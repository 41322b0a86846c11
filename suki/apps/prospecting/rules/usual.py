"""Score rules that most firms can begin with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from suki.apps.prospecting.models import Channel, Lead
from suki.apps.prospecting.scoring import Relation

FREE_MAIL = "@gmail., @googlemail., @yahoo., @hotmail., @outlook., @live., @icloud., @gmx., @web.de, @t-online.de, @mail.ru"
DECIDERS = (
    "director, manager, head, chief, owner, founder, president, purchasing, procurement, buyer, leiter, leitung, inhaber, "
    "einkauf, geschäftsführer, giám đốc, trưởng, mua hàng, direktur, kepala, pembelian, tagapamahala, may-ari"
)
URGENT = "offer, quote, quotation, price, sample, angebot, preis, muster, báo giá, mẫu, penawaran, harga, sampel, presyo, alok"


def usual_scores(country: str) -> list[dict[str, Any]]:
    """The rules, in the language that is on, for a firm in a country."""
    home = [_rule(_("In our own country"), "country", Relation.IS, country, 10)] if country else []
    return [
        _rule(_("Asks for a price, an offer or a sample"), "message", Relation.CONTAINS, URGENT, 25),
        _rule(_("Decides or buys, by the title"), "title", Relation.CONTAINS, DECIDERS, 20),
        _rule(_("50 employees or more"), "employees", Relation.AT_LEAST, "50", 15),
        _rule(_("Can be called"), "phone", Relation.GIVEN, "", 10),
        *home,
        _rule(_("Referred by somebody"), "source", Relation.IS, Lead.Source.REFERRAL, 20),
        _rule(_("Met at an event"), "channel", Relation.IS, Channel.EVENT, 10),
        _rule(_("Writes from a free mail address"), "email", Relation.CONTAINS, FREE_MAIL, -15),
        _rule(_("No mail address"), "email", Relation.MISSING, "", -10),
    ]


def _rule(name: str, field: str, relation: str, value: str, points: int) -> dict[str, Any]:
    return {"name": name, "field": field, "relation": str(relation), "value": str(value), "points": points}
