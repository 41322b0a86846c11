"""Importing by hand, from dropped files to taking it back, as a browser without scripts does it."""

from __future__ import annotations

import gzip
import io
import re
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from suki.apps.accounts.models import Account
from suki.apps.deals.models import Deal
from suki.base.jobs import waiting_jobs
from suki.exchange.models import ImportDraft, ImportRun, SavedMapping
from suki.exchange.wizard.steps import advance

KUNDEN = """Kundennummer;Firma;Ort;Land;Kreditlimit
K1;Märkische Obstkelterei;Werder;DE;25.000,00
K2;Elbtal Backmanufaktur;Dresden;XX;12.000,00
K3;Havelland Molkerei;Brandenburg;DE;viel
"""


@pytest.fixture
def as_dung(client, dung):
    client.force_login(dung)
    return client


def drop(client, content, name="Kunden.csv"):
    given = content.encode() if isinstance(content, str) else content
    return client.post(reverse("imports"), {"files": [SimpleUploadedFile(name, given)]})


def mapped(client, draft, **changes):
    """Post the page that maps columns as it stands, with changes."""
    page = client.get(reverse("import_columns", args=[draft.pk])).content.decode()
    told = {}
    for name, options in re.findall(
        r'<select class="input" id="[^"]*" name="([^"]+)">(.*?)</select>', page, re.S
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        told[name] = chosen.group(1) if chosen else ""
    for name, value in re.findall(r'<input class="input" id="fix[^"]*" name="([^"]+)" value="([^"]*)"', page):
        told[name] = value
    return client.post(reverse("import_columns", args=[draft.pk]), {**told, "source": "files", **changes})


def checked(client, content=KUNDEN, name="Kunden.csv", **changes):
    drop(client, content, name)
    draft = ImportDraft.objects.latest("pk")
    assert draft.refused == []
    mapped(client, draft, **changes)
    draft.refresh_from_db()
    return draft


def test_a_file_with_errors_is_mended_imported_and_taken_back(as_dung):
    answer = drop(as_dung, KUNDEN)
    draft = ImportDraft.objects.get()
    assert answer["Location"] == reverse("import_draft", args=[draft.pk])
    holds = as_dung.get(answer["Location"], follow=True).content.decode()
    assert "3 rows" in holds
    assert '<option value="accounts" selected>' in holds

    as_dung.post(reverse("import_holds", args=[draft.pk]), {"holds-0": ["accounts", ""]})
    columns = as_dung.get(reverse("import_columns", args=[draft.pk])).content.decode()
    for sample in ("Märkische Obstkelterei", "25.000,00", "Dresden"):
        assert sample in columns
    assert mapped(as_dung, draft, keep="Our list").status_code == 302
    assert SavedMapping.objects.get().name == "Our list"

    check = as_dung.get(reverse("import_check", args=[draft.pk])).content.decode()
    assert check.count('<td data-problem="bad"') == 2
    assert "“XX”" in check
    assert "“viel”" in check
    assert not Account.objects.filter(name__startswith="Märkische").exists()

    cell = reverse("import_cell", args=[draft.pk])
    on = as_dung.post(cell, {"at": "Kunden.csv:3", "column": "Land", "value": "DE"})
    assert "column=Kreditlimit" in on["Location"]
    as_dung.post(cell, {"at": "Kunden.csv:4", "column": "Kreditlimit", "value": "9.000,00"})
    check = as_dung.get(reverse("import_check", args=[draft.pk])).content.decode()
    assert "Nothing is wrong" in check
    assert "Import 3 rows" in check
    assert check.count('data-problem="fixed"') == 2

    queued = waiting_jobs()
    as_dung.post(reverse("import_run", args=[draft.pk]))
    assert waiting_jobs() == queued + 1
    working = as_dung.get(reverse("import_draft", args=[draft.pk]))
    assert 'hx-trigger="every 1s"' in working.content.decode()
    advance(draft_id=draft.pk)
    advance(draft_id=draft.pk)
    run = ImportRun.objects.get()
    polled = as_dung.get(reverse("import_draft", args=[draft.pk]), headers={"HX-Request": "true"})
    assert polled["HX-Redirect"] == reverse("import_result", args=[run.pk])
    result = as_dung.get(reverse("import_result", args=[run.pk])).content.decode()
    assert "3 rows are new or changed" in result
    assert reverse("accounts") in result
    assert Account.objects.get(name="Havelland Molkerei").credit_limit == 9000
    assert Account.objects.get(name="Elbtal Backmanufaktur").country == "DE"

    undo = reverse("import_undo", args=[run.pk])
    assert "Undo this import" in as_dung.get(undo).content.decode()
    assert as_dung.post(undo).status_code == 302
    assert not Account.objects.filter(name="Havelland Molkerei").exists()
    assert "taken back" in as_dung.get(reverse("imports")).content.decode()


def test_rows_with_problems_are_left_out_and_can_be_downloaded(as_dung):
    draft = checked(as_dung)
    problems = as_dung.get(reverse("import_problems", args=[draft.pk]))
    assert "Elbtal Backmanufaktur" in b"".join(problems.streaming_content).decode()
    as_dung.post(reverse("import_run", args=[draft.pk]), {"skip": "yes"})
    advance(draft_id=draft.pk)
    assert list(Account.objects.values_list("name", flat=True)) == ["Märkische Obstkelterei"]


def test_an_import_with_problems_imports_nothing(as_dung):
    draft = checked(as_dung)
    as_dung.post(reverse("import_run", args=[draft.pk]))
    advance(draft_id=draft.pk)
    draft.refresh_from_db()
    assert len(draft.refused) == 2
    assert not ImportRun.objects.exists()
    assert not Account.objects.exists()


def test_later_work_holds_an_import(as_dung, dung):
    from suki.apps.accounts.actions import add_contact

    draft = checked(as_dung, KUNDEN.replace("XX", "DE").replace("viel", "1,00"))
    as_dung.post(reverse("import_run", args=[draft.pk]))
    advance(draft_id=draft.pk)
    account = Account.objects.get(name="Havelland Molkerei")
    add_contact(actor=dung, account=account, name="Karla Kuh", since=timezone.localdate())
    undo = reverse("import_undo", args=[ImportRun.objects.get().pk])
    assert "later work depends on it" in as_dung.get(undo).content.decode()
    answer = as_dung.post(undo)
    assert answer.status_code == 409
    assert Account.objects.filter(name="Havelland Molkerei", archived_at=None).exists()


def test_a_kept_mapping_maps_the_next_file_of_its_kind(as_dung):
    checked(as_dung, **{"col-0-0-2": "", "keep": "Without town"})
    drop(as_dung, KUNDEN, "Kunden-neu.csv")
    (sheet,) = ImportDraft.objects.latest("pk").sheets
    assert "city" not in sheet["parts"][0]["columns"]
    assert sheet["parts"][0]["columns"]["name"] == "Firma"


def test_an_account_manager_is_refused_and_nothing_changes(client, ana, dung):
    client.force_login(dung)
    draft = checked(client)
    client.force_login(ana)
    for name in ("import_draft", "import_holds", "import_columns", "import_check", "import_problems"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 403
    assert drop(client, KUNDEN).status_code == 403
    assert client.post(reverse("import_run", args=[draft.pk])).status_code == 403
    assert ImportDraft.objects.count() == 1
    assert not Account.objects.exists()


def test_nobody_sees_the_files_of_another(client, dung, finn):
    client.force_login(dung)
    draft = checked(client)
    client.force_login(finn)
    assert client.get(reverse("import_check", args=[draft.pk])).status_code == 404
    assert client.post(reverse("import_run", args=[draft.pk])).status_code == 404


def bomb():
    return gzip.compress(b"name;city\n" + b"0" * (80 * 1024 * 1024))


def no_workbook():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.txt", "no sheets here")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("broken.xlsx", b"PK\x03\x04 nothing"),
        ("no-workbook.xlsx", no_workbook()),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096),
        ("bomb.csv.gz", bomb()),
        ("picture.png", b"\x89PNG"),
        ("folder", b"a"),
        ("zeros.csv", b"\0" * 200),
    ],
)
def test_bad_files_are_refused_in_a_sentence_and_leave_nothing(as_dung, name, content):
    answer = drop(as_dung, content, name)
    if answer.status_code == 302:
        answer = as_dung.get(answer["Location"], follow=True)
    assert answer.status_code == 422
    assert re.search(r'data-tone="bad">.*?[.!]', answer.content.decode(), re.S)
    assert not ImportRun.objects.exists()
    assert not ImportDraft.objects.exclude(sheets=[]).exists()


def test_a_hundred_sheets_are_a_hundred_tables_on_one_page(as_dung):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for number in range(100):
            book.add_worksheet(f"Blatt {number}").write_row(0, 0, ["Firma", "Ort"])
    drop(as_dung, content.getvalue(), "Blätter.xlsx")
    draft = ImportDraft.objects.get()
    assert draft.refused == []
    assert len(draft.sheets) == 100
    assert as_dung.get(reverse("import_holds", args=[draft.pk])).content.decode().count("<li>") >= 100


def test_a_list_of_companies_with_their_people_brings_both(as_dung):
    content = "Company,City,Contact Name,Contact Email\nAcme,Manila,Juan Cruz,juan@acme.example\n"
    draft = checked(as_dung, content, "companies.csv")
    assert [part["target"] for part in draft.sheets[0]["parts"]] == ["accounts", "contacts"]
    as_dung.post(reverse("import_run", args=[draft.pk]))
    advance(draft_id=draft.pk)
    account = Account.objects.get(name="Acme")
    assert account.positions.get().contact.name == "Juan Cruz"


def test_values_cannot_leave_the_query_they_stand_in(as_dung):
    draft = checked(as_dung)
    cell = reverse("import_cell", args=[draft.pk])
    evil = "' || (select content from read_text('/etc/passwd')) || '"
    as_dung.post(cell, {"at": "Kunden.csv:2", "column": "Firma", "value": evil})
    refused = as_dung.post(cell, {"at": "other.csv:2", "column": "Firma", "value": "x"})
    assert refused.status_code == 422
    as_dung.post(reverse("import_check", args=[draft.pk]))
    as_dung.post(reverse("import_run", args=[draft.pk]), {"skip": "yes"})
    advance(draft_id=draft.pk)
    assert Account.objects.get().name == evil


def test_the_check_page_asks_little(as_dung, django_assert_max_num_queries):
    draft = checked(as_dung)
    address = reverse("import_check", args=[draft.pk])
    as_dung.get(address)
    with django_assert_max_num_queries(6):
        as_dung.get(address)


def test_a_spelling_is_proposed_confirmed_for_all_rows_and_kept_as_it_was_written(as_dung, ana):
    name = "Chancen.csv"
    lines = ["Opportunity ID;Opportunity Name;Owner;Stage;Amount"]
    lines += [f"{number};Chance {number};AnaReyes;Qualified;100" for number in (1, 2)]
    lines += ["3;Chance 3;Ana Reyes;Qualified;100"]
    drop(as_dung, ("\n".join(lines) + "\n").encode(), name)
    draft = ImportDraft.objects.get()
    as_dung.post(reverse("import_holds", args=[draft.pk]), {"holds-0": ["deals", ""]})
    columns = ("id", "name", "owner", "stage", "value")
    told = {f"col-0-0-{place}": column for place, column in enumerate(columns)}
    as_dung.post(reverse("import_columns", args=[draft.pk]), {"source": "lists", "locale": "de", **told})
    page = as_dung.get(
        reverse("import_check", args=[draft.pk]), {"at": f"{name}:2", "column": "Owner"}
    ).content.decode()
    assert "Did you mean “Ana Reyes”?" in page
    assert 'name="value" value="Ana Reyes"' in page
    sent = {"at": f"{name}:2", "column": "Owner", "value": "Ana Reyes", "everywhere": "1"}
    as_dung.post(reverse("import_cell", args=[draft.pk]), sent)
    assert "Nothing is wrong" in as_dung.get(reverse("import_check", args=[draft.pk])).content.decode()
    as_dung.post(reverse("import_run", args=[draft.pk]))
    advance(draft_id=draft.pk)
    found = Deal.objects.order_by("name").values_list("owner__name", "extra__owner_as_written")
    assert list(found) == [("Ana Reyes", "AnaReyes")] * 2 + [("Ana Reyes", None)]
