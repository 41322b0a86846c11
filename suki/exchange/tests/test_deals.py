"""Deals as other systems export them: stages by name, what is impossible refused by row, brought twice, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from suki.apps.deals.models import Deal, LossReason, Stage, StageChange
from suki.apps.people.actions import hire
from suki.base.access import SYSTEM
from suki.exchange.tests.folders import Folder
from suki.exchange.undoing import undo_import
from tests.cast import LONG_AGO

ACCOUNTS = "select 'A1' as id, 'Elbufer GmbH' as name, _at from deals limit 1"
DEALS = """select "ID" as id, "Name" as name, nullif("Account", '') as account, "Owner" as owner, "Stage" as stage,
    "Amount" as value, "Currency" as currency, "Prob" as probability, "Created" as created, "Closed" as closed,
    "Reason" as loss_reason, _at from deals"""
HEAD = "ID,Name,Account,Owner,Stage,Amount,Currency,Prob,Created,Closed,Reason\n"
GOOD = (
    "D1,Boxes,A1,Rosa Ilagan,Closed Won,1200.50,EUR,,2026-01-05,2026-02-05,\n"
    "D2,Labels,A1,Rosa Ilagan,Closed Lost,,EUR,,2026-01-05,2026-03-05,Price\n"
    "D3,Sleeves,,Rosa Ilagan,Site visit,,,40,2026-01-05,,\n"
)


@pytest.fixture
def exported(folder: Folder, entity: Any) -> Folder:
    hire(actor=SYSTEM, name="Rosa Ilagan", title="", since=LONG_AGO, functions=["sales_representative"])
    folder.write("deals.csv", HEAD + GOOD)
    return folder


def bring(folder: Folder) -> Any:
    return folder.bring({"accounts": ACCOUNTS, "deals": DEALS})


def test_deals_end_where_their_pipeline_ends_and_new_stages_are_added(exported: Folder) -> None:
    bring(exported)
    won, lost, going = Deal.objects.order_by("id").select_related("stage", "account", "loss_reason")
    assert (won.state, won.stage.ends, str(won.value), won.closed_on) == (
        "won",
        "won",
        "1200.5000",
        date(2026, 2, 5),
    )
    assert (won.probability, won.category, won.account.name) == (100, "closed", "Elbufer GmbH")
    assert (lost.state, lost.value, lost.loss_reason.name) == ("lost", None, "Price")
    assert (going.state, going.stage.name, going.probability, going.probability_is_own, going.currency) == (
        "open",
        "Site visit",
        40,
        True,
        "EUR",
    )
    assert [stage.ends for stage in Stage.objects.order_by("position")][-3:] == ["", "won", "lost"]
    assert StageChange.objects.count() == 3


def test_a_second_import_changes_nothing_and_undoing_leaves_nothing(exported: Folder) -> None:
    first = bring(exported)
    again = bring(exported)
    assert again.targets["deals"]["unchanged"] == 3
    undo_import(actor=SYSTEM, run_id=again.run)
    undo_import(actor=SYSTEM, run_id=first.run)
    assert not Deal.objects.exists()
    assert not StageChange.objects.exists()
    assert LossReason.objects.filter(name="Price").exists()


def test_a_deal_that_was_won_since_goes_to_its_end(exported: Folder) -> None:
    bring(exported)
    exported.write(
        "deals.csv", HEAD + "D3,Sleeves,A1,Rosa Ilagan,Closed Won,80,EUR,,2026-01-05,2026-04-01,\n"
    )
    bring(exported)
    deal = Deal.objects.get(name="Sleeves")
    assert (deal.state, deal.closed_on, deal.probability, deal.probability_is_own) == (
        "won",
        date(2026, 4, 1),
        100,
        False,
    )
    assert [change.stage.ends for change in deal.stage_changes.order_by("at")] == ["", "won"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("D1,X,A1,Rosa Ilagan,Qualified,1,EUR,130,2026-01-05,,", "130"),
        ("D1,X,A1,Rosa Ilagan,Closed Won,1,EUR,,2026-01-05,2026-01-04,", "2026-01-04"),
        ("D1,X,A1,Rosa Ilagan,Closed Won,,EUR,,2026-01-05,2026-02-04,", "a deal that was won needs a value."),
        (
            "D1,X,,Rosa Ilagan,Closed Won,1,EUR,,2026-01-05,2026-02-04,",
            "a deal that was won needs an account.",
        ),
        ("D1,X,A1,Rosa Ilagan,Closed Won,1,EUR,,2026-01-05,,", "needs the day on which it closed."),
        ("D1,X,A1,Rosa Ilagan,Qualified,1,JPY,,2026-01-05,,", "the firm does not use the currency JPY"),
        ("D1,X,A1,RosaIlagan,Qualified,1,EUR,,2026-01-05,,", "Did you mean “Rosa Ilagan”?"),
    ],
)
def test_what_no_deal_may_say_is_refused_with_its_row(exported: Folder, row: str, sentence: str) -> None:
    exported.write("deals.csv", HEAD + GOOD.replace("D1,", "D9,") + row + "\n")
    (said,) = exported.not_brought({"accounts": ACCOUNTS, "deals": DEALS})
    assert "deals.csv:5" in said
    assert sentence in said
    assert not Deal.objects.exists()
