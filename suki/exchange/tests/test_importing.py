from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from suki.exchange.importing import Options
from suki.exchange.models import ImportRun
from suki.exchange.problems import BadFiles
from suki.exchange.tests.folders import Folder

pytestmark = pytest.mark.django_db

PEOPLE = "select id, name, title, manager, hired, _at from people"
ACCOUNTS = "select id, name, city, parent, x_region, _at from accounts"
TEAM = 'select account, person, first as "from", last as "to", _at from team'
CONTACTS = "select id, name, account, title, _at from contacts"


@pytest.fixture
def firm(folder: Folder) -> Folder:
    folder.write(
        "people.csv",
        "id,name,title,manager,hired\n1,Clara,Sales Manager,,2020-01-01\n2,Ana,Account Manager,1,2021-05-01\n",
    )
    folder.write("accounts.csv", "id,name,city,parent,x_region\nA,Đại Phát,Huế,,North\nB,Müller,Köln,A,\n")
    folder.write(
        "team.csv", "account,person,first,last\nA,2,2021-05-01,\nB,2,2021-05-01,2022-12-31\nB,1,2023-01-01,\n"
    )
    folder.write("contacts.csv", "id,name,account,title\nc1,Bình,A,Buyer\nc1,Bình,B,Director\nc2,Frau Ö,B,\n")
    return folder


TARGETS = {"people": PEOPLE, "accounts": ACCOUNTS, "account_team": TEAM, "contacts": CONTACTS}


def test_a_firm_comes_in_with_everything_that_follows(firm: Folder) -> None:
    from suki.apps.accounts.models import (
        Account,
        AccountParent,
        AccountTeamMember,
        ContactPosition,
        LifecycleChange,
    )
    from suki.apps.accounts.queries import owner_of
    from suki.apps.people.models import Person, ReportingLine
    from suki.base.models import CustomField, Event, ExternalId

    outcome = firm.bring(TARGETS)
    assert outcome.targets["contacts"] == {
        "rows": 3,
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "skipped": 0,
    }
    ana = Person.objects.get(name="Ana")
    assert [held.function for held in ana.functions.all()] == ["account_manager"]
    assert ReportingLine.objects.get(person=ana).manager.name == "Clara"
    muller = Account.objects.get(name="Müller")
    assert (muller.search_form, bytes(muller.sort_key) > b"") == ("muller koln", True)
    assert Account.objects.get(name="Đại Phát").extra == {"region": "North"}
    assert CustomField.objects.get().name == "region"
    assert AccountParent.objects.get(account=muller).parent.name == "Đại Phát"
    assert owner_of(muller, date(2022, 12, 31)) == ana
    assert owner_of(muller, date(2023, 1, 1)).name == "Clara"  # type: ignore[union-attr]
    assert set(AccountTeamMember.objects.values_list("share", flat=True)) == {Decimal(100)}
    assert ContactPosition.objects.count() == 3
    assert LifecycleChange.objects.count() == 2
    assert ExternalId.objects.get(kind="account", key="B").row_id == muller.pk
    assert Event.objects.filter(name="files imported").count() == 1


def test_the_same_import_twice_changes_nothing_and_says_so(firm: Folder) -> None:
    from suki.apps.accounts.models import Account

    firm.bring(TARGETS)
    before = list(Account.objects.order_by("pk").values())
    outcome = firm.bring(TARGETS)
    assert outcome.changed == 0
    assert {name: counts["unchanged"] for name, counts in outcome.targets.items()} == {
        "people": 2, "accounts": 2, "account_team": 3, "contacts": 3,
    }  # fmt: skip
    assert list(Account.objects.order_by("pk").values()) == before


def test_changed_rows_update_and_keep_their_before_image(firm: Folder) -> None:
    from suki.apps.accounts.models import Account, AccountTeamMember

    firm.bring(TARGETS)
    firm.write(
        "accounts.csv", "id,name,city,parent,x_region\nA,Đại Phát,Đà Nẵng,,\nB,Müller,Köln,A,\nC,Neu,,,\n"
    )
    firm.write(
        "team.csv",
        "account,person,first,last\nA,2,2021-05-01,2024-06-30\nA,1,2024-07-01,\nB,2,2021-05-01,2022-12-31\nB,1,2023-01-01,\n",
    )
    outcome = firm.bring(TARGETS)
    assert outcome.targets["accounts"] == {
        "rows": 3,
        "created": 1,
        "updated": 1,
        "unchanged": 1,
        "skipped": 0,
    }
    assert outcome.targets["account_team"] == {
        "rows": 4,
        "created": 1,
        "updated": 1,
        "unchanged": 2,
        "skipped": 0,
    }
    changed = Account.objects.get(name="Đại Phát")
    assert (changed.city, changed.extra, changed.revision, changed.search_form) == (
        "Đà Nẵng",
        {},
        2,
        "dai phat da nang",
    )
    image = changed.history.get()
    assert (image.city, str(image.pgh_context_id)) == ("Huế", str(ImportRun.objects.latest("pk").context))
    assert AccountTeamMember.objects.filter(account=changed).count() == 2


def test_columns_that_the_recipe_does_not_tell_stay_as_they_are(firm: Folder) -> None:
    from suki.apps.accounts.models import Account

    firm.bring(TARGETS)
    Account.objects.filter(name="Müller").update(website="muller.de", extra={"mine": "kept"})
    firm.write("accounts.csv", "id,name,city,parent,x_region\nB,Möller,,A,West\n")
    firm.bring({"accounts": "select id, name, x_region from accounts"})
    account = Account.objects.get(name="Möller")
    assert (account.website, account.city, account.extra) == (
        "muller.de",
        "Köln",
        {"mine": "kept", "region": "West"},
    )
    assert account.search_form == "moller koln"


def test_a_dry_run_says_what_would_change_and_changes_nothing(firm: Folder) -> None:
    from suki.apps.accounts.models import Account

    outcome = firm.bring(TARGETS, options=Options(dry_run=True))
    assert (outcome.run, outcome.targets["accounts"]["created"]) == (None, 2)
    assert not Account.objects.exists() and not ImportRun.objects.exists()


def test_nothing_is_applied_while_an_error_stands(firm: Folder) -> None:
    from suki.apps.people.models import Person

    firm.write("team.csv", "account,person,first,last\nA,9,2021-05-01,\nZ,2,,\n")
    assert firm.not_brought(TARGETS) == [
        "team.csv:3:account: “Z”; expected an id of accounts.",
        "team.csv:2:person: “9”; expected an id of people.",
    ] or sorted(firm.not_brought(TARGETS)) == [
        "team.csv:2:person: “9”; expected an id of people.",
        "team.csv:3:account: “Z”; expected an id of accounts.",
    ]
    assert not Person.objects.exists()


def test_bad_rows_may_be_left_out_with_all_that_depends_on_them(firm: Folder, tmp_path: Path) -> None:
    from suki.apps.accounts.models import Account, Contact

    firm.write("accounts.csv", "id,name,city,parent,x_region\nA,,Huế,,North\nB,Müller,Köln,A,\nC,Gut,,,\n")
    firm.write("team.csv", "account,person,first,last\nC,2,2021-05-01,\n")
    left_out = tmp_path / "left-out.csv"
    outcome = firm.bring(TARGETS, options=Options(skip_bad_rows=left_out))
    assert [account.name for account in Account.objects.all()] == ["Gut"]
    assert not Contact.objects.exists()
    assert outcome.targets["accounts"] == {
        "rows": 3,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "skipped": 2,
    }
    with left_out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["target"], row["file"], row["row"]) for row in rows][:2] == [
        ("accounts", "accounts.csv", "2"),
        ("accounts", "accounts.csv", "3"),
    ]
    assert len(rows) == 5
    assert rows[0]["reasons"] == "name: empty; expected a text."
    assert "“A” of accounts is left out" in rows[1]["reasons"]
    assert json.loads(rows[1]["values"]) == {"id": "B", "name": "Müller", "city": "Köln", "parent": "A"}


def test_a_row_that_overlaps_with_one_of_the_house_is_named(firm: Folder) -> None:
    from psycopg.types.range import DateRange

    from suki.apps.accounts.models import Account, AccountTeamMember
    from suki.apps.people.models import Person

    firm.bring({"people": PEOPLE, "accounts": ACCOUNTS})
    AccountTeamMember.objects.create(
        account=Account.objects.get(name="Müller"),
        person=Person.objects.get(name="Ana"),
        role="owner",
        share=100,
        valid=DateRange(date(2022, 1, 1), None),
    )
    told = firm.not_brought({"account_team": TEAM})
    assert [line.split(":")[1] for line in told] == ["3", "4"]
    assert "overlaps with a row that is already there ([2022-01-01,))" in told[0]


def test_rates_prices_costs_taxes_and_quotas_are_found_again(firm: Folder) -> None:
    firm.write("x.csv", "id\n1\n")
    targets = {
        "people": PEOPLE,
        "entities": "select 'default' as id, 'Small GmbH' as name, 'EUR' as currency, 7 as fiscal_start from x",
        "rates": "select 'USD' as base, 'EUR' as quote, '2024-01-01' as day, 0.9 as rate from x",
        "tax_rates": "select 'DE' as country, 'VAT' as name, 19 as percent, '2007-01-01' as \"from\" from x",
        "departments": "select 'd' as id, 'Sales' as name from x",
        "teams": "select 't' as id, 'North' as name, '1' as lead from x",
        "team_members": "select 't' as team, '2' as person, '2024-01-01' as \"from\" from x",
        "reporting_lines": "select '2' as person, '1' as manager from x",
        "territories": "select 'n' as id, 'North' as name, 'VN' as country from x",
        "territory_members": "select 'n' as territory, '2' as person from x",
        "products": "select 'g' as id, 'Group' as name, null as parent, true as is_group from x"
        " union all select 'p', 'Pump', 'g', false from x",
        "costs": "select 'p' as product, '2024-01-01' as \"from\", '2024-12-31' as \"to\", 5 as amount, 'EUR' as currency from x",
        "prices": "select 'p' as product, '2024-01-01' as \"from\", 9.5 as amount, 'EUR' as currency from x",
        "partner_roles": "select 'A' as account, 'supplier' as role from x",
        "accounts": ACCOUNTS,
        "quotas": "select '2' as person, '2024-01-01' as \"from\", '2024-04-01' as until, 100 as amount, 'EUR' as currency from x"
        " union all select '2', '2024-04-01', '2024-07-01', 200, 'EUR' from x",
    }
    created = firm.bring(targets).targets
    assert all(counts["created"] == counts["rows"] for name, counts in created.items() if name != "entities")
    again = firm.bring(targets)
    assert again.changed == 0, again.targets


def test_an_importer_needs_the_capability(firm: Folder) -> None:
    from suki.base.models import User
    from suki.exchange.importing import import_files
    from suki.kernel.errors import NotAllowed

    somebody = User.objects.create_user("x@example.com", "a long password")
    with pytest.raises(NotAllowed):
        import_files(actor=somebody, recipe=firm.recipe(TARGETS), root=firm.path)
    assert not ImportRun.objects.exists()


def test_a_house_without_entity_asks_for_the_company(folder: Folder) -> None:
    from suki.apps.company.models import LegalEntity

    LegalEntity.objects.all().delete()
    folder.write("a.csv", "id,name\n1,A\n")
    assert (
        "no legal entity yet" in folder.not_brought({"accounts": "select id, name from a"}, company="{}")[0]
    )


def test_a_field_of_the_firms_own_takes_only_what_its_type_allows(firm: Folder) -> None:
    from suki.apps.accounts.models import Account
    from suki.base.access import SYSTEM
    from suki.base.custom_fields import add_custom_field

    for name, kind in (("staff", "number"), ("founded", "date"), ("listed", "yes_no")):
        add_custom_field(actor=SYSTEM, kind="account", name=name, label=name.title(), type=kind)
    firm.write(
        "accounts.csv",
        "id,name,x_staff,x_founded,x_listed\nA,Đại Phát,1200.50,2001-05-04,ja\nB,Müller,,,no\n",
    )
    targets = {"accounts": "select id, name, x_staff, x_founded, x_listed, _at from accounts"}
    firm.bring(targets)
    assert Account.objects.get(name="Đại Phát").extra == {
        "staff": "1200.5", "founded": "2001-05-04", "listed": True
    }  # fmt: skip
    assert Account.objects.get(name="Müller").extra == {"listed": False}
    assert firm.bring(targets).changed == 0
    firm.write("accounts.csv", "id,name,x_staff,x_founded,x_listed\nA,Đại Phát,many,2001-05-04,perhaps\n")
    with pytest.raises(BadFiles) as refused:
        firm.bring(targets)
    assert [(each.column, each.value) for each in refused.value.found] == [
        ("x_staff", "many"), ("x_listed", "perhaps")
    ]  # fmt: skip
    assert Account.objects.get(name="Đại Phát").extra["staff"] == "1200.5"
