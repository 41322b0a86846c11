"""What tables and columns are called in a sentence, where their own definition has no word for people."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

_ROWS: Final[dict[str, Any]] = {
    "absence": _("absences"),
    "account": _("accounts"),
    "accountparent": _("places in groups"),
    "accountskill": _("required skills"),
    "accountteammember": _("places in account teams"),
    "attachment": _("attachments"),
    "companyholiday": _("company holidays"),
    "contact": _("contacts"),
    "contactposition": _("contact positions"),
    "creditrule": _("rules of crediting"),
    "currency": _("currencies"),
    "decision": _("decisions"),
    "department": _("departments"),
    "departmentmember": _("places in departments"),
    "event": _("events"),
    "exchangerate": _("exchange rates"),
    "fieldmask": _("hidden fields"),
    "fiscalcut": _("fiscal periods"),
    "importdraft": _("imports under way"),
    "importedrows": _("imported rows"),
    "importrun": _("imports"),
    "invoice": _("invoices"),
    "invoiceline": _("invoice lines"),
    "ledgerline": _("ledger lines"),
    "ledgerrollup": _("sums of the ledger"),
    "legalentity": _("legal entities"),
    "lifecyclechange": _("lifecycle changes"),
    "merge": _("merges"),
    "note": _("notes"),
    "order": _("orders"),
    "orderline": _("order lines"),
    "partnerrole": _("partner roles"),
    "payment": _("payments"),
    "periodclosing": _("closed periods"),
    "person": _("people"),
    "personfunction": _("functions of people"),
    "personskill": _("skills of people"),
    "policy": _("policies"),
    "price": _("prices"),
    "pricelist": _("price lists"),
    "product": _("products"),
    "quota": _("quotas"),
    "reportingline": _("reporting lines"),
    "savedmapping": _("saved mappings"),
    "savedview": _("saved views"),
    "site": _("sites"),
    "skill": _("skills"),
    "standardcost": _("standard costs"),
    "tag": _("tags"),
    "tagging": _("tagged rows"),
    "taxrate": _("tax rates"),
    "team": _("teams"),
    "teammember": _("places in teams"),
    "territory": _("territories"),
    "territorymember": _("places in territories"),
    "user": _("sign-ins"),
}

_COLUMNS: Final[dict[str, Any]] = {
    "account": _("account"),
    "base": _("currency"),
    "bill_to": _("billed to"),
    "confirmed_by": _("confirmed by"),
    "confirmed_on": _("confirmed on"),
    "contact": _("contact"),
    "country": _("country"),
    "cover": _("covered by"),
    "currency": _("currency"),
    "department": _("department"),
    "description": _("description"),
    "discount": _("discount"),
    "entity": _("legal entity"),
    "function": _("function"),
    "invoice": _("invoice"),
    "manager": _("manager"),
    "merged_into": _("merged into"),
    "min_quantity": _("from quantity"),
    "order": _("order"),
    "owner": _("owner"),
    "parent": _("part of"),
    "person": _("person"),
    "position": _("position"),
    "price_list": _("price list"),
    "product": _("product"),
    "quantity": _("quantity"),
    "quote": _("in currency"),
    "rate_kind": _("kind of rate"),
    "reason": _("reason"),
    "seller": _("seller"),
    "site": _("site"),
    "skill": _("skill"),
    "team": _("team"),
    "territory": _("territory"),
    "unit_price": _("unit price"),
    "user": _("sign-in"),
    "valid": _("from and to"),
}


def rows_called(model: type[models.Model]) -> str:
    """What several rows of a table are called, as in “3 ledger lines”."""
    return str(_ROWS.get(str(model._meta.model_name), model._meta.verbose_name_plural))


def column_called(column: Any) -> str:
    """What a column is called at the beginning of a line: its own translated name, or the one given here."""
    own = column.verbose_name
    return str(capfirst(_COLUMNS.get(column.name, own) if type(own) is str else own))
