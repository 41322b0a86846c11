from __future__ import annotations

from pathlib import Path

import pytest

from suki.exchange.known_headers import KNOWN, cut, plain
from suki.exchange.problems import BadFiles
from suki.exchange.proposing import propose
from suki.exchange.recipe import Recipe, parse_recipe
from suki.exchange.targets import TARGETS
from suki.exchange.tests.folders import Folder

HEADERS = {
    "pipedrive": (
        "Person - Name*,Person - First name,Person - Last name,Person - Phone,Person - Email (Work),Person - Email (Home),Organization - Name*,Organization - Address,Deal - Title,Deal - Value",
        {"accounts", "contacts"},
    ),
    "hubspot": ("Record ID,Company name,Domain,Company owner,Industry,Country/Region", {"accounts"}),
    "hubspot_people": ("Record ID,First Name,Last Name,Email,Contact owner,Lifecycle Stage", {"contacts"}),
    "sevdesk": (
        "Firmenname,Kundennummer,Debitorennummer,Ansprechpartner,Vorname,Nachname",
        {"accounts", "contacts"},
    ),
    "salesforce": (
        "Account ID,Account Name,Billing Street,Billing City,Billing Country,Industry",
        {"accounts"},
    ),
    "odoo": ("Invoice Number,Customer,Invoice Date,Due Date,Untaxed Amount,Tax,Currency", {"invoices"}),
    "vietnamese": ("Số hóa đơn,Mã khách hàng,Ngày hóa đơn,Tiền hàng,Tiền thuế,Tiền tệ", {"invoices"}),
    "vietnamese_lines": ("Tên hàng hóa/dịch vụ,Đơn vị,Số lượng,Đơn giá,Thuế suất,Ghi chú", {"invoice_lines"}),
    "indonesian": ("Kode Pelanggan,Nama Pelanggan,Alamat,Kota,Telepon", {"accounts"}),
    "filipino": ("Kumpanya,Tirahan,Lungsod,Telepono", {"accounts"}),
    "german_orders": ("Auftragsnummer,Kundennummer,Auftragsdatum,Netto,MwSt,Währung", {"orders"}),
    "products": ("SKU,Product Name,Category,Unit", {"products"}),
    "salesforce_leads": (
        "Lead ID,First Name,Last Name,Title,Company / Account,Email,Phone,Lead Status,Lead Owner,No. of Employees,Industry,Create Date",
        {"leads"},
    ),
    "hubspot_leads": (
        "Record ID,Lead Name,First Name,Last Name,Email,Company Name,Lead Status,Contact owner,Create Date,Country/Region",
        {"leads"},
    ),
    "pipedrive_leads": (
        "Lead - Title,Lead - Owner,Lead - Created,Person - Name,Person - Email,Organization - Name",
        {"leads"},
    ),
    "odoo_leads": (
        "Lead,Contact Name,Company Name,Email,Phone,Salesperson,Sales Team,Campaign,Created on",
        {"leads"},
    ),
    "salesforce_deals": (
        "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date,Opportunity Owner,Forecast Category,Type",
        {"deals"},
    ),
    "hubspot_deals": (
        "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Deal owner,Close Date,Create Date,Associated Company",
        {"deals"},
    ),
    "pipedrive_deals": (
        "Deal - Title,Deal - Value,Organization,Contact person,Deal - Owner,Deal - Stage,Deal - Expected close date,Deal - Currency of value,Deal - Lost reason,Deal - Status,Deal - Pipedrive System ID",
        {"deals"},
    ),
    "odoo_deals": (
        "Opportunity,Customer,Salesperson,Stage,Expected Revenue,Expected Closing,Probability,Lost Reason",
        {"deals"},
    ),
    "salesforce_campaigns": (
        "Campaign ID,Campaign Name,Type,Status,Start Date,End Date,Budgeted Cost,Actual Cost,Campaign Owner",
        {"campaigns"},
    ),
    "payments": ("Payment ID,Customer ID,Payment Date,Amount,Currency,Invoice Number", {"payments"}),
}


def proposal(folder: Folder, name: str, header: str) -> Recipe:
    file = folder.write(f"{name}.csv", header + "\n" + ",".join("1" for _ in header.split(",")) + "\n")
    return parse_recipe(propose([file]), "proposed.yaml")


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_the_usual_headers_lead_to_a_recipe_that_can_be_read(folder: Folder, name: str) -> None:
    header, targets = HEADERS[name]
    recipe = proposal(folder, name, header)
    assert {query.target for query in recipe.queries} == targets


@pytest.mark.parametrize(
    "header",
    [
        "Rechnungsnummer;Kundennummer;Rechnungsdatum;Netto;Währung",
        "Số hóa đơn;Mã khách hàng;Ngày hóa đơn;Thành tiền;Tiền tệ",
        "No Faktur;Kode Pelanggan;Tanggal Faktur;DPP;Mata Uang",
        "Numero ng invoice;Numero ng kustomer;Petsa;Halaga;Pera",
    ],
)
def test_an_invoice_list_is_understood_whole_in_each_language(folder: Folder, header: str) -> None:
    file = folder.write("list.csv", f"{header}\n1;2;2026-01-05;10;EUR\n")
    text = propose([file])
    assert "not understood" not in text
    assert "still missing" not in text


def test_what_was_not_understood_stands_in_comments(folder: Folder) -> None:
    file = folder.write("c.csv", "Kundennummer;Firma;Lieblingsfarbe\n1;A;rot\n")
    text = propose([file])
    assert "# not understood: Lieblingsfarbe" in text
    assert '"Kundennummer" as id' in text
    assert "locale: de" in text


def test_headers_are_compared_without_accents_case_and_punctuation() -> None:
    assert plain("  KHÁCH-HÀNG* (Mã) ") == "khach hang ma"
    assert cut("InvoiceDate") == "invoice date"


def test_every_known_header_belongs_to_a_column() -> None:
    for target, columns in KNOWN.items():
        assert set(columns) <= set(TARGETS[target].by_name), target


def test_an_encoding_that_is_not_utf_8_is_declared(folder: Folder) -> None:
    file = folder.write("k.csv", "Kundennummer;Firma\n1;Müller\n".encode("cp1252"))
    recipe = parse_recipe(propose([file]), "r.yaml")
    assert recipe.files["k"].encoding == "cp1252"


@pytest.mark.django_db
def test_a_proposal_for_a_plain_list_imports_as_it_stands(folder: Folder) -> None:
    from suki.apps.accounts.models import Account
    from suki.base.access import SYSTEM
    from suki.exchange.importing import import_files

    file = folder.write("kunden.csv", "Kundennummer;Firma;Ort;Kreditlimit\n7;Müller;Köln;1.234,50\n")
    text = propose([file]) + "company: {name: S, currency: EUR}\n"
    import_files(actor=SYSTEM, recipe=parse_recipe(text, "r.yaml"), root=folder.path)
    account = Account.objects.get()
    assert (account.name, account.city, str(account.credit_limit)) == ("Müller", "Köln", "1234.5000")


def test_sheets_of_a_workbook_are_proposed_one_by_one(shared_data: Path) -> None:
    recipe = parse_recipe(propose([shared_data / "spreadsheets" / "Sample-Superstore.xls"]), "r.yaml")
    assert {file.sheet for file in recipe.files.values()} == {"Orders", "Returns", "People"}


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadFiles, match="there is no such file"):
        propose([tmp_path / "none.csv"])
