"""From what people earn to what they are paid: this period's lines, corrections of earlier ones, what is held and owed."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

from suki.apps.compensation.models import PayLine
from suki.apps.compensation.running.balancing import balance
from suki.apps.compensation.running.correcting import corrections, in_both
from suki.apps.compensation.running.facts import Inputs, day_of, money_of
from suki.apps.compensation.running.lines import NewLine, NewStatement, part_as_json, plain
from suki.apps.compensation.running.outcomes import Outcome, Worked, key_of, work_out
from suki.apps.compensation.running.problems import problem
from suki.apps.compensation.running.rates import Rates
from suki.engines.commission.paying import exchanged, instalments_of
from suki.engines.commission.periods import months_later
from suki.kernel.money import EXACT, RATIO, digits, round_half_up

Kind = PayLine.Kind
ZERO = Decimal(0)


def settle(inputs: Inputs, rates: Rates, engine: str) -> tuple[list[NewStatement], Worked]:
    """All statements of a period from its frozen inputs alone: the same inputs give the same lines, now and later."""
    with localcontext(EXACT):
        worked = work_out(inputs, rates, engine)
        return _Settling(inputs, rates, worked).statements(), worked


class _Settling:
    """Collects the lines of each statement."""

    def __init__(self, inputs: Inputs, rates: Rates, worked: Worked) -> None:
        self.inputs, self.rates, self.worked = inputs, rates, worked
        self.found: dict[tuple[int, str], NewStatement] = {}

    def statements(self) -> list[NewStatement]:
        """By person, then currency."""
        self._open_statements()
        for outcome in self.worked.outcomes:
            if self.inputs.first <= outcome.day < self.inputs.end:
                self._add(outcome)
        for person, currency, line in corrections(self.inputs, self.worked, self._rate_of, self._line_of):
            self._hold(self._put(person, currency, line), line, None)
        self._instalments()
        self._held()
        self._bonuses()
        self._decisions()
        kept = [
            statement for (person, _currency), statement in sorted(self.found.items())
            if person not in self.worked.stopped
        ]  # fmt: skip
        for statement in kept:
            balance(statement, self.inputs, self.worked, self.rates)
            statement.put_in_order()
        return kept

    def _open_statements(self) -> None:
        """Everybody whom a plan pays in this period has a statement, and so has whoever owes something."""
        for piece in self.worked.pieces:
            if piece.end > self.inputs.first:
                self._of(piece.person_id, piece.currency)
        for person, currency, closing in self.inputs.kept["openings"]:
            if self.inputs.is_wanted(person):
                self._of(person, currency).opening = money_of(closing)

    def _of(self, person: int, currency: str) -> NewStatement:
        return self.found.setdefault((person, currency), NewStatement(person, currency))

    def _put(self, person: int, currency: str, line: NewLine) -> NewStatement:
        statement = self._of(person, currency)
        statement.lines.append(line)
        return statement

    def _add(self, outcome: Outcome) -> None:
        rate = self._rate_of(outcome)
        if rate is None:
            return
        line = self._line_of(outcome, rate)
        statement = self._put(outcome.piece.person_id, outcome.piece.currency, line)
        if line.kind == Kind.CLAWBACK:
            self._take_back(outcome, statement, line)
        self._hold(statement, line, outcome)

    def _rate_of(self, outcome: Outcome) -> Decimal | None:
        """What one unit of the plan's currency is paid with; asked for by the rule of the plan, and kept with the line."""
        piece = outcome.piece
        rule = piece.plan.exchange
        day = outcome.day if rule == "invoice" else self.inputs.last
        found = self.rates.on(
            day, of=piece.plan.currency, into=piece.currency, kind="plan" if rule == "plan" else "spot"
        )
        if found is None and piece.person_id not in self.worked.stopped:
            self.worked.refuse(
                problem(
                    "payout_rate_missing", piece.person_id, person=self.inputs.name_of(piece.person_id),
                    of=piece.plan.currency, into=piece.currency, day=day,
                )
            )  # fmt: skip
        return found

    def _line_of(self, outcome: Outcome, rate: Decimal) -> NewLine:
        line, credit, piece = outcome.line, outcome.credit, outcome.piece
        score = {} if credit else {"score": plain(line.credited)}
        return NewLine(
            kind=Kind.CLAWBACK if line.takes_back else Kind.EARNED,
            day=outcome.day,
            amount=exchanged(line.commission, rate, piece.currency),
            commission=line.commission,
            rate=round_half_up(rate, 10),
            version_id=piece.version["version"],
            component=line.component,
            credit_id=credit.id if credit else None,
            attained=(piece.person_id, piece.version["version"], line.component, outcome.accumulated),
            account_id=credit.account_id if credit else None,
            document=credit.document if credit else "",
            credited=line.credited,
            before=line.before,
            after=line.after,
            parts=[part_as_json(part) for part in line.parts],
            why={"accumulated": outcome.accumulated, **score, **_reason(line)},
            key=key_of(outcome),
        )

    def _take_back(self, outcome: Outcome, statement: NewStatement, line: NewLine) -> None:
        """A return points to what it takes back, and may be taken over several periods."""
        line.why["takes_back"] = outcome.line.takes_back
        same = (outcome.line.component, outcome.line.takes_back)
        for earlier in (*self.inputs.earlier, *self.inputs.originals):
            if earlier.person_id == statement.person_id and (earlier.component, earlier.document) == same:
                line.corrects_id = earlier.id
                break
        else:
            held = (each for each in statement.lines if (each.component, each.document) == same)
            line.follows = next((each for each in held if each is not line), None)
        count = outcome.piece.instalments_of(line.component)
        if count > 1 and line.commission:
            whole, places = line.commission, digits(outcome.piece.plan.currency)
            line.commission = instalments_of(whole, count, places)[0]
            line.amount = exchanged(line.commission, line.rate, statement.currency)
            line.why |= {"instalments": count, "instalment": 1, "whole": f"{whole:f}"}

    def _hold(self, statement: NewStatement, line: NewLine, outcome: Outcome | None) -> None:
        """A part of what was earned waits; it is a line of its own that takes it out again."""
        component = outcome.component if outcome else self._component(line)
        if component is None or component.hold is None or not line.commission:
            return
        held = round_half_up(
            line.commission * component.hold.share, self._decimals(line.version_id, statement.currency)
        )
        vests_on = (
            outcome.line.vests_on
            if outcome and outcome.line.vests_on
            else months_later(line.day, component.hold.months)
        )
        if vests_on < self.inputs.first or not held:
            return
        statement.lines.append(
            NewLine(
                kind=Kind.HELD, day=line.day, amount=-exchanged(held, line.rate, statement.currency), commission=-held,
                rate=line.rate, version_id=line.version_id, component=line.component, account_id=line.account_id,
                document=line.document, follows=line, vests_on=vests_on,
                why={"share": plain(component.hold.share), "on_leaving": component.hold.on_leaving},
            )
        )  # fmt: skip

    def _component(self, line: NewLine) -> Any:
        for piece in self.worked.pieces:
            if piece.version["version"] == line.version_id:
                return next((each for each in piece.plan.components if each.name == line.component), None)
        return None

    def _instalments(self) -> None:
        """The next part of what is taken back by and by."""
        for due in self.inputs.kept["instalments"]:
            if not self.inputs.is_wanted(due["person"]):
                continue
            whole, count = money_of(due["why"]["whole"]), int(due["why"]["instalments"])
            exponent = whole.as_tuple().exponent
            parts = instalments_of(whole, count, -int(exponent) if int(exponent) < 0 else 0)
            part, rate = parts[due["taken"]], money_of(due["rate"])
            line = NewLine(
                kind=Kind.CLAWBACK, day=self.inputs.first, amount=exchanged(part, rate, due["currency"]),
                commission=part, rate=rate, version_id=due["version"], component=due["component"],
                account_id=due["account"], document=due["document"], corrects_id=due["id"],
                why={"instalment_of": due["id"], "instalment": due["taken"] + 1, "of": count},
            )  # fmt: skip
            self._put(due["person"], due["currency"], line)

    def _held(self) -> None:
        """What has waited long enough, and what waits for somebody who leaves."""
        for due in self.inputs.kept["held"]:
            kind = self._end_of_wait(due) if self.inputs.is_wanted(due["person"]) else None
            if kind is None:
                continue
            amount, commission = -money_of(due["amount"]), -money_of(due["commission"])
            lost = kind == Kind.FORFEITED
            line = NewLine(
                kind=kind, day=max(day_of(due["vests_on"]), self.inputs.first) if not lost else self.inputs.first,
                amount=ZERO if lost else amount, commission=ZERO if lost else commission,
                rate=money_of(due["rate"]), version_id=due["version"], component=due["component"],
                account_id=due["account"], document=due["document"], corrects_id=due["id"],
                why={"held": plain(amount)},
            )  # fmt: skip
            line.day = min(line.day, self.inputs.last)
            self._put(due["person"], due["currency"], line)

    def _end_of_wait(self, due: dict[str, Any]) -> str | None:
        vests_on, left = day_of(due["vests_on"]), self.inputs.left_on(due["person"])
        if left is not None and left <= vests_on and left <= self.inputs.end:
            return Kind.RELEASED if due["why"].get("on_leaving") == "paid" else Kind.FORFEITED
        return Kind.RELEASED if vests_on < self.inputs.end else None

    def _bonuses(self) -> None:
        for bonus in self.inputs.kept["bonuses"]:
            if self.inputs.is_wanted(bonus["person"]):
                amount = money_of(bonus["amount"])
                why = {"bonus": bonus["id"], "reason": bonus["reason"]}
                line = NewLine(Kind.BONUS, day_of(bonus["day"]), amount, amount, why=why)
                self._put(bonus["person"], bonus["currency"], line)

    def _decisions(self) -> None:
        """What a decided dispute moves, pointing to the line that was doubted."""
        for due in self.inputs.kept["decisions"]:
            if not self.inputs.is_wanted(due["person"]):
                continue
            statement = self._of(due["person"], due["currency"])
            was = ZERO if due["left_out"] else self._amount_now(statement, due)
            amount = money_of(due["granted"]) - was - self._put_right_as_well(statement, due)
            if not amount:
                continue
            rate = money_of(due["rate"])
            commission = round_half_up(
                RATIO.divide(amount, rate), self._decimals(due["version"], due["currency"])
            )
            statement.lines.append(
                NewLine(
                    kind=Kind.ADJUSTMENT, day=day_of(due["day"]), amount=amount, commission=commission, rate=rate,
                    version_id=due["version"], component=due["component"], account_id=due["account"],
                    document=due["document"], corrects_id=due["line"],
                    why={"rule": "dispute", "dispute": due["dispute"], "was": plain(was), "left_out": due["left_out"]},
                )
            )  # fmt: skip

    def _put_right_as_well(self, statement: NewStatement, due: dict[str, Any]) -> Decimal:
        """What of a grant comes in this statement already, because the ledger was put right as well."""
        if due["is_here"]:
            return ZERO
        about = (due["component"], due["document"])
        late = (
            line.amount for line in statement.lines
            if line.why.get("rule") == "late" and (line.component, line.document) == about
        )  # fmt: skip
        return in_both(sum(late, ZERO), money_of(due["granted"]) - money_of(due["amount"]))

    def _decimals(self, version_id: int | None, currency: str) -> int:
        """The digits of the currency in which a line was earned: that of its plan."""
        for version in self.inputs.kept["plans"]:
            if version["version"] == version_id:
                return digits(str(version["rules"].get("currency") or currency))
        return max(digits(currency), 2)

    def _amount_now(self, statement: NewStatement, due: dict[str, Any]) -> Decimal:
        """What the doubted line comes to: as it was calculated anew, where it is one of this period's own."""
        if due["is_here"] and due["key"] is not None:
            key = tuple(due["key"])
            same = [line.amount for line in statement.lines if line.key == key]
            if same:
                return sum(same, ZERO)
        return money_of(due["amount"])


def _reason(line: Any) -> dict[str, str]:
    """Why a line earns what it earns, where that is not simply its rate."""
    named = [part.why for part in line.parts if part.why]
    return {"rule": named[0]} if named else {}
