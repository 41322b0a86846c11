"""How well names of companies are matched, on labelled pairs and on registers, and how quickly.

Thresholds and weights were settled on the rows that `_is_for_tuning` takes; the figures that are stated come from the others.
Nothing of the files is kept here: they are read where they are, and the benchmark says so where they are absent.
"""

from __future__ import annotations

import csv
import gzip
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

from suki.engines.names.finding import Found, Register
from suki.engines.names.scoring import Decision, compare
from suki.engines.names.spelling import read_company

FOLDER = (
    Path(os.environ.get("SUKI_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
    / "company_names"
)


@dataclass
class Tally:
    """What was decided about pairs of which it is known whether they are the same."""

    name: str
    counts: Counter[tuple[bool, str]] = field(default_factory=Counter)
    to_find: int = 0

    def decided(self, right: bool, decision: str) -> None:
        self.counts[right, decision] += 1

    def told(self) -> dict[str, Any]:
        """Precision and recall of what was decided; where nothing is to be found, how many were found all the same."""
        if not self.to_find:
            return {f"found as {decision}": self.counts[False, decision] for decision in Decision} | {
                "looked for": sum(self.counts.values())
            }
        return {
            "pairs": self.to_find,
            "same": self._rates("same"),
            "same or maybe": self._rates("same", "maybe"),
        }

    def _rates(self, *decisions: str) -> dict[str, float | None]:
        right = sum(self.counts[True, decision] for decision in decisions)
        decided = right + sum(self.counts[False, decision] for decision in decisions)
        return {
            "precision": round(right / decided, 4) if decided else None,
            "recall": round(right / self.to_find, 4),
        }


def run(options: Any) -> dict[str, Any]:
    """Precision and recall by file; `--tuning` those of the half that may be looked at while thresholds are changed."""
    if not FOLDER.is_dir():
        return {"skipped": f"the labelled names are not here ({FOLDER})"}
    tuning = bool(getattr(options, "tuning", False))
    found: dict[str, Any] = {}
    for measure in (labelled_pairs, exchange_names, brief_names, made_up_slips, nobody_twice):
        started = time.process_time()
        tally = measure(tuning)
        found[tally.name] = {**tally.told(), "processor seconds": round(time.process_time() - started, 1)}
    return found


def labelled_pairs(tuning: bool) -> Tally:
    """Pairs of Dutch names that people judged; each name on the right has one that is the same."""
    tally = Tally("labelled pairs, Netherlands")
    for row in _rows("emm_kvk_namepairs.csv"):
        if _is_for_tuning(row["name"]) == tuning:
            decision = compare(read_company(row["gt_name"], "NL"), read_company(row["name"], "NL")).decision
            same = row["correct"] == "True"
            tally.to_find += same
            tally.decided(same, decision)
    return tally


def exchange_names(tuning: bool) -> Tally:
    """Short names of shares against the official names of the exchange; the symbol says which belongs to which."""
    official = {row["symbol"]: row["name"] for row in _rows("ph_pse_official.csv")}
    wanted = [row for row in _rows("ph_phisix_short.csv") if _is_for_tuning(row["symbol"]) == tuning]
    symbols = list(official)
    register = Register(read_company(name, "PH") for name in official.values())
    tally = Tally("short against official names, Philippines")
    for row in wanted:
        _look_up(
            tally, register, row["name"], "PH", symbols, row["symbol"] if row["symbol"] in official else None
        )
    return tally


def brief_names(tuning: bool) -> Tally:
    """A German register's names against the same shortened by somebody else's program."""
    return _against_the_register(
        "shortened register names, Germany", tuning, lambda row, _chance: row["brief_name"]
    )


def made_up_slips(tuning: bool) -> Tally:
    """The register's names with one to three slips that people make; every second one is not in the register."""
    return _against_the_register("names with slips, half of them absent", tuning, _with_slips, absent=True)


def nobody_twice(tuning: bool) -> Tally:
    """Every name of the register against all others in it: whoever is found is, by the register, somebody else."""
    rows = list(_register_rows())
    names = [read_company(row["LegalName"], "DE") for row in rows]
    halves = {
        half: [n for n, row in enumerate(rows) if _is_for_tuning(row["LEI"]) == half]
        for half in (True, False)
    }
    register = Register(names[n] for n in halves[tuning])
    tally = Tally("a register against its other half")
    for n in halves[not tuning]:
        found = register.best(names[n])
        tally.decided(False, found.decision if found else "different")
    return tally


def _against_the_register(
    title: str, tuning: bool, written: Callable[[dict[str, str], random.Random], str], *, absent: bool = False
) -> Tally:
    rows = list(_register_rows())
    wanted = [row for row in rows if _is_for_tuning(row["LEI"]) == tuning]
    left_out = {row["LEI"] for row in wanted[::2]} if absent else set()
    kept = [row for row in rows if row["LEI"] not in left_out]
    register = Register(read_company(row["LegalName"], "DE") for row in kept)
    keys = [_key(row) for row in kept]
    present = set(keys)
    tally, chance = Tally(title), random.Random(7)
    for row in wanted:
        key = _key(row) if _key(row) in present else None
        _look_up(tally, register, written(row, chance), "DE", keys, key)
    return tally


def _look_up(
    tally: Tally, register: Register, name: str, country: str, keys: Sequence[str], key: str | None
) -> Found | None:
    found = register.best(read_company(name, country))
    tally.to_find += key is not None
    tally.decided(
        found is not None and keys[found.row] == key, found.decision if found else Decision.DIFFERENT
    )
    return found


def _key(row: dict[str, str]) -> str:
    """What a register's row is known by; a few companies stand in it twice, by letters and figures the same."""
    return "".join(filter(str.isalnum, row["LegalName"].casefold()))


def _with_slips(row: dict[str, str], chance: random.Random) -> str:
    words = row["LegalName"].split()
    for slip in chance.sample(_SLIPS, chance.choice((1, 1, 2, 2, 3))):
        words = slip(words, chance) or words
    return " ".join(words)


def _letter_wrong(words: list[str], chance: random.Random) -> list[str]:
    long = [place for place, word in enumerate(words) if len(word) > 4]
    if not long:
        return words
    place = chance.choice(long)
    word = words[place]
    at = chance.randrange(1, len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    other = word[:at] + chance.choice("aeinrst") + word[at + 1 :]
    dropped = word[:at] + word[at + 1 :]
    doubled = word[:at] + word[at] + word[at:]
    return [*words[:place], chance.choice((swapped, other, dropped, doubled)), *words[place + 1 :]]


def _no_legal_form(words: list[str], _chance: random.Random) -> list[str]:
    taken = {
        "gmbh",
        "kg",
        "ag",
        "ug",
        "co.",
        "co",
        "&",
        "mbh",
        "(haftungsbeschränkt)",
        "gbr",
        "ohg",
        "e.v.",
        "e.k.",
        "se",
    }
    while len(words) > 1 and words[-1].casefold() in taken:
        words = words[:-1]
    return words


def _no_accents(words: list[str], chance: random.Random) -> list[str]:
    tables = ({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}, {"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
    return [word.casefold().translate(str.maketrans(chance.choice(tables))) for word in words]


def _glued(words: list[str], chance: random.Random) -> list[str]:
    if len(words) < 3:
        return words
    at = chance.randrange(len(words) - 2)
    return [*words[:at], words[at] + words[at + 1].casefold(), *words[at + 2 :]]


def _swapped(words: list[str], chance: random.Random) -> list[str]:
    if len(words) < 3:
        return words
    at = chance.randrange(len(words) - 2)
    return [*words[:at], words[at + 1], words[at], *words[at + 2 :]]


def _cut_short(words: list[str], chance: random.Random) -> list[str]:
    long = [place for place, word in enumerate(words) if len(word) > 8]
    if not long:
        return words
    place = chance.choice(long)
    return [*words[:place], words[place][: chance.choice((4, 5, 6))] + ".", *words[place + 1 :]]


_SLIPS = [_letter_wrong, _no_legal_form, _no_accents, _glued, _swapped, _cut_short]


def _register_rows() -> Iterator[dict[str, str]]:
    return _rows("gleif_DE.csv.gz")


def _rows(name: str) -> Iterator[dict[str, str]]:
    opened = gzip.open if name.endswith(".gz") else open
    with opened(FOLDER / name, "rt", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)


def _is_for_tuning(key: str) -> bool:
    return crc32(key.encode()) % 2 == 0
