"""How the staged rows of each target become rows of their rooms."""

from functools import partial

from suki.exchange.rooms.accounts import (
    bring_account_team,
    bring_accounts,
    bring_contacts,
    bring_partner_roles,
)
from suki.exchange.rooms.catalog import bring_costs, bring_prices, bring_products
from suki.exchange.rooms.company import bring_entities, bring_rates, bring_tax_rates
from suki.exchange.rooms.deals import bring_deal_lines, bring_deal_moves, bring_deals, bring_stages
from suki.exchange.rooms.documents import INVOICES, ORDERS, bring_documents
from suki.exchange.rooms.payments import bring_payments
from suki.exchange.rooms.people import (
    bring_departments,
    bring_people,
    bring_reporting_lines,
    bring_team_members,
    bring_teams,
    bring_territories,
    bring_territory_members,
)
from suki.exchange.rooms.prospecting import bring_campaigns, bring_leads
from suki.exchange.rooms.quotas import bring_quotas

BRINGERS = {
    "entities": bring_entities,
    "rates": bring_rates,
    "tax_rates": bring_tax_rates,
    "departments": bring_departments,
    "people": bring_people,
    "teams": bring_teams,
    "team_members": bring_team_members,
    "reporting_lines": bring_reporting_lines,
    "territories": bring_territories,
    "territory_members": bring_territory_members,
    "products": bring_products,
    "costs": bring_costs,
    "prices": bring_prices,
    "accounts": bring_accounts,
    "account_team": bring_account_team,
    "contacts": bring_contacts,
    "partner_roles": bring_partner_roles,
    "campaigns": bring_campaigns,
    "leads": bring_leads,
    "stages": bring_stages,
    "deals": bring_deals,
    "deal_lines": bring_deal_lines,
    "deal_moves": bring_deal_moves,
    "orders": partial(bring_documents, documents=ORDERS),
    "invoices": partial(bring_documents, documents=INVOICES),
    "payments": bring_payments,
    "quotas": bring_quotas,
}
"""Who brings which target, in the order of the house. Lines come with their documents."""
