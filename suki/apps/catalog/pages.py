"""What the catalog brings to pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.apps.catalog.models import Product
from suki.base.about.panels import register_about
from suki.base.about.sentences import Sentence, register_sentence
from suki.base.access import Can
from suki.base.editing import register_editable, register_editable_extra
from suki.base.pages import Act, Kind, Panel, register_act, register_kind, register_panel

_MANAGE = Can.MANAGE_CATALOG


def register() -> None:
    """Called at start-up."""
    register_kind(Kind(Product, _("product"), Can.SEE_CATALOG, _MANAGE, "product", "products", _("Products")))
    register_about("product", "notes", "files", "timeline", "history")
    register_panel(
        "product",
        Panel("prices", _("Prices and costs"), "product_prices", Can.SEE_CATALOG, "main", 10, lines=4),
    )
    register_act("product", Act("price", _("Set a price"), "product_price", "edit", _MANAGE, 10, key="p"))
    register_act("product", Act("cost", _("Set a cost"), "product_cost", "edit", _MANAGE, 20))
    register_editable(Product, "name", "code", "unit", "is_active", capability=_MANAGE)
    register_editable_extra(Product, capability=_MANAGE)
    register_sentence("product added", Sentence(_("Product added"), "plus"))
    register_sentence("price set", Sentence(_("Price {amount} from {since} on"), "edit", {}, ("since",)))
    register_sentence(
        "cost set",
        Sentence(
            _("Cost {amount} {currency} from {since} on"), "edit", days=("since",), capability=Can.SEE_COST
        ),
    )
