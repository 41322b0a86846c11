"""How fast files come in: accounts with contacts, invoices with lines, and a real company where its files are at hand."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import generated

RECIPE = """
name: bench
source: bench
company: {name: Generated, currency: EUR}
targets:
  products: |
    select id, name, code, _at from products
  people: |
    select id, name, title, _at from people
"""
PARTIES = """
  accounts: |
    select id, name, city, country, email, phone, _at from accounts
  contacts: |
    select id, name, account, email, title, _at from contacts
"""
INVOICES = """
  invoices: |
    select id, account, day, 'EUR' as currency, seller, _at from invoices
  invoice_lines: |
    select invoice, line, product, quantity, unit_price, net, cost, _at from lines
"""
FIRST = ("Nordwind", "Ánh Dương", "Sinar", "Bayani", "Harbour", "Müller", "Đại Phát", "Citra")
SECOND = ("Trading", "Foods", "Media", "Works", "Hotels", "Logistik", "Pharma")


def run(options: Any) -> dict[str, Any]:
    """Rows a second for `--accounts` and as many contacts, for `--lines` of invoices, and again without a change."""
    accounts = int(getattr(options, "accounts", None) or 100_000)
    lines = int(getattr(options, "lines", None) or 1_000_000)
    found: dict[str, Any] = {"accounts": accounts, "lines": lines}
    with generated.house() as data, tempfile.TemporaryDirectory(prefix="suki-bench-files-") as name:
        folder = Path(name)
        _write_parties(folder, accounts)
        found["parties"] = _measured(data, folder, RECIPE + PARTIES, 2 * accounts)
        _write_invoices(folder, accounts, lines)
        found["invoices"] = _measured(data, folder, RECIPE + INVOICES, lines)
        found["parties_unchanged"] = _measured(data, folder, RECIPE + PARTIES, 2 * accounts)
        _write_invoices(folder, accounts, lines // 10, first=lines)
        found["invoices_on_top"] = _measured(data, folder, RECIPE + INVOICES, lines // 10)
        _write_parties(folder, 200)
        small = [_measured(data, folder, RECIPE + PARTIES, 400)["seconds"] for _time in range(5)]
        found["small_import"] = {"p50": statistics.median(small), "p95": max(small)}
    real = _shared() / "adventureworks"
    if real.is_dir() and not getattr(options, "without_real", False):
        with tempfile.TemporaryDirectory(prefix="suki-bench-") as empty:
            found["adventureworks_into_an_empty_folder"] = _run(Path(empty), "adventureworks", real)
            _wait_for_rest(Path(empty))
    return found


def _wait_for_rest(data: Path) -> None:
    """The database stops a few seconds after its last client; its folder may go only then."""
    deadline = time.monotonic() + 60
    while (data / "postgres" / "postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.2)


def _shared() -> Path:
    return Path(os.environ.get("SUKI_SHARED_DATA") or generated.CHECKOUT.parent / "shared" / "data")


def _measured(data: Path, folder: Path, recipe: str, rows: int) -> dict[str, Any]:
    path = folder / "recipe.yaml"
    path.write_text(recipe, encoding="utf-8")
    found = _run(data, str(path), folder)
    return {"rate": round(rows / found["seconds"]), **found}


def _run(data: Path, recipe: str, folder: Path) -> dict[str, Any]:
    """One import as a user starts it: seconds from start to end, and the memory of its process."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "suki",
            "--data",
            str(data),
            "import",
            recipe,
            "--from",
            str(folder),
            "--json",
        ],
        cwd=generated.CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout and process.stderr
    told, trouble = process.stdout.read(), process.stderr.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(trouble.decode() or told.decode())
    targets = json.loads(told)["targets"]
    return {
        "seconds": round(seconds, 2),
        "process_peak_mib": usage.ru_maxrss // 1024,
        "created": sum(counts["created"] for counts in targets.values()),
        "unchanged": sum(counts["unchanged"] for counts in targets.values()),
    }


def _write_parties(folder: Path, accounts: int) -> None:
    dice = random.Random(7)
    with (
        (folder / "accounts.csv").open("w", encoding="utf-8") as file,
        (folder / "contacts.csv").open("w", encoding="utf-8") as people,
    ):
        file.write("id,name,city,country,email,phone\n")
        people.write("id,name,account,email,title\n")
        for number in range(accounts):
            name = f"{dice.choice(FIRST)} {dice.choice(SECOND)} {number}"
            file.write(f"A{number},{name},City {number % 500},DE,info@a{number}.example,+49 {number:08d}\n")
            people.write(f"C{number},Person {number},A{number},p{number}@a{number}.example,Buyer\n")
    (folder / "products.csv").write_text(
        "id,name,code\n" + "".join(f"P{number},Product {number},{number:05d}\n" for number in range(400))
    )
    (folder / "people.csv").write_text(
        "id,name,title\n" + "".join(f"S{number},Seller {number},Account Manager\n" for number in range(60))
    )


def _write_invoices(folder: Path, accounts: int, lines: int, *, first: int = 0) -> None:
    dice = random.Random(11)
    with (folder / "invoices.csv").open("w") as documents, (folder / "lines.csv").open("w") as file:
        documents.write("id,account,day,seller\n")
        file.write("invoice,line,product,quantity,unit_price,net,cost\n")
        for number in range(first, first + lines):
            invoice, line = divmod(number, 5)
            if line == 0:
                customer = int(accounts * dice.random() ** 2)
                day = f"2025-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
                documents.write(f"I{invoice},A{customer},{day},S{customer % 60}\n")
            quantity, price = dice.randrange(1, 20), dice.randrange(100, 100_000) / 100
            net = f"{quantity * price:.2f}"
            file.write(
                f"I{invoice},{line + 1},P{dice.randrange(400)},{quantity},{price:.2f},{net},{price / 2:.4f}\n"
            )
