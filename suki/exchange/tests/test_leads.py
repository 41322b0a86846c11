"""Campaigns and leads as other systems export them: dirty, named by name, brought twice, taken back."""

from __future__ import annotations

from typing import Any

import pytest

from suki.apps.accounts.actions import open_account
from suki.apps.people.actions import hire
from suki.apps.prospecting.actions import contacted
from suki.apps.prospecting.models import Campaign, CampaignCost, Lead
from suki.apps.prospecting.rules.actions import add_score_rule
from suki.base.access import SYSTEM
from suki.exchange.importing import Options
from suki.exchange.tests.folders import Folder
from suki.exchange.undoing import undo_import
from suki.kernel.errors import RuleBroken
from tests.cast import LONG_AGO

CAMPAIGNS = """select "Campaign ID" as id, "Campaign Name" as name, "Type" as channel, "Start" as starts,
    "Budget" as budget, "Cost" as spent, _at from campaigns"""
LEADS = """select "Lead ID" as id, "Company" as name, "First" as given_name, "Last" as family_name, "Email" as email,
    "Status" as status, "Owner" as owner, "Campaign" as campaign, "Employees" as employees, "Created" as came, _at from leads"""
HEAD = "Lead ID,Company,First,Last,Email,Status,Owner,Campaign,Employees,Created\n"


@pytest.fixture
def exported(folder: Folder, entity: Any) -> Folder:
    """An export of campaigns and leads; the owner and the campaign go by their names."""
    hire(actor=SYSTEM, name="Rosa Ilagan", title="", since=LONG_AGO, functions=["sales_representative"])
    folder.write(
        "campaigns.csv",
        "Campaign ID,Campaign Name,Type,Start,Budget,Cost\nC1,Spring Fair,Trade Show,2026-03-01,5000,1200.50\n",
    )
    folder.write(
        "leads.csv",
        HEAD
        + "L1,Elbufer GmbH, Jörg ,Brandt,j@elbufer.example,Open - Not Contacted,rosa ilagan,C1,60,2026-03-02\n"
        + "L2,,Elena,Sarmiento,elena@kape.example,Unqualified,,C1,,2026-03-03\n",
    )
    return folder


def bring(folder: Folder, **keys: Any) -> Any:
    return folder.bring({"campaigns": CAMPAIGNS, "leads": LEADS}, **keys)


def test_leads_come_with_campaign_owner_status_and_score(exported: Folder) -> None:
    add_score_rule(actor=SYSTEM, name="Large", field="employees", relation="at_least", value="50", points=15)
    add_score_rule(
        actor=SYSTEM, name="Met at an event", field="channel", relation="is", value="event", points=10
    )

    outcome = bring(exported)

    elbufer, elena = Lead.objects.order_by("id").select_related("owner", "campaign")
    assert outcome.targets["leads"]["created"] == 2
    assert (elbufer.contact_name, elbufer.owner.name, elbufer.campaign.name) == (
        "Jörg Brandt", "Rosa Ilagan", "Spring Fair",
    )  # fmt: skip
    assert (elbufer.status, elbufer.source, str(elbufer.came_at.date())) == ("new", "import", "2026-03-02")
    assert (elbufer.score, [each["rule"] for each in elbufer.score_reasons]) == (
        25,
        ["Large", "Met at an event"],
    )
    assert elbufer.contact_by is not None
    assert (elena.name, elena.status, elena.score, elena.contact_by) == (
        "Elena Sarmiento",
        "set_aside",
        10,
        None,
    )
    assert "jorg brandt" in elbufer.search_form
    campaign = Campaign.objects.get()
    assert (campaign.channel, str(CampaignCost.objects.get().amount)) == ("event", "1200.5000")


def test_the_same_files_again_change_nothing(exported: Folder) -> None:
    bring(exported)
    again = bring(exported)
    assert again.targets["leads"] == {"rows": 2, "created": 0, "updated": 0, "unchanged": 2, "skipped": 0}
    assert (Lead.objects.count(), CampaignCost.objects.count()) == (2, 1)


def test_a_changed_fact_is_updated_and_scored_anew(exported: Folder) -> None:
    add_score_rule(actor=SYSTEM, name="Large", field="employees", relation="at_least", value="50", points=15)
    bring(exported)
    exported.write(
        "leads.csv",
        HEAD + "L1,Elbufer GmbH,Jörg,Brandt,j@elbufer.example,Working - Contacted,,C1,10,2026-03-02\n",
    )
    outcome = bring(exported)
    lead = Lead.objects.get(name="Elbufer GmbH")
    assert outcome.targets["leads"]["updated"] == 1
    assert (lead.status, lead.score) == ("working", 0)


def test_who_is_known_already_is_warned_of_with_file_and_row(exported: Folder) -> None:
    open_account(actor=SYSTEM, name="ELBUFER GmbH", since=LONG_AGO)
    open_account(actor=SYSTEM, name="Kape", since=LONG_AGO, email="Elena@kape.example")

    outcome = bring(exported, options=Options(dry_run=True))

    assert [str(warning) for warning in outcome.warnings] == [
        "leads.csv:2:name: The account ELBUFER GmbH is known by this name or mail address.",
        "leads.csv:3:name: The account Kape is known by this name or mail address.",
    ]
    assert not Lead.objects.exists()


def test_everything_wrong_is_said_and_nothing_is_brought(exported: Folder) -> None:
    exported.write(
        "leads.csv",
        HEAD
        + "L1,,,,nobody,Sleeping,Nobody Known,C9,many,31.02.2026\n"
        + "L2,Kape,,,,Converted,,,-3,2026-03-03\n",
    )
    said = exported.not_brought({"campaigns": CAMPAIGNS, "leads": LEADS})
    assert {line.split(":")[1] for line in said} == {"2", "3"}
    columns = {line.split(":")[2] for line in said}
    assert {"email", "status", "employees", "came"} <= columns
    assert not Lead.objects.exists()
    assert not Campaign.objects.exists()


def test_a_converted_lead_names_its_account(exported: Folder) -> None:
    exported.write("leads.csv", HEAD + "L2,Kape,,,,Closed - Converted,,,,2026-03-03\n")
    assert exported.not_brought({"campaigns": CAMPAIGNS, "leads": LEADS}) == [
        "leads.csv:2:account: A converted lead names the account that it became."
    ]


def test_a_name_that_two_people_have_names_nobody(exported: Folder) -> None:
    hire(actor=SYSTEM, name="Rosa Ilagan", title="", since=LONG_AGO, functions=[])
    (said,) = exported.not_brought({"campaigns": CAMPAIGNS, "leads": LEADS})
    assert said.startswith("leads.csv:2:owner: “rosa ilagan”")


def test_an_import_of_leads_is_taken_back_unless_somebody_has_worked_on_them(exported: Folder) -> None:
    run = bring(exported).run
    contacted(actor=SYSTEM, lead=Lead.objects.get(name="Elbufer GmbH"))
    with pytest.raises(RuleBroken):
        undo_import(actor=SYSTEM, run_id=run)
    assert Lead.objects.count() == 2


def test_an_untouched_import_of_leads_is_taken_back_whole(exported: Folder) -> None:
    run = bring(exported).run
    undo_import(actor=SYSTEM, run_id=run)
    assert not Lead.objects.exists()
    assert not Campaign.objects.exists()
    assert not CampaignCost.objects.exists()
