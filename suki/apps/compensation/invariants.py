"""What has to agree about pay: statements with their lines, balances from period to period, runs with their checksums."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.compensation.models import PayRun, Statement
from suki.apps.compensation.running.gathering import checksum_of
from suki.apps.credits.freezing import checksum_of as checksum_of_credits
from suki.base.checking import Finding, check, differing, found


@check("compensation.totals", gettext_lazy("Every statement says what its lines come to"))
def statements_are_the_sum_of_their_lines() -> Finding:
    return differing(
        """
        SELECT p.name AS period, e.name AS person, s.currency, trim_scale(s.payout) AS payout,
            trim_scale(coalesce(sum(l.amount), 0)) AS lines
        FROM compensation_statement s JOIN compensation_payperiod p ON p.id = s.period_id
        JOIN people_person e ON e.id = s.person_id
        LEFT JOIN compensation_payline l ON l.statement_id = s.id AND l.run_id = s.run_id
        GROUP BY s.id, p.id, e.id
        HAVING s.payout <> coalesce(sum(l.amount), 0)
            OR s.payout <> s.earned + s.adjusted + s.held + s.released + s.drawn
            OR s.adjusted <> coalesce(sum(l.amount) FILTER (WHERE l.kind = 'adjustment'), 0)
            OR s.held <> coalesce(sum(l.amount) FILTER (WHERE l.kind = 'held'), 0)
            OR s.released <> coalesce(sum(l.amount) FILTER (WHERE l.kind IN ('released', 'forfeited')), 0)
            OR s.drawn <> coalesce(sum(l.amount) FILTER (WHERE l.kind = 'draw'), 0)
        ORDER BY s.id
        """,
        _(
            "{period}, {person}: the statement says {payout} {currency}, and its lines come to {lines} or differ in a part."
        ),
        out_of="compensation_statement",
    )


@check("compensation.balances", gettext_lazy("Every balance of pay goes on where the one before ended"))
def balances_follow_each_other() -> Finding:
    return differing(
        """
        SELECT * FROM (
            SELECT p.name AS period, e.name AS person, s.currency, trim_scale(s.opening) AS opening,
                trim_scale(s.closing) AS closing,
                trim_scale(coalesce(lag(s.closing) OVER (PARTITION BY p.entity_id, s.person_id, s.currency
                    ORDER BY p.valid), 0)) AS before,
                trim_scale(s.opening - coalesce((SELECT sum(CASE WHEN (l.why->>'recoverable')::boolean
                        THEN l.amount - coalesce((l.why->>'forgiven')::numeric, 0) ELSE 0 END)
                    FROM compensation_payline l
                    WHERE l.statement_id = s.id AND l.run_id = s.run_id AND l.kind = 'draw'), 0)) AS reckoned,
                (SELECT t.step FROM compensation_paystep t WHERE t.period_id = p.id ORDER BY t.id DESC LIMIT 1) AS step
            FROM compensation_statement s JOIN compensation_payperiod p ON p.id = s.period_id
            JOIN people_person e ON e.id = s.person_id
        ) b WHERE (b.step IN ('approved', 'paid', 'closed') AND b.opening <> b.before) OR b.closing <> b.reckoned
        ORDER BY 1, 2
        """,
        _(
            "{period}, {person}: the balance opens with {opening} {currency} after {before}, and closes with {closing};"
            " its lines make it {reckoned}."
        ),
        out_of="compensation_statement",
    )


@check("compensation.payouts", gettext_lazy("Nobody was paid more than their statement says"))
def payouts_are_what_was_due() -> Finding:
    return differing(
        """
        SELECT p.name AS period, e.name AS person, trim_scale(o.amount) AS paid, trim_scale(s.payout) AS payout,
            o.currency
        FROM compensation_payout o JOIN compensation_statement s ON s.id = o.statement_id
        JOIN compensation_payperiod p ON p.id = s.period_id JOIN people_person e ON e.id = s.person_id
        WHERE o.currency <> s.currency OR (o.amount <> s.payout AND NOT EXISTS (
            SELECT 1 FROM compensation_dispute d JOIN compensation_payline l ON l.id = d.line_id
            WHERE l.statement_id = s.id AND l.run_id = s.run_id))
        ORDER BY o.id
        """,
        _(
            "{period}, {person}: {paid} {currency} was paid, the statement says {payout}, and no line of it was in doubt."
        ),
        out_of="compensation_payout",
    )


@check("compensation.runs", gettext_lazy("What pay was calculated from is as it was frozen"))
def runs_are_as_they_were() -> Finding:
    standing = PayRun.objects.filter(pk__in=Statement.objects.values("run"))
    return found(standing.count(), _changed_runs())


def _changed_runs() -> Iterator[str]:
    standing = PayRun.objects.filter(pk__in=Statement.objects.values("run")).select_related(
        "period", "credits"
    )
    for run in standing.order_by("pk").iterator(chunk_size=20):
        if checksum_of(run.inputs) != run.inputs_checksum:
            yield _("The frozen inputs of {run} have changed since.").format(run=run)
        elif run.credits is None or checksum_of_credits(run.credits) != run.credits.checksum:
            yield _("The frozen credits of {run} have changed since.").format(run=run)
