"""One component of a plan in words: what counts, how its steps are read, what limits it and what comes later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.compensation.plans.codes import (
    CREDIT,
    INPUT,
    LIFECYCLES,
    MATRIX_INPUT,
    MEASURE,
    MONEY,
    code_of,
    value_key,
)
from suki.apps.compensation.plans.saying import Say, day_said, decimal_of, share_text, whole

Rules = Mapping[str, Any]


def heart(component: Rules, say: Say) -> Iterator[str]:
    """What counts, whose it is, and how the table is read."""
    if code_of(component, "input") == "score":
        yield _("People score how far an agreed aim was met, and give their reason; no sales count here.")
    else:
        yield _counted(component)
        credit = component.get("credit") or ["own"]
        yield _("Credited: {whose}.").format(whose=", ".join(str(CREDIT.get(each, each)) for each in credit))
    yield from _paid(component, say)
    yield _read(component)
    yield _added_up(component)
    yield from _times(component)


def head(component: Rules) -> list[str]:
    """What stands above the steps."""
    first = str(INPUT.get(code_of(component, "input"), code_of(component, "input")))
    return [_("Above, {input}").format(input=first), _("Up to and including"), *_columns_head(component)]


def rows(component: Rules, tiers: Sequence[Rules], say: Say) -> list[list[str]]:
    """The steps: each from where, up to where, and what it pays."""
    code, output = code_of(component, "input"), code_of(component, "output")
    rates = (component.get("matrix") or {}).get("rates")
    said = []
    for place, tier in enumerate(tiers):
        end = say.limit(tiers[place + 1].get("from"), code) if place + 1 < len(tiers) else _("without end")
        paid = [tier.get(value_key(output))] if rates is None else _row(rates, place)
        said.append([say.limit(tier.get("from"), code), end, *(say.paid(each, output) for each in paid)])
    return said


def limits(component: Rules, say: Say) -> Iterator[str]:
    """What limits it, and what happens later."""
    yield from _matrix(component, say)
    yield from _threshold(component, say)
    yield from _caps(component, say)
    yield from _gates(component, say)
    yield from _selected(component, say)
    yield from _held(component)
    yield from _taken_back(component)


def _counted(component: Rules) -> str:
    said = {
        ("amount", "invoiced"): _("The net amount of what is invoiced counts, on the day of the invoice."),
        ("amount", "booked"): _("The net amount of what is ordered counts, on the day of the order."),
        ("amount", "collected"): _("The net amount counts as the customer pays it, in proportion to each payment."),
        ("margin", "invoiced"): _("The margin of what is invoiced counts, on the day of the invoice."),
        ("margin", "booked"): _("The margin of what is ordered counts, on the day of the order."),
        ("margin", "collected"): _("The margin counts as the customer pays, in proportion to each payment."),
        ("units", "invoiced"): _("The number of units invoiced counts, on the day of the invoice."),
        ("units", "booked"): _("The number of units ordered counts, on the day of the order."),
        ("units", "collected"): _("The number of units counts as the customer pays, in proportion to each payment."),
    }  # fmt: skip
    key = code_of(component, "measure"), code_of(component, "counts")
    return said.get(key, " ".join(key))


def _paid(component: Rules, say: Say) -> Iterator[str]:
    output, target = code_of(component, "output"), component.get("target_pay")
    if output == "rate":
        measure = code_of(component, "measure")
        yield _("Each step pays a rate of {measure}.").format(measure=MEASURE.get(measure, measure))
    elif output == "fixed":
        yield _("Each step pays a fixed amount.")
    elif output == "target" and decimal_of(target) is None:
        yield _("Each step pays a share of your own target pay, which is spread evenly over the year.")
    elif output == "target":
        yield _(
            "Each step pays a share of the target pay of {amount}, each time counting begins anew."
        ).format(amount=say.amount(target))
    elif output == "multiplier":
        yield _("Each step pays a multiple of the base rate.")
    if component.get("base_rate") is not None:
        yield _("The base rate is {rate}.").format(rate=share_text(component["base_rate"]))
    if output != "target" and target is not None:
        yield _("Target pay is {amount}.").format(amount=say.amount(target))


def _read(component: Rules) -> str:
    method = code_of(component, "method")
    if code_of(component, "output") in MONEY:
        return {
            "progressive": _(
                "Every step that is reached pays, and they add up; a limit still belongs to the step below."
            ),
            "slab": _("Only the highest step that is reached pays; a limit still belongs to the step below."),
            "interpolated": _(
                "Full steps add up; the step that is being filled pays in proportion to how far it is."
            ),
            "flat": _("It pays as soon as anything counts."),
        }.get(method, method)
    return {
        "progressive": _(
            "Each step holds only for what lies within it; a limit still belongs to the step below."
        ),
        "slab": _(
            "The step that is reached holds for everything, also for what lay below it; a limit still belongs to the step below."
        ),
        "interpolated": _("Each step holds for what lies within it, up to where one has come."),
        "flat": _("One rate holds for everything."),
    }.get(method, method)


def _added_up(component: Rules) -> str:
    if code_of(component, "per") == "transaction":
        return _("Each transaction stands alone.")
    return _("All transactions of the same stretch of time are added up.")


def _times(component: Rules) -> Iterator[str]:
    first, last = component.get("from"), component.get("until")
    if first:
        yield _("It holds from {day} on.").format(day=day_said(first))
    if last:
        yield _("It holds up to and including {day}.").format(day=day_said(last))
    if component.get("quota") is not None:
        if str(component["quota"]).casefold() == "false":
            yield _("What it credits does not count towards the quota.")
        else:
            yield _("What it credits counts towards the quota.")


def _columns_head(component: Rules) -> list[str]:
    matrix = component.get("matrix")
    if not matrix:
        return [_("It pays")]
    return [_("pays, {number}").format(number=place) for place, _each in enumerate(matrix.get("from", ()), 1)]


def _row(rates: Sequence[Sequence[Any]], place: int) -> list[Any]:
    return list(rates[place]) if place < len(rates) else []


def _matrix(component: Rules, say: Say) -> Iterator[str]:
    matrix = component.get("matrix")
    if not matrix:
        return
    code = str(matrix.get("input"))
    starts = [say.limit(each, code) for each in matrix.get("from", ())]
    columns = ", ".join(
        _("column {number} above {limit}").format(number=place, limit=each)
        for place, each in enumerate(starts, 1)
    )
    yield _("Which column holds is decided by {input}: {columns}.").format(
        input=MATRIX_INPUT.get(code, code), columns=columns
    )


def _threshold(component: Rules, say: Say) -> Iterator[str]:
    threshold = component.get("threshold")
    if not threshold:
        return
    limit = say.limit(threshold.get("at"), code_of(component, "input"))
    if threshold.get("pays") == "from_zero":
        yield _("Nothing is paid below {limit}; whoever reaches it is paid for everything from zero.").format(
            limit=limit
        )
    else:
        yield _("Nothing is paid below {limit}; whoever passes it is paid for what lies above.").format(
            limit=limit
        )


def _caps(component: Rules, say: Say) -> Iterator[str]:
    cap = component.get("cap") or {}
    if cap.get("input") is not None:
        limit = say.limit(cap["input"], code_of(component, "input"))
        yield _("What lies above {limit} does not count.").format(limit=limit)
    if cap.get("payout") is not None:
        yield _("At most {amount} is paid.").format(amount=say.amount(cap["payout"]))


def _gates(component: Rules, say: Say) -> Iterator[str]:
    for gate in component.get("gate") or ():
        name = str(gate.get("component") or "")
        yield _("It pays only when “{component}” reaches {limit}.").format(
            component=name, limit=say.limit(gate.get("at"), say.inputs.get(name, "attainment"))
        )


def _selected(component: Rules, say: Say) -> Iterator[str]:
    for key, sentence in (
        ("only", _("Only this counts: {what}.")),
        ("except", _("This does not count: {what}.")),
    ):
        said = list(_selection(component.get(key) or {}, say))
        if said:
            yield sentence.format(what="; ".join(said))


def _selection(chosen: Rules, say: Say) -> Iterator[str]:
    if chosen.get("products"):
        yield _("products {names}").format(
            names=", ".join(say.named("product", each) for each in chosen["products"])
        )
    if chosen.get("accounts"):
        yield _("customers {names}").format(
            names=", ".join(say.named("account", each) for each in chosen["accounts"])
        )
    if chosen.get("lifecycles"):
        yield ", ".join(str(LIFECYCLES.get(each, each)) for each in chosen["lifecycles"])
    if chosen.get("new_accounts_months"):
        months = whole(chosen["new_accounts_months"])
        yield ngettext(
            "customers won within the last {months} month", "customers won within the last {months} months", months
        ).format(months=months)  # fmt: skip


def _held(component: Rules) -> Iterator[str]:
    hold = component.get("hold")
    if not hold:
        return
    values = {"share": share_text(hold.get("share")), "months": whole(hold.get("months"))}
    if hold.get("on_leaving") == "paid":
        yield _(
            "{share} of it is held back for {months} months and then paid; whoever leaves before is paid it, too."
        ).format(**values)
    else:
        yield _(
            "{share} of it is held back for {months} months and then paid; whoever leaves before loses it."
        ).format(**values)


def _taken_back(component: Rules) -> Iterator[str]:
    back = component.get("clawback")
    if not back:
        yield _("What is returned or never paid is taken back at the rate it once earned.")
        return
    days, months, parts = (
        back.get("within_days"),
        back.get("within_months"),
        whole(back.get("instalments") or 1),
    )
    if days:
        yield _(
            "What is returned or not paid within {days} days is taken back at the rate it once earned."
        ).format(days=days)
    elif months:
        yield _(
            "What is returned or not paid within {months} months is taken back at the rate it once earned."
        ).format(months=months)
    else:
        yield _("What is returned or never paid is taken back at the rate it once earned, whenever that is.")
    if back.get("by") == "time":
        yield _("It is taken back in proportion to the time that is left.")
    else:
        yield _("It is taken back in full.")
    if parts > 1:
        yield _("It is taken back in {parts} parts, one in each period.").format(parts=parts)
    else:
        yield _("It is taken back at once.")
    if back.get("attainment") == "keep":
        yield _("Attainment stays as it was.")
    else:
        yield _("Attainment goes down with it.")
