"""References of staged rows: every one must lead to a row of the house or of the same import."""

from __future__ import annotations

from django.utils.translation import gettext as _

from suki.exchange import keys
from suki.exchange.rooms.applying import Applying, Rule
from suki.exchange.spelling import bare, likely_meant
from suki.exchange.staging import Staged, rows_of
from suki.exchange.values import quoted

PROPOSED, KNOWN = 50, 50_000
"""For so many unknown spellings a known name is looked for, among so many."""

DOCUMENT_OF = {"order_lines": "orders", "invoice_lines": "invoices"}


def check_references(applying: Applying) -> None:
    """Refuse rows whose references lead nowhere, and rows that would stand in a circle above themselves."""
    for stage in applying.stages.values():
        for column, target in stage.target.references.items():
            if column in stage.yielded:
                _refuse_missing(applying, stage, column, target)
        _refuse_strays(applying, stage)
        _refuse_circles(applying, stage)


def leave_out_bad_rows(applying: Applying) -> None:
    """Leave out bad rows, then whatever refers to them, until nothing refers to what is left out."""
    while True:
        for stage in applying.stages.values():
            if stage.target.has_id and stage.target.name in keys.MODELS:
                keys.drop_left_out(stage)
        found = sum(_refuse_dependents(applying, stage) for stage in applying.stages.values())
        found += sum(_refuse_torn(applying, lines, document) for lines, document in DOCUMENT_OF.items())
        if not found:
            return


def _refuse_missing(applying: Applying, stage: Staged, column: str, target: str) -> None:
    name, expected = quoted(column), _("an id of {target}").format(target=target)
    missing = (
        f"SELECT s.n, s.{name} AS value, NULL AS other FROM {stage.table} s"
        f" JOIN {keys.key_table(target)} k ON k.key = s.{name} WHERE k.row_id IS NULL"
    )
    meant = _meant(applying, target, missing)
    for written, proposed in meant.items():
        sentence = _("“{value}” is not known. Did you mean “{name}”?").replace("{name}", _literally(proposed))
        rule = Rule(stage.target.name, column, expected, sentence, proposed)
        applying.refuse_rows(rule, f"{missing} AND s.{name} = %s", [written])
    rest = [f"{missing} AND NOT s.{name} = ANY(%s)", [list(meant)]] if meant else [missing]
    applying.refuse_rows(Rule(stage.target.name, column, expected), *rest)


def _meant(applying: Applying, target: str, missing: str) -> dict[str, str]:
    """For spellings that lead nowhere: the row that somebody may have meant."""
    written = [
        row[0] for row in rows_of(f"SELECT DISTINCT value FROM ({missing}) q ORDER BY 1 LIMIT {PROPOSED}")
    ]
    if not written:
        return {}
    stage, known = applying.stage(target), {}
    if stage is not None:
        known = {
            bare(key): key for (key,) in rows_of(f"SELECT id FROM {stage.table} WHERE NOT bad LIMIT {KNOWN}")
        }
    for column in keys.BY_NAME.get(target, ()):
        table = keys.model_of(target)._meta.db_table
        names = rows_of(
            f"SELECT {column} FROM {table} WHERE archived_at IS NULL AND {column} <> '' LIMIT {KNOWN}"
        )
        known = {bare(name): name for (name,) in names} | known
    found = {each: likely_meant(each, known) for each in written}
    return {each: meant for each, meant in found.items() if meant}


def _literally(text: str) -> str:
    """Text that stands in a sentence whose braces are filled later."""
    return text.replace("{", "{{").replace("}", "}}")


def _refuse_strays(applying: Applying, stage: Staged) -> None:
    """Lines come with their documents: a document's net is rounded as a whole."""
    document = DOCUMENT_OF.get(stage.target.name)
    if document is None:
        return
    column = stage.target.columns[0].name
    rule = Rule(
        stage.target.name,
        column,
        _("an id of {target} in the same import").format(target=document),
        _("“{value}” is not among the {target} of this import, and lines come with their document.").replace(
            "{target}", document
        ),
    )
    name = quoted(column)
    brought = applying.stage(document)
    among = f"EXISTS (SELECT 1 FROM {brought.table} d WHERE d.id = s.{name})" if brought else "false"
    applying.refuse_rows(
        rule,
        f"SELECT s.n, s.{name} AS value, NULL AS other FROM {stage.table} s"
        f" JOIN {keys.key_table(document)} k ON k.key = s.{name} AND k.row_id IS NOT NULL WHERE NOT {among}",
    )


def _refuse_circles(applying: Applying, stage: Staged) -> None:
    """A row cannot stand above itself, through however many others."""
    if "parent" not in stage.yielded:
        return
    applying.refuse_rows(
        Rule(
            stage.target.name,
            "parent",
            _("a parent that is not below the row itself"),
            _("“{value}” stands above itself."),
        ),
        f"WITH RECURSIVE above AS ("
        f" SELECT id AS start, parent, 1 AS depth FROM {stage.table} WHERE parent IS NOT NULL"
        f" UNION ALL SELECT a.start, s.parent, a.depth + 1 FROM above a JOIN {stage.table} s ON s.id = a.parent"
        f" WHERE s.parent IS NOT NULL AND a.parent <> a.start AND a.depth < 100)"
        f" SELECT s.n, s.id AS value, NULL AS other FROM {stage.table} s"
        f" WHERE NOT s.bad AND EXISTS (SELECT 1 FROM above a WHERE a.start = s.id AND a.parent = s.id)",
    )


def _refuse_dependents(applying: Applying, stage: Staged) -> int:
    """Rows that refer to a row which is left out."""
    found = 0
    for column, target in stage.target.references.items():
        if column not in stage.yielded or target not in applying.stages:
            continue
        name = quoted(column)
        rule = Rule(
            stage.target.name,
            column,
            _("an id of {target}").format(target=target),
            _("“{value}” of {target} is left out, so this row is left out too.").replace("{target}", target),
        )
        found += applying.refuse_rows(
            rule,
            f"SELECT s.n, s.{name} AS value, NULL AS other FROM {stage.table} s"
            f" WHERE NOT s.bad AND s.{name} IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {keys.key_table(target)} k"
            f" WHERE k.key = s.{name} AND k.row_id IS NOT NULL)",
        )
    return found


def _refuse_torn(applying: Applying, lines: str, document: str) -> int:
    """A document of which a line is left out is left out as a whole, for it would not add up."""
    staged, whole = applying.stage(lines), applying.stage(document)
    if staged is None or whole is None:
        return 0
    column = quoted(staged.target.columns[0].name)
    rule = Rule(
        document, "id", _("a whole document"), _("a line of “{value}” is left out, so the document is too.")
    )
    return applying.refuse_rows(
        rule,
        f"SELECT d.n, d.id AS value, NULL AS other FROM {whole.table} d WHERE NOT d.bad"
        f" AND EXISTS (SELECT 1 FROM {staged.table} l WHERE l.{column} = d.id AND l.bad)",
    )
