"""Accounts with their parents and teams, contacts with their positions, partners."""

from __future__ import annotations

from suki.apps.accounts.models import (
    Account,
    AccountParent,
    AccountTeamMember,
    Contact,
    ContactPosition,
    LifecycleChange,
    PartnerRole,
)
from suki.base.names import search_form
from suki.exchange import keys
from suki.exchange.rooms.applying import Applying
from suki.exchange.rooms.dated import VALID, bring_dated
from suki.exchange.rooms.extra import extra_value
from suki.exchange.rooms.people import FULL_NAME, NAMES
from suki.exchange.staging import rows_of, run
from suki.exchange.upsert import Changes, Value, create, write

_PLAIN = (
    "legal_name", "tax_number", "industry", "email", "phone", "website", "street", "city", "region", "postal_code",
    "country", "currency", "language", "credit_limit", "payment_days", "since",
)  # fmt: skip
_DERIVED = ("sort_key", "search_form")


def bring_accounts(applying: Applying) -> None:
    """Accounts, with the parent they belong to and a note of where they stand."""
    stage = applying.stages["accounts"]
    values = [
        Value("name", "s.name", ("name",)),
        Value("kind", "coalesce(s.kind, 'company')", ("kind",)),
        Value("lifecycle", "coalesce(s.lifecycle, 'customer')", ("lifecycle",)),
        Value("territory_id", "r_territory.row_id", ("territory",)),
        *(Value(name, f"s.{name}", (name,)) for name in _PLAIN),
        *extra_value(stage, "accounts_account"),
    ]
    changes = applying.bring("accounts", Account, values, derived=_DERIVED)
    applying.count("accounts", changes)
    _note_lifecycles(applying)
    _place_under_parents(applying)
    if not stage.has("legal_name") or not stage.has("city"):
        _search_again(changes)


def _search_again(changes: Changes) -> None:
    """Rows whose legal name or city the recipe does not tell are found by what the house knows of them."""
    found = rows_of(
        "SELECT id, name || ' ' || legal_name || ' ' || city FROM accounts_account"
        " WHERE id = ANY(%s) AND (legal_name <> '' OR city <> '')",
        [changes.updated_ids],
    )
    if found:
        run(
            "UPDATE accounts_account t SET search_form = v.words"
            " FROM unnest(%s::bigint[], %s::text[]) AS v(id, words)"
            " WHERE t.id = v.id AND t.search_form <> v.words",
            [[row[0] for row in found], [search_form(row[1]) for row in found]],
        )


def _note_lifecycles(applying: Applying) -> None:
    """Since when an account has stood where it stands: as told, or today for a change."""
    run(
        "CREATE TEMP TABLE up_lifecycles ON COMMIT DROP AS"
        " SELECT NULL::bigint AS row_id, true AS is_new, v.row_id AS account_id, v.lifecycle,"
        f" coalesce(CASE WHEN v.is_new THEN v.since END, DATE '{applying.today}') AS since,"
        " now() AS changed_at, '' AS reason"
        " FROM up_accounts v JOIN accounts_account t ON t.id = v.row_id"
        " LEFT JOIN LATERAL (SELECT c.lifecycle FROM accounts_lifecyclechange c WHERE c.account_id = v.row_id"
        "   ORDER BY c.since DESC, c.id DESC LIMIT 1) last ON NOT v.is_new"
        " WHERE v.is_new OR (t.lifecycle = v.lifecycle AND last.lifecycle IS DISTINCT FROM v.lifecycle)"
    )
    names = ["account_id", "lifecycle", "since", "changed_at", "reason"]
    _count, ranges = create("up_lifecycles", LifecycleChange, names)
    applying.note_created(LifecycleChange, ranges)


def _place_under_parents(applying: Applying) -> None:
    """The parent named; the row that stands is put right, for the files know no date."""
    stage = applying.stages["accounts"]
    if not stage.has("parent"):
        return
    run(
        "CREATE TEMP TABLE up_parents ON COMMIT DROP AS"
        " SELECT p.id AS row_id, p.id IS NULL AS is_new, k.row_id AS account_id, r_parent.row_id AS parent_id,"
        f" daterange(NULL, NULL) AS valid FROM {stage.table} s"
        f" JOIN {keys.key_table('accounts')} k ON k.key = s.id AND NOT s.bad {keys.join(stage, 'parent')}"
        " LEFT JOIN LATERAL (SELECT id FROM accounts_accountparent WHERE account_id = k.row_id"
        "   ORDER BY upper(valid) DESC NULLS FIRST, id DESC LIMIT 1) p ON true"
        " WHERE r_parent.row_id IS NOT NULL AND r_parent.row_id <> k.row_id"
    )
    values = [Value("account_id", ""), Value("parent_id", "", ("parent",)), Value("valid", "")]
    changes = write("up_parents", AccountParent, values, stage.yielded)
    applying.note_created(AccountParent, changes.created_ranges)


def bring_account_team(applying: Applying) -> None:
    """Who looks after which account; an owner without a share has all of it."""
    role = "coalesce(s.role, 'owner')"
    values = [
        Value("account_id", "r_account.row_id"),
        Value("person_id", "r_person.row_id"),
        Value("role", role),
        Value("share", f"CASE WHEN {role} = 'owner' THEN 100 ELSE s.share END", ("share",)),
        VALID,
    ]
    changes = bring_dated(
        applying,
        "account_team",
        AccountTeamMember,
        values,
        key=("account_id", "person_id", "role"),
        group=("account_id",),
        holds="{row}.role = 'owner'",
    )
    applying.count("account_team", changes)


def bring_contacts(applying: Applying) -> None:
    """Contacts, one for each id, and their positions, one for each row that names an account."""
    stage = applying.stages["contacts"]
    values = [
        Value("name", FULL_NAME, NAMES),
        *(
            Value(name, f"s.{name}", (name,))
            for name in ("given_name", "family_name", "email", "phone", "language")
        ),
    ]
    changes = applying.bring("contacts", Contact, values, derived=_DERIVED, one_per_id=True)
    if stage.has("account"):
        positions = _bring_positions(applying)
        changes = _counted_by_row(stage.table, positions, changes)
    applying.count("contacts", changes)


def _bring_positions(applying: Applying) -> Changes:
    stage = applying.stages["contacts"]
    values = [
        Value("contact_id", "k.row_id"),
        Value("account_id", "r_account.row_id"),
        Value("title", "s.title", ("title",)),
        VALID,
    ]
    key = ("contact_id", "account_id")
    source = (
        f"FROM {stage.table} s JOIN {keys.key_table('contacts')} k ON k.key = s.id {keys.join(stage, 'account')}"
        " WHERE NOT s.bad AND r_account.row_id IS NOT NULL"
    )
    run("ALTER TABLE up_contacts RENAME TO up_contact_people")
    return bring_dated(applying, "contacts", ContactPosition, values, key=key, group=key, source=source)


def _counted_by_row(table: str, positions: Changes, contacts: Changes) -> Changes:
    """What is told counts rows of the file: a row is new where its position or its contact is."""
    (rows,) = rows_of(f"SELECT count(*) FROM {table} WHERE NOT bad")[0]
    created = max(positions.created, contacts.created)
    updated = min(max(positions.updated, contacts.updated), rows - created)
    return Changes(created=created, updated=updated, unchanged=rows - created - updated)


def bring_partner_roles(applying: Applying) -> None:
    """What accounts are to us beside customers."""
    values = [Value("account_id", "r_account.row_id"), Value("role", "s.role"), VALID]
    key = ("account_id", "role")
    changes = bring_dated(applying, "partner_roles", PartnerRole, values, key=key, group=key)
    applying.count("partner_roles", changes)
