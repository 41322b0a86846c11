"""Gathering what a period is paid by: everything that goes into its calculation, frozen before anything is worked out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from psycopg.types.range import DateRange

from suki.apps.accounts.models import LifecycleChange
from suki.apps.company.models import LegalEntity
from suki.apps.compensation.bonuses import bonuses_due
from suki.apps.compensation.models import PayLine, PayPeriod, PlanMember, PlanVersion, Score, Statement
from suki.apps.compensation.running.carried import decisions_due, held_due, instalments_due, openings
from suki.apps.compensation.running.facts import FAR, Credited, EarlierLine, Inputs, own_calendar
from suki.apps.compensation.running.handing_on import handovers
from suki.apps.compensation.running.learned import learned_since
from suki.apps.compensation.running.states import SETTLED, earlier_periods, is_approved, state_of
from suki.apps.credits.freezing import batch_rows, freeze_credits
from suki.apps.credits.models import CreditBatch
from suki.apps.people.models import Person
from suki.apps.quotas.models import Quota
from suki.apps.quotas.standing import standings_of
from suki.engines.commission.periods import bounds_of, period_of
from suki.kernel.fiscal import FiscalCalendar


def gather(period: PayPeriod) -> tuple[dict[str, Any], CreditBatch]:
    """The inputs of a calculation, and the credits beside them."""
    settled = [each for each in earlier_periods(period) if state_of(each) in SETTLED]
    versions = _versions(period, learned_since(period, settled, people_below))
    start = min([period.valid.lower, *(each["reaches"] for each in versions)])
    members = _members(period, start)
    batch = freeze_credits(
        entity=period.entity, start=start, end=period.valid.upper,
        handovers=handovers(period.entity, start, period.valid.upper),
    )  # fmt: skip
    people = {each["person"] for each in members}
    before, settled = settled, [each for each in settled if each.valid.upper > start]
    returns = _returns(batch)
    kept = {
        "period": _span(period.valid) | {"name": period.name, "start": start},
        "entity": {"id": period.entity_id, "currency": period.entity.currency},
        "calendar": calendar_told(period.entity.fiscal_calendar),
        "batch": {"id": batch.pk, "checksum": batch.checksum},
        "plans": versions,
        "members": members,
        "quotas": quotas_told(period, people, start),
        "scores": scores_told(period, start),
        "below": people_below(versions, members, start, period.valid.upper),
        "products": products_below(versions),
        "accounts": _accounts(versions, batch),
        "returns": returns,
        "originals": _originals(before, returns),
        "settled": [_span(each.valid) | {"id": each.pk} for each in settled],
        "earlier": _statements_of(settled),
        "ends": [each.valid.upper for each in earlier_periods(period)],
        "openings": openings(period),
        "held": held_due(period),
        "instalments": instalments_due(period),
        "decisions": decisions_due(period),
        "bonuses": _bonuses(period),
        "left": _left(people),
        "skipped": sorted({
            each.person_id for each in Statement.objects.filter(period=period) if is_approved(each)
        }),
        "people": [],
    }  # fmt: skip
    kept["names"] = _names(kept, batch)
    return as_kept(kept), batch


def as_kept(value: Any) -> Any:
    """A value as JSON keeps it and as it is read again: amounts and days as text."""
    return json.loads(json.dumps(value, default=_text))


def checksum_of(inputs: dict[str, Any]) -> str:
    """One number for all that went in."""
    written = json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def read_back(kept: dict[str, Any], batch: CreditBatch) -> Inputs:
    """What a run has kept, as the calculation reads it: now, or years later."""
    originals = [line for _pair, line in _lines(PayLine.objects.filter(pk__in=kept["originals"]))]
    earlier = _earlier_lines(kept)
    return Inputs(
        kept, [Credited(*row.values()) for row in batch_rows(batch)], earlier, originals, _doubted(earlier)
    )


def _doubted(earlier: list[EarlierLine]) -> list[EarlierLine]:
    """The lines that decisions were about and that a later calculation of their period has replaced."""
    about = {line.corrects_id for line in earlier if line.why.get("rule") == "dispute"}
    missing = about - {line.id for line in earlier}
    return [line for _pair, line in _lines(PayLine.objects.filter(pk__in=missing))] if missing else []


def _versions(period: PayPeriod, since: date) -> list[dict[str, Any]]:
    """Published versions that hold on days that matter, each with the first day its accumulation reaches back to."""
    calendar = own_calendar(period.entity.fiscal_calendar)
    found = []
    published = PlanVersion.objects.filter(
        plan__entity=period.entity, plan__archived_at__isnull=True, published_at__isnull=False,
        archived_at__isnull=True, valid__overlap=DateRange(None, period.valid.upper),
    ).select_related("plan")  # fmt: skip
    for version in published.order_by("plan_id", "number"):
        begins = version.valid.lower or date(1900, 1, 1)
        ends = version.valid.upper or FAR
        reaches = max(
            begins, _reach(min(since, period.valid.lower), version.rules.get("period"), calendar, begins)
        )
        if ends <= reaches:
            continue
        found.append(
            {
                "version": version.pk, "number": version.number, "plan": version.plan_id, "name": version.plan.name,
                "rules": version.rules, "first": begins, "end": ends, "reaches": reaches,
                "acknowledged": sorted(version.acknowledgements.values_list("person_id", flat=True)),
            }
        )  # fmt: skip
    return found


def _reach(day: date, length: Any, calendar: FiscalCalendar | None, begins: date) -> date:
    """The first day of what adds up with a day; where nothing begins anew, the first of the version."""
    bounds = bounds_of(period_of(day, length or "all", calendar), calendar)
    return bounds[0] if bounds else begins


def _members(period: PayPeriod, start: date) -> list[dict[str, Any]]:
    rows = PlanMember.objects.filter(
        plan__entity=period.entity, plan__archived_at__isnull=True, archived_at__isnull=True,
        valid__overlap=DateRange(start, period.valid.upper),
    )  # fmt: skip
    return [
        _span(row.valid)
        | {
            "id": row.pk, "plan": row.plan_id, "person": row.person_id, "target_pay": row.target_pay,
            "paid_in": row.paid_in,
        }
        for row in rows.order_by("person_id", "plan_id", "valid")
    ]  # fmt: skip


def quotas_told(period: PayPeriod, people: set[int], start: date) -> list[dict[str, Any]]:
    """Every quota of these people that says something about the days that matter, up to the end of the fiscal year:
    what adds up over a year is compared with all of the year's quotas, however early in it this period lies."""
    calendar = period.entity.fiscal_calendar
    year = calendar.year(calendar.year_of(period.valid.upper - timedelta(days=1)))
    reach = DateRange(start, max(period.valid.upper, year.end))
    rows = Quota.objects.filter(
        entity=period.entity, person__in=people, archived_at__isnull=True, valid__overlap=reach
    ).order_by("person_id", "measure", "valid")
    standings = standings_of(rows)
    return [
        _span(row.valid)
        | {
            "id": row.pk, "person": row.person_id, "measure": row.measure, "amount": row.amount,
            "currency": row.currency, "binds": standings[row.pk].binds,
        }
        for row in rows
    ]  # fmt: skip


def scores_told(period: PayPeriod, start: date) -> list[dict[str, Any]]:
    rows = Score.objects.filter(
        plan__entity=period.entity,
        archived_at__isnull=True,
        valid__overlap=DateRange(start, period.valid.upper),
    )
    return [
        _span(row.valid)
        | {
            "id": row.pk,
            "plan": row.plan_id,
            "person": row.person_id,
            "component": row.component,
            "score": row.score,
        }
        for row in rows.order_by("pk")
    ]


def people_below(versions: list[Any], members: list[Any], start: date, end: date) -> dict[str, list[Any]]:
    """Who was below whom and when, for those who are paid for their team."""
    plans = {each["plan"] for each in versions if any("team" in credit_kinds(c) for c in components_of(each))}
    leaders = sorted({each["person"] for each in members if each["plan"] in plans})
    found: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [leaders, start, end])
        for leader, person, first, until in cursor.fetchall():
            found.setdefault(str(leader), []).append([person, first, until or FAR])
    return found


_BELOW = """
    WITH RECURSIVE wanted AS (SELECT %s::bigint[] AS leaders, daterange(%s, %s) AS days), below AS (
        SELECT r.manager_id AS top, r.person_id, r.valid * w.days AS valid, 1 AS deep
        FROM people_reportingline r, wanted w WHERE r.manager_id = ANY(w.leaders)
        UNION ALL
        SELECT b.top, r.person_id, b.valid * r.valid, b.deep + 1
        FROM below b JOIN people_reportingline r ON r.manager_id = b.person_id AND r.valid && b.valid
        WHERE b.deep < 30
    )
    SELECT top, person_id, lower(valid), upper(valid) FROM below WHERE NOT isempty(valid) AND person_id <> top
    ORDER BY 1, 2, 3"""


def components_of(version: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in version["rules"].get("components") or () if isinstance(each, dict)]


def credit_kinds(component: dict[str, Any]) -> list[str]:
    return list(component.get("credit") or ("own",))


def _selects(versions: list[Any]) -> list[dict[str, Any]]:
    return [
        component[key]
        for each in versions for component in components_of(each)
        for key in ("only", "except") if isinstance(component.get(key), dict)
    ]  # fmt: skip


def products_below(versions: list[Any]) -> dict[str, list[str]]:
    """Each product with its own code and those of everything above it, where a plan chooses by product."""
    if not any("products" in each for each in _selects(versions)):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH RECURSIVE above AS (
                SELECT id, code, parent_id FROM catalog_product
                UNION SELECT a.id, p.code, p.parent_id FROM above a JOIN catalog_product p ON p.id = a.parent_id)
            SELECT id, array_agg(DISTINCT code ORDER BY code) FROM above WHERE code <> '' GROUP BY id ORDER BY id"""
        )
        return {str(product): codes for product, codes in cursor.fetchall()}


def _accounts(versions: list[Any], batch: CreditBatch) -> dict[str, Any]:
    """Where accounts stood and since when they buy, where a plan chooses by that."""
    return accounts_of(versions, batch.credits.values_list("account_id", flat=True))


def accounts_of(versions: list[Any], accounts: Iterable[int]) -> dict[str, Any]:
    """The same for accounts by their ids."""
    if not any({"lifecycles", "new_accounts_months"} & set(each) for each in _selects(versions)):
        return {}
    ids = sorted(set(accounts))
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT a.id, a.lifecycle, (SELECT min(l.day) FROM ledger_ledgerline l
                WHERE l.kind IN ('booked', 'invoiced') AND l.sold_to_id IN (
                    SELECT a.id UNION SELECT m.id FROM accounts_account m WHERE m.merged_into_id = a.id))
            FROM accounts_account a WHERE a.id = ANY(%s)""",
            [ids],
        )
        for account, lifecycle, first in cursor.fetchall():
            found[str(account)] = {"now": lifecycle, "first": first, "were": []}
    changes = LifecycleChange.objects.filter(account__in=ids).order_by("since", "id")
    for account, lifecycle, since in changes.values_list("account_id", "lifecycle", "since"):
        found[str(account)]["were"].append([since, lifecycle])
    return found


def _returns(batch: CreditBatch) -> dict[str, str]:
    """For each line that takes something back, the number of the document whose earnings it takes back."""
    with connection.cursor() as cursor:
        cursor.execute(_RETURNS, [batch.pk])
        return {str(line): document for line, document in cursor.fetchall()}


_RETURNS = """
    SELECT c.line_id, coalesce(max(i.number), max(c.document))
    FROM credits_frozencredit c JOIN ledger_ledgerline l ON l.id = c.line_id
    LEFT JOIN billing_invoice note ON l.room = 'billing' AND note.id = l.document_id AND note.kind = 'credit_note'
    LEFT JOIN billing_invoice i ON i.entity_id = note.entity_id AND i.number = note.extra->>'credits'
    WHERE c.batch_id = %s AND c.net < 0
        AND (i.id IS NOT NULL OR l.reverses_id IS NOT NULL OR c.counted = 'written_off')
    GROUP BY c.line_id ORDER BY c.line_id"""


def _statements_of(settled: list[PayPeriod]) -> list[list[int]]:
    """What stands of earlier periods: each statement with the run that its lines are of."""
    rows = Statement.objects.filter(period__in=settled).order_by("pk").values_list("pk", "run_id")
    return [list(row) for row in rows]


def _originals(settled: list[PayPeriod], returns: dict[str, str]) -> list[int]:
    """The lines by which earlier periods paid what is now taken back: they say at which rate it was earned."""
    rows = PayLine.objects.filter(
        document__in=set(returns.values()), statement__run=F("run"), statement__period__in=settled,
        kind__in=(PayLine.Kind.EARNED, PayLine.Kind.ADJUSTMENT, PayLine.Kind.CLAWBACK), credit__isnull=False,
    )  # fmt: skip
    return list(rows.order_by("pk").values_list("pk", flat=True)) if returns else []


def originals_of(entity: LegalEntity, returns: dict[str, str]) -> list[EarlierLine]:
    """What settled periods have paid for these deals, for who looks at pay without calculating a period."""
    if not returns:
        return []
    settled = [each for each in PayPeriod.objects.filter(entity=entity) if state_of(each) in SETTLED]
    return [line for _pair, line in _lines(PayLine.objects.filter(pk__in=_originals(settled, returns)))]


def _earlier_lines(kept: dict[str, Any]) -> list[EarlierLine]:
    """The lines of the statements that stand."""
    if not kept["earlier"]:
        return []
    statements, runs = zip(*kept["earlier"], strict=True)
    rows = PayLine.objects.filter(statement__in=statements, run__in=set(runs))
    of_run = {tuple(pair) for pair in kept["earlier"]}
    return [line for pair, line in _lines(rows) if pair in of_run]


def _lines(rows: Any) -> Iterable[tuple[tuple[int, int], EarlierLine]]:
    for statement, run, *row in rows.order_by("pk").values_list(
        "statement_id", "run_id", "id", "kind", "statement__person_id", "statement__currency", "version_id",
        "component", "day", "document", "account_id", "credited", "commission", "rate", "amount", "why",
        "corrects_id", "vests_on", "credit__line_id", "credit__product_id", "credit__person_id", "credit__why",
        "credit_id",
    ):  # fmt: skip
        yield (statement, run), EarlierLine(*row)


def _bonuses(period: PayPeriod) -> list[dict[str, Any]]:
    rows = bonuses_due(period)
    return [
        {
            "id": row.pk, "person": row.person_id, "amount": row.amount, "currency": row.currency, "day": row.day,
            "reason": row.reason,
        }
        for row in rows
    ]  # fmt: skip


def _left(people: Iterable[int]) -> dict[str, date]:
    rows = Person.objects.filter(pk__in=people, employed__endswith__isnull=False)
    return {str(pk): employed.upper for pk, employed in rows.order_by("pk").values_list("pk", "employed")}


def _names(kept: dict[str, Any], batch: CreditBatch) -> dict[str, str]:
    """What the people of a calculation are called, for its sentences."""
    ids = {each["person"] for each in kept["members"]} | {each["person"] for each in kept["bonuses"]}
    ids |= set(batch.credits.values_list("person_id", flat=True).distinct())
    return {
        str(pk): name
        for pk, name in Person.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "name")
    }


def _span(valid: DateRange) -> dict[str, Any]:  # type: ignore[type-arg]
    return {"first": valid.lower, "end": valid.upper}


def calendar_told(calendar: FiscalCalendar) -> dict[str, Any]:
    return {
        "pattern": calendar.pattern, "start_month": calendar.start_month, "week_end": calendar.week_end,
        "rule": calendar.rule, "name_by": calendar.name_by,
    }  # fmt: skip


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
