"""Campaigns with what they cost, and leads: scored on their way in, warned of where somebody like them is known."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from suki.apps.prospecting.clock import USUAL_HOURS, contact_by
from suki.apps.prospecting.models import Campaign, CampaignCost, Lead
from suki.apps.prospecting.rescoring import score_these
from suki.apps.prospecting.scoring import FIELDS, rules_in_use, score_of
from suki.base.names import search_form
from suki.exchange import keys
from suki.exchange.rooms.applying import Applying, Rule
from suki.exchange.rooms.extra import extra_value
from suki.exchange.selling_targets import CHANNEL, LEAD_STATUS
from suki.exchange.staging import rows_of, run
from suki.exchange.upsert import Value, resolve, write

PERSON = "coalesce(s.contact_name, nullif(concat_ws(' ', s.given_name, s.family_name), ''))"
PERSON_NAMES = ("contact_name", "given_name", "family_name")
_PLAIN = (
    "title",
    "email",
    "phone",
    "website",
    "city",
    "country",
    "industry",
    "employees",
    "language",
    "message",
)
_DERIVED = ("sort_key", "search_form")
CHUNK = 10_000


def bring_campaigns(applying: Applying) -> None:
    """Campaigns; what they have cost so far becomes one cost on their first day."""
    stage, entity = applying.stages["campaigns"], applying.entity
    _refuse_known_names(applying)
    values = [
        Value("entity_id", f"coalesce(r_entity.row_id, {entity.pk})", ("entity",)),
        Value("name", "s.name", ("name",)),
        Value("channel", _translated("coalesce(s.channel, 'other')", CHANNEL), ("channel",)),
        Value("starts", f"coalesce(s.starts, s.ends, DATE '{applying.today}')", ("starts",)),
        Value("ends", "s.ends", ("ends",)),
        Value("currency", f"coalesce(s.currency, '{entity.currency}')", ("currency",)),
        Value("budget", "s.budget", ("budget",)),
        Value("owner_id", "r_owner.row_id", ("owner",)),
        Value("brief", "s.brief", ("brief",)),
        *extra_value(stage, "prospecting_campaign"),
    ]
    applying.count("campaigns", applying.bring("campaigns", Campaign, values, derived=_DERIVED))
    if stage.has("spent"):
        _bring_costs(applying)


def bring_leads(applying: Applying) -> None:
    """Leads with their score and clock; who was known by another id before is warned of, not refused."""
    stage, entity = applying.stages["leads"], applying.entity
    _refuse_converted_without_account(applying)
    _score(applying)
    _warn_of_known(applying)
    now = timezone.now()
    due = contact_by(now, USUAL_HOURS, None, entity).isoformat()
    status = _translated("coalesce(s.status, 'new')", LEAD_STATUS)
    converted = f"CASE WHEN {status} = 'converted' THEN TIMESTAMPTZ '{now.isoformat()}' END"
    values = [
        Value("entity_id", f"coalesce(r_entity.row_id, {entity.pk})", ("entity",)),
        Value("name", f"coalesce(s.name, {PERSON})", ("name",) if stage.has("name") else PERSON_NAMES),
        Value("contact_name", PERSON, PERSON_NAMES),
        *(Value(name, f"s.{name}", (name,)) for name in _PLAIN),
        Value("source", "'import'"),
        Value("campaign_id", "r_campaign.row_id", ("campaign",)),
        Value("owner_id", "r_owner.row_id", ("owner",)),
        Value("territory_id", "r_territory.row_id", ("territory",)),
        Value("status", status, ("status",)),
        Value(
            "set_aside_because", f"CASE WHEN {status} = 'set_aside' THEN s.reason END", ("status", "reason")
        ),
        Value("came_at", f"coalesce({_moment('came')}, TIMESTAMPTZ '{now.isoformat()}')", ("came",)),
        Value("contacted_at", _moment("contacted"), ("contacted",)),
        Value("contact_by", f"CASE WHEN {status} = 'new' THEN TIMESTAMPTZ '{due}' END"),
        Value("account_id", "r_account.row_id", ("account",)),
        Value("converted_at", converted, ("status",)),
        Value("score", "s.score"),
        Value("score_reasons", "s.score_reasons"),
        *extra_value(stage, "prospecting_lead"),
    ]
    changes = applying.bring("leads", Lead, values, derived=_DERIVED)
    applying.count("leads", changes)
    _search_again(changes.updated_ids)
    score_these(changes.updated_ids)


def _translated(sql: str, words: dict[str, str]) -> str:
    """A word of another system as the house says it."""
    cases = " ".join(f"WHEN '{word}' THEN '{own}'" for word, own in words.items() if word != own)
    return f"CASE {sql} {cases} ELSE {sql} END"


def _moment(column: str) -> str:
    """A day as a moment; at noon it is that day in most of the world."""
    return f"(s.{column} + TIME '12:00') AT TIME ZONE 'UTC'"


def _refuse_known_names(applying: Applying) -> None:
    """A campaign's name is its own: two of one name would be one campaign with its leads torn apart."""
    stage = applying.stages["campaigns"]
    rule = Rule(
        "campaigns", "name", _("a name of its own"), _("There is another campaign “{value}” already.")
    )
    applying.refuse_rows(
        rule,
        f"SELECT s.n, s.name AS value, NULL AS other FROM {stage.table} s"
        f" JOIN {keys.key_table('campaigns')} k ON k.key = s.id"
        f" WHERE EXISTS (SELECT 1 FROM prospecting_campaign c WHERE c.name = s.name AND c.id <> k.row_id"
        f"  AND c.entity_id = {applying.entity.pk})"
        f" OR EXISTS (SELECT 1 FROM {stage.table} o WHERE o.name = s.name AND o.n < s.n)",
    )


def _bring_costs(applying: Applying) -> None:
    """One cost for each campaign, put right when the campaign is imported again."""
    stage = applying.stages["campaigns"]
    with override(applying.entity.language):
        what = str(_("As imported")).replace("'", "''")
    values = [
        Value("campaign_id", "k.row_id"),
        Value("day", f"coalesce(s.starts, s.ends, DATE '{applying.today}')"),
        Value("what", f"'{what}'"),
        Value("amount", "s.spent", ("spent",)),
    ]
    source = (
        f"FROM {stage.table} s JOIN {keys.key_table('campaigns')} k ON k.key = s.id"
        " WHERE NOT s.bad AND s.spent IS NOT NULL AND s.spent <> 0"
    )
    match = f"t.campaign_id = v.campaign_id AND t.what = '{what}' AND t.archived_at IS NULL"
    resolve("up_campaign_costs", CampaignCost, values, source, match=match)
    changes = write("up_campaign_costs", CampaignCost, values, stage.yielded, undone=applying.undone)
    applying.note_created(CampaignCost, changes.created_ranges)


def _refuse_converted_without_account(applying: Applying) -> None:
    stage = applying.stages["leads"]
    words = ", ".join(f"'{word}'" for word, own in LEAD_STATUS.items() if own == "converted")
    sentence = _("A converted lead names the account that it became.")
    applying.refuse_rows(
        Rule("leads", "account", _("an account"), sentence),
        f"SELECT s.n, s.status AS value, NULL AS other FROM {stage.table} s {keys.join(stage, 'account')}"
        f" WHERE s.status IN ({words}) AND r_account.row_id IS NULL AND NOT s.bad",
    )


def _score(applying: Applying) -> None:
    """What each staged lead is worth, worked out before it is written, so that it is written once."""
    stage = applying.stages["leads"]
    run(
        f"ALTER TABLE {stage.table} ADD COLUMN score smallint NOT NULL DEFAULT 0,"
        " ADD COLUMN score_reasons jsonb NOT NULL DEFAULT '[]'"
    )
    rules = rules_in_use()
    if not rules:
        return
    asked = [name for name in FIELDS if name not in ("contact_name", "source", "channel")]
    columns = ", ".join(f"s.{name}" for name in asked)
    for start in range(0, stage.rows + 1, CHUNK):
        found = rows_of(
            f"SELECT s.n, {PERSON}, coalesce(c.channel, ''), {columns} FROM {stage.table} s {keys.join(stage, 'campaign')}"
            f" LEFT JOIN prospecting_campaign c ON c.id = r_campaign.row_id WHERE s.n > {start} AND s.n <= {start + CHUNK}"
        )
        scored = [(row[0], *_scored(dict(zip(asked, row[3:])), row[1], row[2], rules)) for row in found]
        if scored:
            run(
                f"UPDATE {stage.table} s SET score = v.score, score_reasons = v.reasons"
                " FROM unnest(%s::bigint[], %s::smallint[], %s::jsonb[]) AS v(n, score, reasons) WHERE s.n = v.n",
                [list(column) for column in zip(*scored)],
            )


def _scored(facts: dict[str, Any], person: str | None, channel: str, rules: Any) -> tuple[int, str]:
    found = score_of(
        {**facts, "contact_name": person or "", "source": Lead.Source.IMPORT, "channel": channel}, rules
    )
    return found.points, json.dumps(found.reasons)


def _warn_of_known(applying: Applying) -> None:
    """New leads with the mail address or the name of an account, a contact or another lead of the house."""
    stage = applying.stages["leads"]
    fresh = (
        f"(SELECT s.n, lower(s.email) AS email, lower(coalesce(s.name, {PERSON})) AS name, coalesce(s.name, {PERSON}) AS said FROM {stage.table} s"
        f" JOIN {keys.key_table('leads')} k ON k.key = s.id AND k.is_new AND NOT s.bad) f"
    )
    for sentence, table, name in (
        (_("The account {other} is known by this name or mail address."), "accounts_account", "t.name"),
        (_("The contact {other} is known by this mail address."), "accounts_contact", "NULL::text"),
        (_("The lead {other} is known by this name or mail address."), "prospecting_lead", "t.name"),
    ):
        known = "t.merged_into_id IS NULL" if table != "prospecting_lead" else "true"
        applying.warn(Rule("leads", "name", "", sentence), _alike(fresh, table, name, known))


def _alike(fresh: str, table: str, name: str, known: str) -> str:
    """By mail address or by name, each way by itself, so that the database can hash it."""
    ways = ["lower(t.email) = f.email AND f.email <> ''"] + (
        [f"lower({name}) = f.name"] if name == "t.name" else []
    )
    found = " UNION ALL ".join(
        f"SELECT f.n, f.said, t.name AS other FROM {fresh} JOIN {table} t ON {way} WHERE t.archived_at IS NULL AND {known}"
        for way in ways
    )
    return f"SELECT n, min(said) AS value, min(other) AS other FROM ({found}) q GROUP BY n"


def _search_again(ids: list[int]) -> None:
    """Rows of which the recipe tells not all are found by what the house knows of them."""
    found = rows_of(
        "SELECT id, concat_ws(' ', name, contact_name, email, city) FROM prospecting_lead WHERE id = ANY(%s)",
        [ids],
    )
    if found:
        run(
            "UPDATE prospecting_lead t SET search_form = v.words"
            " FROM unnest(%s::bigint[], %s::text[]) AS v(id, words) WHERE t.id = v.id AND t.search_form <> v.words",
            [[row[0] for row in found], [search_form(row[1]) for row in found]],
        )
