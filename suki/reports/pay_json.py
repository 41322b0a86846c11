"""Pay for programs: amounts and ratios as text, days by ISO."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.compensation.models import Attainment, PayLine
from suki.kernel.money import digits
from suki.reports.figures import plain_amount, plain_ratio
from suki.reports.pay import PaidStatement, PayResults

TOTALS = ("opening", "earned", "adjusted", "held", "released", "drawn", "closing", "payout")


def as_json(results: PayResults) -> dict[str, Any]:
    """The report as JSON keeps it."""
    period, run = results.period, results.run
    places = digits(period.entity.currency)
    return {
        "report": "pay",
        "period": {
            "name": period.name,
            "from": period.valid.lower.isoformat(),
            "to": (period.valid.upper - timedelta(days=1)).isoformat(),
        },
        "entity": period.entity.code,
        "currency": period.entity.currency,
        "state": results.state,
        "run": None if run is None else {
            "number": run.number, "engine": run.engine, "started": run.started_at.isoformat(),
            "inputs_checksum": run.inputs_checksum, "lines_checksum": run.lines_checksum,
        },
        "revenue_credited": plain_amount(results.revenue, places),
        "cost_of_sales": plain_ratio(results.cost_of_sales),
        "totals": {
            currency: {name: plain_amount(amount, digits(currency)) for name, amount in sums.items()}
            for currency, sums in results.totals.items()
        },
        "held_for_later": {
            currency: plain_amount(amount, digits(currency)) for currency, amount in sorted(results.held.items())
        },
        "statements": [_statement(each, results.with_lines) for each in results.statements],
        "problems": [{"stops": each.stops, **each.as_json, "sentence": str(each)} for each in results.problems],
        "rules": rules_of(),
    }  # fmt: skip


def rules_of() -> dict[str, str]:
    """One sentence for each figure that could be read in more than one way."""
    return {
        "payout": _("A payout is the sum of its statement's lines, each rounded once; what is payable leaves out lines in doubt."),
        "attainment": _("Attainment is what was credited, divided by the quota, both in the plan's currency at the plan's rate; without a quota above zero it is undefined."),
        "revenue_credited": _("Revenue credited is the sellers' own credit of what was invoiced, each line once; overlays, referrals and what managers have of their teams come on top of it."),
        "cost_of_sales": _("Cost of sales is what was earned in the entity's currency, divided by the revenue credited."),
        "held_for_later": _("Held for later is pay that was earned and waits for its day."),
    }  # fmt: skip


def _statement(each: PaidStatement, with_lines: bool) -> dict[str, Any]:
    row = each.row
    places = digits(row.currency)
    told: dict[str, Any] = {
        "person": {"id": row.person_id, "name": row.person.name},
        "currency": row.currency,
        "state": each.state,
        **{name: plain_amount(getattr(row, name), places) for name in TOTALS},
        "payable": plain_amount(each.payable, places),
        "attainments": [_attainment(attained) for attained in each.attainments],
    }
    return {**told, "lines": [_line(line, places) for line in each.lines]} if with_lines else told


def _attainment(attained: Attainment) -> dict[str, Any]:
    places = digits(str(attained.version.rules.get("currency") or "EUR"))
    return {
        "plan": attained.version.plan.name,
        "version": attained.version.number,
        "component": attained.component,
        "period": attained.accumulated,
        "credited": plain_amount(attained.credited, places),
        "quota": plain_amount(attained.quota, places),
        "attainment": plain_ratio(attained.attainment),
    }


def _line(line: PayLine, places: int) -> dict[str, Any]:
    return {
        "number": line.number,
        "kind": line.kind,
        "plan": line.version.plan.name if line.version else None,
        "version": line.version.number if line.version else None,
        "component": line.component or None,
        "day": line.day.isoformat(),
        "document": line.document or None,
        "account": None if line.account is None else {"id": line.account_id, "name": line.account.name},
        "credit": None if line.credit is None else {
            "why": line.credit.why, "counted": line.credit.counted, "share_percent": f"{line.credit.share.normalize():f}",
            "net": f"{line.credit.net.normalize():f}",
        },
        "credited": f"{line.credited.normalize():f}",
        "before": plain_ratio(line.before),
        "after": plain_ratio(line.after),
        "parts": line.parts,
        "commission": f"{line.commission.normalize():f}",
        "rate": f"{line.rate.normalize():f}",
        "amount": plain_amount(line.amount, places),
        "corrects": line.corrects_id,
        "vests_on": line.vests_on.isoformat() if line.vests_on else None,
        "why": line.why,
    }  # fmt: skip
