"""The words of Suki: finds every sentence that is shown, keeps the catalogues complete, and compiles them.

A catalogue (`suki/locale/de/LC_MESSAGES/django.po`) holds each sentence once, with the files it stands in. It is sorted
by sentence and names no lines, so that a change to the code changes it only where words change.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "vi": "nplurals=1; plural=0;",
    "id": "nplurals=1; plural=0;",
    # Filipino here keeps English business nouns, and they take their English plural.
    "fil": "nplurals=2; plural=(n != 1);",
}
"""The languages that have a catalogue, and how each counts. English is what stands in the code."""

_ONE = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
_MANY = frozenset({"ngettext", "ngettext_lazy"})
_ONE_IN_CONTEXT = frozenset({"pgettext", "pgettext_lazy"})
_MANY_IN_CONTEXT = frozenset({"npgettext", "npgettext_lazy"})
_NOT_SHOWN = frozenset({"tests", "migrations", "locale", "__pycache__"})
_HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Suki\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


@dataclass(frozen=True, order=True)
class Sentence:
    """One sentence that is shown to somebody: its plural where it counts, its context where the same word means two things."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        """How a catalogue names it."""
        return (self.text, self.plural) if self.plural else self.text


def sentences_shown(package: Path = PACKAGE) -> dict[Sentence, list[str]]:
    """Every sentence marked for translation, and the files it stands in."""
    found: dict[Sentence, list[str]] = {}
    for path in sorted(package.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or _NOT_SHOWN & set(path.relative_to(package).parts):
            continue
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(package.parent).as_posix()
        for sentence in (
            sentences_of_code(text) if path.suffix == ".py" else sentences_of_template(text, name)
        ):
            files = found.setdefault(sentence, [])
            if name not in files:
                files.append(name)
    return _counted_once(found)


def sentences_of_code(source: str) -> Iterator[Sentence]:
    """What Python code marks for translation."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            words = [part.value if isinstance(part, ast.Constant) else None for part in node.args]
            sentence = _sentence(called, words)
            if sentence is not None:
                yield sentence


def sentences_of_template(source: str, name: str) -> Iterator[Sentence]:
    """What a template marks for translation. Django turns it into calls between blanked out text."""
    from django.utils.translation.template import templatize

    text = templatize(source, origin=name)
    for call in _calls_in(text):
        yield from sentences_of_code(call)


def catalogue_of(language: str) -> Catalog:
    """A language's catalogue as it lies in the file."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=None, domain="django")


def bring_up_to_date(language: str, shown: dict[Sentence, list[str]]) -> Catalog:
    """The catalogue with exactly the sentences shown now, each with the translation it had; new ones are empty."""
    kept = catalogue_of(language) if po_file(language).exists() else Catalog()
    fresh = read_po(io.BytesIO(_header(language)), domain="django")
    for sentence, files in shown.items():
        old = kept.get(sentence.id, sentence.context or None)
        words = (
            old.string if old is not None and isinstance(old.string, tuple) == bool(sentence.plural) else ""
        )
        if sentence.plural and not words:
            words = ("",) * forms_of(language)
        fresh.add(
            sentence.id,
            words,
            [(file, None) for file in files],
            flags={"fuzzy"} & old.flags if old is not None else (),
            user_comments=old.user_comments if old is not None else (),
            context=sentence.context or None,
        )
    return fresh


def forms_of(language: str) -> int:
    """How many forms a counted sentence has."""
    return int(PLURALS[language].split("=")[1].split(";")[0])


def untranslated(catalogue: Catalog) -> list[str]:
    """The sentences that still wait for a translation."""
    return [
        message.id if isinstance(message.id, str) else str(message.id[0])
        for message in catalogue
        if message.id and not all([message.string] if isinstance(message.string, str) else message.string)
    ]


def names_in(catalogue: Catalog) -> set[tuple[object, ...]]:
    """How the sentences of a catalogue are named."""
    return {(_hashable(message.id), message.context) for message in catalogue if message.id}


def write_catalogue(language: str, catalogue: Catalog) -> None:
    """Write the catalogue and its compiled form, each only where it changes."""
    body = io.BytesIO()
    write_po(body, catalogue, width=110, omit_header=True, sort_output=True, include_lineno=False)
    text = _header(language) + body.getvalue()
    path = po_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != text:
        path.write_bytes(text)
    if not is_compiled(language):
        path.with_suffix(".mo").write_bytes(_compiled(language))


def is_compiled(language: str) -> bool:
    """Whether the compiled catalogue says what the catalogue says."""
    path = po_file(language).with_suffix(".mo")
    if not path.exists():
        return False
    with path.open("rb") as file:
        return _entries(read_mo(file)) == _entries(read_mo(io.BytesIO(_compiled(language))))


def po_file(language: str) -> Path:
    """Where a language's catalogue lies."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _sentence(called: str, words: list[object]) -> Sentence | None:
    wanted = (
        1
        if called in _ONE
        else 2
        if called in _MANY | _ONE_IN_CONTEXT
        else 3
        if called in _MANY_IN_CONTEXT
        else 0
    )
    texts = [word for word in words[:wanted] if isinstance(word, str) and word]
    if not wanted or len(texts) < wanted:
        return None
    if called in _ONE_IN_CONTEXT:
        return Sentence(texts[1], context=texts[0])
    if called in _MANY_IN_CONTEXT:
        return Sentence(texts[1], texts[2], texts[0])
    return Sentence(*texts)


def _counted_once(found: dict[Sentence, list[str]]) -> dict[Sentence, list[str]]:
    """A sentence that stands alone in one place and counted in another is one entry: the counted one."""
    counted = {(sentence.text, sentence.context): sentence for sentence in found if sentence.plural}
    once: dict[Sentence, list[str]] = {}
    for sentence in sorted(found):
        kept = counted.get((sentence.text, sentence.context), sentence)
        once[kept] = sorted({*once.get(kept, []), *found[sentence]})
    return once


def _calls_in(text: str) -> Iterator[str]:
    """The calls in a template that Django has prepared: `XXX _('Save') XXX`."""
    for match in re.finditer(r"\b(_|n?p?gettext)\(", text):
        end = match.end()
        while end < len(text):
            end = text.find(")", end) + 1
            if not end:
                break
            call = text[match.start() : end]
            try:
                ast.parse(call)
            except SyntaxError:
                continue
            yield call
            break


def _header(language: str) -> bytes:
    return _HEADER.format(language=language, plurals=PLURALS[language]).encode()


def _compiled(language: str) -> bytes:
    with po_file(language).open("rb") as file:
        catalogue = read_po(file, domain="django")
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def _entries(catalogue: Catalog) -> set[tuple[object, ...]]:
    return {
        (_hashable(message.id), message.context, _hashable(message.string))
        for message in catalogue
        if message.id
    }


def _hashable(words: object) -> object:
    return tuple(words) if isinstance(words, list | tuple) else words
