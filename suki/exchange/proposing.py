"""A recipe proposed from the headers of plain flat files, for a person to read, correct and run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _

from suki.exchange.columns import Target
from suki.exchange.known_headers import KNOWN, PREFIXES, TELLING, cut, plain, spellings
from suki.exchange.notation import Notation
from suki.exchange.peeking import Peek, peek
from suki.exchange.problems import BadFiles, Problems
from suki.exchange.targets import TARGETS
from suki.exchange.values import quoted


@dataclass(frozen=True)
class Match:
    """One header and the column that it seems to hold."""

    header: str
    column: str
    place: int


@dataclass(frozen=True)
class Proposal:
    """What one file seems to hold."""

    peek: Peek
    target: Target
    matches: tuple[Match, ...]
    unknown: tuple[str, ...]
    one_per: str = ""
    """The column of which each value is wanted once, where several rows of the file tell the same thing."""

    @property
    def columns(self) -> dict[str, str]:
        """The header behind each column."""
        return {match.column: match.header for match in self.matches}


def propose(paths: list[Path], *, source: str | None = None) -> str:
    """A recipe in YAML for these files, with comments on whatever was not understood."""
    problems = Problems()
    peeks: list[Peek] = []
    for path in paths:
        try:
            peeks += peek(path)
        except BadFiles as refused:
            problems.add_many(refused.found, refused.found.total)
    problems.refuse()
    proposals = proposals_of(peeks)
    name = plain(source or paths[0].resolve().parent.name or "files").replace(" ", "_") or "files"
    notation = notation_of(peeks)
    return _written(name, proposals, notation)


def proposals_of(peeks: list[Peek]) -> list[Proposal]:
    """What each table seems to hold; a list of companies may hold their people too."""
    return [proposal for found in peeks for proposal in _with_companion(_best(found))]


def _best(found: Peek) -> Proposal:
    """The target whose usual headers this file has most of."""
    proposals = [for_target(found, TARGETS[name]) for name in KNOWN if name in TARGETS]
    return max(proposals, key=lambda proposal: _score(found, proposal))


def _with_companion(proposal: Proposal) -> list[Proposal]:
    """A list of companies often names a person each, and a list of persons their company: the other target too."""
    other = {"accounts": "contacts", "contacts": "accounts"}.get(proposal.target.name)
    if other is None:
        return [proposal]
    rest = for_target(replace(proposal.peek, headers=proposal.unknown), TARGETS[other])
    own = proposal.columns
    if other == "contacts" and {"name", "given_name", "family_name"} & set(rest.columns):
        link = Match(own["id"] if "id" in own else own.get("name", ""), "account", 0)
        unknown = tuple(header for header in proposal.unknown if header in rest.unknown)
        matches = tuple(match for match in rest.matches if match.column not in ("id", "account"))
        return [
            replace(proposal, unknown=unknown),
            Proposal(proposal.peek, TARGETS[other], (*matches, link), ()),
        ]
    if other == "accounts" and "account" in own and "id" not in plain(own["account"]).split():
        named = (Match(own["account"], "id", 0), Match(own["account"], "name", 0))
        details = tuple(match for match in rest.matches if match.column not in ("id", "name"))
        unknown = tuple(header for header in proposal.unknown if header in rest.unknown)
        company = Proposal(proposal.peek, TARGETS[other], (*named, *details), (), one_per="id")
        return [company, replace(proposal, unknown=unknown)]
    return [proposal]


def _score(found: Peek, proposal: Proposal) -> float:
    """How well a target fits: headers understood, required columns there, words that speak for it."""
    target = proposal.target
    matched = set(proposal.columns)
    required = {column.name for column in target.columns if column.required}
    words = " ".join([*(cut(header) for header in found.headers), cut(found.name)])
    telling = sum(word in words for word in TELLING.get(target.name, ()))
    nearness = sum(1 / (1 + match.place / 10) for match in proposal.matches)
    return nearness + 1.5 * telling - 1.2 * len(required - matched - {"id", "currency", "quantity", "line"})


def for_target(found: Peek, target: Target) -> Proposal:
    """Give each header the column that it names best; each column to one header."""
    known = spellings(target.name)
    wishes: list[tuple[int, int, str, str]] = []
    for position, header in enumerate(found.headers):
        for candidate, penalty in _readings(header, target.name):
            if candidate in known and known[candidate][0] in target.by_name:
                column, place = known[candidate]
                wishes.append((place + penalty, position, header, column))
    taken: dict[str, Match] = {}
    given: set[str] = set()
    for place, _position, header, column in sorted(wishes):
        if column not in given and header not in taken:
            taken[header] = Match(header, column, place)
            given.add(column)
    matches = tuple(taken[header] for header in found.headers if header in taken)
    unknown = tuple(header for header in found.headers if header not in taken)
    return Proposal(found, target, matches, unknown)


def _readings(header: str, target: str) -> list[tuple[str, int]]:
    """How a header may be read: whole; in words; without what stands in brackets or, for its target, before a dash."""
    readings = [(plain(header), 0), (cut(header), 0)]
    bare = header.split("(", 1)[0]
    readings.append((plain(bare), 2))
    prefix, dash, rest = header.partition(" - ")
    if dash and plain(prefix) in PREFIXES.get(target, ()):
        readings += [(plain(rest), 3), (plain(rest.split("(", 1)[0]), 4)]
    return readings


def notation_of(peeks: list[Peek]) -> Notation:
    """The notation in which the samples make most sense."""
    votes = {
        locale: sum(found.votes.get(locale, 0) for found in peeks)
        for locale in ("en", "de", "vi", "id", "fil")
    }
    return Notation(max(votes, key=lambda locale: votes[locale]))


def _written(name: str, proposals: list[Proposal], notation: Notation) -> str:
    lines = [
        "# " + _("Proposed from the headers. Read every line, correct it, and try it with --dry-run."),
        f"name: {name}",
        f"source: {name}",
        f"locale: {notation.locale}",
        "files:",
    ]
    tables = _tables(proposals)
    files = {table: proposal.peek for table, proposal in tables}
    lines += [f"  {table}: {_file_entry(found)}" for table, found in files.items()]
    lines.append("targets:")
    seen: set[str] = set()
    for table, proposal in tables:
        lines += _target(table, proposal, seen)
    return "\n".join(lines) + "\n"


def _tables(proposals: list[Proposal]) -> list[tuple[str, Proposal]]:
    """Each proposal with the name of its file's view: one view to a file or sheet."""
    names: dict[Peek, str] = {}
    for found in dict.fromkeys(proposal.peek for proposal in proposals):
        stem = cut(found.sheet or Path(found.name).name.split(".", 1)[0]).replace(" ", "_") or "file"
        table, number = stem, 2
        while table in names.values():
            table, number = f"{stem}_{number}", number + 1
        names[found] = table
    return [(names[proposal.peek], proposal) for proposal in proposals]


def _file_entry(found: Peek) -> str:
    options = [f"file: {_yaml(found.name)}"]
    if found.sheet:
        options.append(f"sheet: {_yaml(found.sheet)}")
    if found.encoding:
        options.append(f"encoding: {found.encoding}")
    return "{" + ", ".join(options) + "}" if len(options) > 1 else _yaml(found.name)


def _target(table: str, proposal: Proposal, seen: set[str]) -> list[str]:
    target = proposal.target
    lines = [f"  # {_note(table, proposal)}"]
    lines += [f"  # {_('not understood: {header}').format(header=header)}" for header in proposal.unknown]
    missing = [
        column.name for column in target.columns if column.required and column.name not in proposal.columns
    ]
    filled = _filled(proposal)
    lines += [
        f"  # {_('still missing: {column} ({meaning})').format(column=column, meaning=target.by_name[column].meaning)}"
        for column in missing
        if column not in filled
    ]
    mark = "# " if target.name in seen else ""
    if mark:
        lines.append(
            f"  # {_('{target} stands above already: join the two queries by UNION ALL').format(target=target.name)}"
        )
    seen.add(target.name)
    cells = [f"{quoted(match.header)} as {_alias(match.column)}" for match in proposal.matches]
    cells += [f"{sql} as {_alias(column)}" for column, sql in filled.items()]
    lines.append(f"  {mark}{target.name}: |")
    lines.append(f"  {mark}  select " + f",\n  {mark}         ".join([*cells, "_at"]))
    lines.append(f"  {mark}  from {quoted(table)}")
    if proposal.one_per:
        key = quoted(proposal.columns[proposal.one_per])
        lines.append(f"  {mark}  where {key} is not null")
        lines.append(f"  {mark}  qualify row_number() over (partition by {key} order by _at) = 1")
    return lines


def _note(table: str, proposal: Proposal) -> str:
    return _("{table}: {known} of {all} headers understood").format(
        table=table, known=len(proposal.matches), all=len(proposal.peek.headers)
    )


def _filled(proposal: Proposal) -> dict[str, str]:
    """Stand-ins for required columns that a flat file seldom has."""
    columns, target = proposal.columns, proposal.target.name
    found: dict[str, str] = {}
    if "id" in proposal.target.by_name and "id" not in columns:
        parts = [
            columns[name]
            for name in ("name", "given_name", "family_name", "email", "code")
            if name in columns
        ]
        if parts:
            joined = ", ".join(quoted(part) for part in parts[:3])
            found["id"] = f"concat_ws(' ', {joined})"
    if target == "invoice_lines" and "line" not in columns:
        found["line"] = "row_number() over ()"
    return found


def _alias(column: str) -> str:
    return quoted(column) if column in ("from", "to", "order", "left") else column


def _yaml(text: str) -> str:
    safe = text.replace(".", "").replace("_", "").replace("-", "").isalnum() and not text[:1].isdigit()
    return text if safe else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
