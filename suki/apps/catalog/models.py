"""What the firm sells: the product tree, price lists and standard costs, with dates."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from suki.base.dated import one_at_a_time
from suki.base.names import SearchFormField, SortKeyField
from suki.base.rows import Extendable, Row, revision_trigger, tracked


@tracked()
class Product(Extendable, Row):
    """A product or service, or a group of them; groups hold products and groups."""

    name = models.CharField(_("name"), max_length=255)
    code = models.CharField(_("code"), max_length=80, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    is_group = models.BooleanField(_("group"), default=False)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    is_active = models.BooleanField(_("for sale"), default=True)
    sort_key = SortKeyField()
    search_form = SearchFormField(sources=("name", "code"))

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="product_sorted"),
            GinIndex(OpClass(F("search_form"), "gin_trgm_ops"), name="product_search"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class PriceList(Row):
    """A list of prices in one currency, of one legal entity."""

    entity = models.ForeignKey("company.LegalEntity", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "name", "currency"], name="price_list_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.name} ({self.currency})"


@tracked()
class Price(Row):
    """The price of one unit of a product on a list, from a quantity on, while it holds."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="prices")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    min_quantity = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    amount = models.DecimalField(max_digits=24, decimal_places=6)
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [
            one_at_a_time("one_price_a_day", "price_list", "product", "min_quantity"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_is_not_negative"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.product} {self.amount}"


@tracked()
class StandardCost(Row):
    """What one unit of a product costs the firm, while it holds."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="costs")
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=24, decimal_places=6)
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [one_at_a_time("one_cost_a_day", "product", "currency")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.product} {self.amount} {self.currency}"
