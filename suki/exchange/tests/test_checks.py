from __future__ import annotations

import pytest

from suki.exchange.tests.folders import Folder

pytestmark = pytest.mark.django_db


def accounts(folder: Folder, header: str, *rows: str, **keys: str) -> list[str]:
    folder.write("a.csv", "\n".join([header, *rows]) + "\n")
    names = ", ".join(f'"{name}"' for name in header.split(","))
    return folder.not_brought({"accounts": f"select {names}, _at from a"}, **keys)


def orders(folder: Folder, header: str, *rows: str, **keys: str) -> list[str]:
    folder.write("o.csv", "\n".join([header, *rows]) + "\n")
    folder.write("c.csv", "id,name\n1,A\n")
    names = ", ".join(f'"{name}"' for name in header.split(","))
    targets = {"accounts": "select id, name, _at from c", "orders": f"select {names}, _at from o"}
    return folder.not_brought(targets, **keys)


def test_a_required_value_is_missed_in_its_row(folder: Folder) -> None:
    assert accounts(folder, "id,name", "1,A", "2,", ",C") == [
        "a.csv:3:name: empty; expected a text.",
        "a.csv:4:id: empty; expected an id.",
    ]


def test_every_wrong_value_is_named_with_what_was_expected(folder: Folder) -> None:
    told = accounts(
        folder,
        "id,name,country,currency,kind,credit_limit,payment_days,since,email,language",
        "1,A,Germany,EURO,firm,12x,1.5,31/31/2020,nobody,klingon",
    )
    assert told == [
        "a.csv:2:country: “Germany”; expected a country code of two letters such as DE.",
        "a.csv:2:currency: “EURO”; expected a currency code such as EUR.",
        "a.csv:2:kind: “firm”; expected one of company, person.",
        "a.csv:2:credit_limit: “12x”; expected a number such as 1,234.56.",
        "a.csv:2:payment_days: “1.5”; expected a whole number.",
        "a.csv:2:since: “31/31/2020”; expected a date such as 2026-11-21 or 11/21/2026.",
        "a.csv:2:email: “nobody”; expected a mail address.",
        "a.csv:2:language: “klingon”; expected a language code such as vi.",
    ]


def test_a_key_that_stands_twice_names_both_rows(folder: Folder) -> None:
    assert accounts(folder, "id,name", "1,A", "2,B", "1,C") == [
        "a.csv:4:id: “1” stands twice, here and in a.csv:2."
    ]


def test_ranges_are_checked(folder: Folder) -> None:
    told = accounts(folder, "id,name,credit_limit,payment_days,since", "1,A,-5,99999,0024-01-01")
    assert told == [
        "a.csv:2:credit_limit: “-5”; expected 0 or more.",
        "a.csv:2:payment_days: “99999”; expected at most 3650.",
        "a.csv:2:since: “0024-01-01”; expected a day between 1800-01-01 and 2300-12-31.",
    ]


def test_a_text_too_long_says_how_long_it_is(folder: Folder) -> None:
    assert accounts(folder, "id,name", f"1,{'x' * 300}")[0].endswith("holds 300 characters; at most 255 fit.")


def test_an_error_of_a_spreadsheet_is_no_name(folder: Folder) -> None:
    assert "is an error of the spreadsheet" in accounts(folder, "id,name", "1,#REF!")[0]


def test_a_few_ids_that_became_dates_are_found(folder: Folder) -> None:
    told = accounts(folder, "id,name", "SEP1,A", "2-Sep,B", "MAR3,C", "2024-03-04,D", "X5,E", "1.23E+15,F")
    assert [line.split(":")[1] for line in told] == ["3", "5", "7"]
    assert "a spreadsheet turned into a date" in told[0]
    assert "a long number that a spreadsheet shortened" in told[2]


@pytest.mark.parametrize(
    ("locale", "number", "day"),
    [("en", "1,234.56", "12/31/2024"), ("de", "1.234,56", "31.12.2024"), ("vi", "1.234,56", "31/12/2024"),
     ("id", "1.234,56", "31/12/2024"), ("fil", "1,234.56", "12/31/2024"), ("de", "1 234,56", "2024-12-31"),
     ("en", "1234.56", "45657")],
)  # fmt: skip
def test_each_locale_reads_its_own_numbers_and_dates(
    folder: Folder, locale: str, number: str, day: str
) -> None:
    from suki.apps.accounts.models import Account

    folder.write("a.csv", f"id;name;limit;since\n1;A;{number};{day}\n")
    folder.bring({"accounts": 'select id, name, "limit" as credit_limit, since, _at from a'}, locale=locale)
    account = Account.objects.get()
    assert (str(account.credit_limit), str(account.since)) == ("1234.5600", "2024-12-31")


@pytest.mark.parametrize(("locale", "number"), [("en", "1.234,56"), ("de", "1,234.56"), ("de", "1234.56")])
def test_a_number_of_another_locale_is_refused_rather_than_misread(
    folder: Folder, locale: str, number: str
) -> None:
    folder.write("a.csv", f"id;name;limit\n1;A;{number}\n")
    told = folder.not_brought({"accounts": 'select id, name, "limit" as credit_limit from a'}, locale=locale)
    assert told[0].startswith("accounts:1:credit_limit:")


def test_a_reference_that_leads_nowhere_is_named(folder: Folder) -> None:
    told = orders(folder, "id,account,day,currency,net", "10,1,2024-01-01,EUR,5", "11,99,2024-01-01,EUR,5")
    assert told == ["o.csv:3:account: “99”; expected an id of accounts."]


def test_a_row_cannot_stand_above_itself(folder: Folder) -> None:
    told = accounts(folder, "id,name,parent", "1,A,2", "2,B,1", "3,C,1")
    assert told == ["a.csv:2:parent: “1” stands above itself.", "a.csv:3:parent: “2” stands above itself."]


def test_days_in_the_wrong_order_are_named(folder: Folder) -> None:
    folder.write("t.csv", "id,first,last\n1,2024-05-01,2024-04-30\n")
    told = folder.not_brought(
        {
            "people": "select id, 'Ana' as name from t",
            "teams": "select id, 'North' as name from t",
            "team_members": 'select id as team, id as person, first as "from", last as "to", _at from t',
        }
    )
    assert told == ["t.csv:2:to: “to” (2024-04-30) lies before “from” (2024-05-01)."]


def test_two_owners_on_one_day_are_named_with_both_rows(folder: Folder) -> None:
    folder.write("t.csv", "account,person,first,last\n1,1,2024-01-01,2024-06-30\n1,2,2024-06-30,\n")
    told = folder.not_brought(
        {
            "people": "select person as id, 'P' || person as name from t",
            "accounts": "select '1' as id, 'A' as name",
            "account_team": 'select account, person, first as "from", last as "to", _at from t',
        }
    )
    assert told == ["t.csv:3:from: holds on the same days as the row in t.csv:2, and only one may."]


def test_shares_that_do_not_total_100_are_named(folder: Folder) -> None:
    folder.write("t.csv", "account,person,share\n1,1,60\n1,2,30\n")
    told = folder.not_brought(
        {
            "people": "select person as id, 'P' || person as name from t",
            "accounts": "select '1' as id, 'A' as name",
            "account_team": "select account, person, 'seller' as role, share, _at from t",
        }
    )
    assert len(told) == 1
    assert "the shares of this role total 90, not 100" in told[0]


def test_a_quota_has_one_subject_and_an_end(folder: Folder) -> None:
    folder.write(
        "q.csv",
        "person,team,first,last,amount\n1,,2024-01-01,2024-03-31,5\n,,2024-01-01,2024-03-31,5\n1,,2024-04-01,,5\n",
    )
    told = folder.not_brought(
        {
            "people": "select '1' as id, 'Ana' as name",
            "quotas": 'select person, team, first as "from", last as "to", amount, \'EUR\' as currency, _at from q',
        }
    )
    assert told == [
        "q.csv:3:person: empty; expected exactly one of person, team, territory, product, account.",
        "q.csv:4:to: empty; expected to or until.",
    ]


def test_problems_stop_at_the_limit_with_the_true_total(folder: Folder) -> None:
    from suki.exchange.importing import Options
    from suki.exchange.problems import BadFiles

    folder.write("a.csv", "id,name\n" + "".join(f"{number},\n" for number in range(1000)))
    with pytest.raises(BadFiles) as refusal:
        folder.bring({"accounts": "select id, name, _at from a"}, options=Options(max_problems=3))
    assert (len(refusal.value.found.shown), refusal.value.found.total) == (3, 1000)


def test_columns_are_checked_before_rows(folder: Folder) -> None:
    folder.write("a.csv", "id,nam\n1,A\n")
    told = folder.not_brought({"accounts": 'select id, nam, nam as x_note, nam as "x_\'bad" from a'})
    assert told[0] == "small.yaml:5:targets.accounts: “nam” is no column of accounts. Did you mean “name”?"
    assert "is no column of accounts" in told[1]
    assert told[2] == "small.yaml:5:targets.accounts: the query must yield the column name."


def test_a_problem_without_place_names_the_row_of_the_query(folder: Folder) -> None:
    folder.write("a.csv", "id,name\n1,\n")
    assert folder.not_brought({"accounts": "select id, name from a"}) == [
        "accounts:1:name: empty; expected a text."
    ]
