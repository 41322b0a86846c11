"""A generated firm to measure on: the same every time, with customers of very different size, as real ones have."""

from __future__ import annotations

from django.db import connection

from suki.apps.company.actions import settle_default_entity
from suki.apps.company.models import LegalEntity
from suki.apps.ledger.actions import post_many
from suki.base.access import SYSTEM
from suki.base.names import search_form, sort_key

PEOPLE, TEAMS, TERRITORIES, PRODUCTS = 60, 8, 12, 400
YEAR = 2025


def firm(*, accounts: int = 20_000) -> LegalEntity:
    """The firm without any ledger line: people in teams, products, accounts with an owner, quotas by quarter."""
    entity = settle_default_entity(actor=SYSTEM, name="Generated", currency="EUR", fiscal_start=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        for statement in _FIRM:
            cursor.execute(statement, {"accounts": accounts, "entity": entity.pk, "year": f"{YEAR}-01-01"})
        cursor.execute("SELECT id, name FROM accounts_account WHERE search_form = ''")
        forms = [(row, sort_key(name), search_form(name)) for row, name in cursor.fetchall()]
        ids, keys, searched = (list(column) for column in zip(*forms))
        cursor.execute(
            "UPDATE accounts_account a SET sort_key = v.key, search_form = v.form "
            "FROM unnest(%s::bigint[], %s::bytea[], %s::text[]) v(id, key, form) WHERE v.id = a.id",
            [ids, keys, searched],
        )
        cursor.execute("ANALYZE")
    return entity


def lines(entity: LegalEntity, number: int, *, year: int = YEAR, kind: str = "invoiced", first: int = 1) -> int:
    """Post that many lines of a year, four to a document; a few customers have most of them."""
    query = _LINES.format(first=first, last=first + number - 1, kind=kind, entity=entity.pk, year=year)
    posted: int = post_many(actor=SYSTEM, query=query)
    return posted


def settle_statistics() -> None:
    """What autovacuum would have done by the time somebody opens a report."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_ledgerrollup")
        cursor.execute("VACUUM ANALYZE ledger_ledgerline")


_FIRM = [
    f"""INSERT INTO people_team (name) SELECT 'Team ' || n FROM generate_series(1, {TEAMS}) n""",
    f"""INSERT INTO people_territory (name, country)
        SELECT 'Territory ' || n, '' FROM generate_series(1, {TERRITORIES}) n""",
    f"""INSERT INTO people_person (name, given_name, family_name, title, email, phone, language, sort_key, search_form)
        SELECT 'Person ' || n, '', '', '', '', '', '', ''::bytea, 'person ' || n FROM generate_series(1, {PEOPLE}) n""",
    """INSERT INTO people_teammember (person_id, team_id, is_lead, valid)
        SELECT p.id, t.id, false, daterange('2020-01-01', NULL)
        FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM people_person) p
        JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS of FROM people_team) t
            ON t.n = p.n %% t.of""",
    f"""INSERT INTO catalog_product (name, code, is_group, unit, is_active, sort_key, search_form)
        SELECT 'Product ' || n, 'P' || n, false, 'piece', true, ''::bytea, 'product ' || n
        FROM generate_series(1, {PRODUCTS}) n""",
    """INSERT INTO accounts_account (name, kind, lifecycle, legal_name, tax_number, industry, email, phone, website, street,
            city, region, postal_code, country, territory_id, currency, language, sort_key, search_form)
        SELECT (ARRAY['Nordwind', 'Ánh Dương', 'Sinar', 'Bayani', 'Harbour', 'Müller'])[1 + n %% 6] || ' '
                || (ARRAY['Trading', 'Foods', 'Media', 'Works', 'Hotels'])[1 + n %% 5] || ' ' || n,
            'company', 'customer', '', '', '', '', '', '', '', 'City ' || n %% 500, '', '', 'DE',
            (SELECT min(id) FROM people_territory) + n %% 12, 'EUR', '', ''::bytea, ''
        FROM generate_series(1, %(accounts)s) n""",
    """INSERT INTO accounts_accountteammember (account_id, person_id, role, share, valid)
        SELECT a.id, (SELECT min(id) FROM people_person) + a.id %% 60, 'owner', 100, daterange('2020-01-01', NULL)
        FROM accounts_account a""",
    """INSERT INTO quotas_quota (entity_id, person_id, measure, valid, amount, currency)
        SELECT %(entity)s, p.id, 'revenue', daterange(d::date, (d + interval '3 months')::date), 1500000, 'EUR'
        FROM people_person p, generate_series(%(year)s::date, %(year)s::date + 360, interval '3 months') d""",
]

_LINES = """
    WITH firsts AS (
        SELECT (SELECT min(id) FROM accounts_account) AS account, (SELECT count(*) FROM accounts_account) AS accounts,
            (SELECT min(id) FROM catalog_product) AS product, (SELECT min(id) FROM people_person) AS person
    ), drawn AS (
        SELECT n, (n + 3) / 4 AS document, f.person, f.product + mod(n * 31 + (n + 3) / 4 * 17, 400) AS product_id,
            f.account + floor(f.accounts * power(mod((n + 3) / 4 * 7919, 100003) / 100003.0, 2))::bigint AS account_id,
            round(5 + mod(n * 48271, 99991) / 97.0, 2) AS net
        FROM generate_series({first}, {last}::bigint) n, firsts f
    )
    SELECT '{kind}' AS kind, {entity}::bigint AS entity_id,
        DATE '{year}-01-01' + mod(document * 104729, 365)::int AS day,
        account_id AS sold_to_id, account_id AS bill_to_id, 'EUR' AS currency, net, round(net * 0.19, 2) AS tax,
        CASE WHEN mod(n, 50) > 0 THEN round(net * 0.62, 4) END AS cost, (1 + mod(n, 9))::numeric AS quantity, product_id,
        CASE WHEN mod(document, 20) > 0 THEN person + mod(account_id + (mod(document, 10) = 0)::int, 60) END AS seller_id,
        NULL::bigint AS site_id, 'bench-{kind}' AS room, document AS document_id, n::text AS line_key,
        1 AS posting, 1::numeric AS rate, 'spot' AS rate_kind, '' AS settles_room, NULL::bigint AS settles_id
    FROM drawn
"""
