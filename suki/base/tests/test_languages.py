"""The five languages: every sentence is there, says the same, and in the words of the field."""

import re
from string import Formatter

import pytest
from django.utils import translation

from suki.base.languages import CODES
from suki.cli.words import (
    PLURALS,
    bring_up_to_date,
    catalogue_of,
    forms_of,
    is_compiled,
    names_in,
    sentences_of_code,
    sentences_of_template,
    sentences_shown,
    untranslated,
)
from tests.forbidden_words import FORBIDDEN

LANGUAGES = tuple(PLURALS)
_PERCENT = re.compile(r"%(?:\(\w+\))?[sd]")
_TAG = re.compile(r"</?[a-z][^>]*>")


@pytest.fixture(scope="module")
def shown():
    return sentences_shown()


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def catalogue(language):
    return catalogue_of(language)


def test_every_language_but_the_one_of_the_code_has_a_catalogue():
    assert {*LANGUAGES, "en"} == set(CODES)


def test_the_catalogue_has_exactly_the_sentences_that_are_shown(language, catalogue, shown):
    known, needed = names_in(catalogue), names_in(bring_up_to_date(language, shown))
    assert (sorted(map(str, needed - known)), sorted(map(str, known - needed))) == ([], [])


def test_every_sentence_is_translated(catalogue):
    assert untranslated(catalogue) == []


def test_no_translation_is_a_guess(catalogue):
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_the_compiled_catalogue_says_what_the_catalogue_says(language):
    assert is_compiled(language)


def test_every_counted_sentence_has_the_forms_of_its_language(language, catalogue):
    counted = [message for message in catalogue if isinstance(message.id, list | tuple)]
    assert counted
    assert [message.id for message in counted if len(message.string) != forms_of(language)] == []


def test_every_translation_names_what_its_sentence_names(catalogue):
    differing = [
        (original, translated)
        for original, translated in _pairs(catalogue)
        if _placeholders(original) != _placeholders(translated)
    ]
    assert differing == []


def test_every_translation_can_be_filled_in(catalogue):
    for _, translated in _pairs(catalogue):
        if "{" in translated:
            list(Formatter().parse(translated))


def test_markup_is_the_same_in_every_language(catalogue):
    assert [pair for pair in _pairs(catalogue) if len({tuple(_TAG.findall(text)) for text in pair}) > 1] == []


def test_sentences_begin_and_end_alike(catalogue):
    differing = [pair for pair in _pairs(catalogue) if _edges(pair[0]) != _edges(pair[1])]
    assert [pair for pair in differing if not _is_short(pair[0])] == []


def test_no_translation_uses_a_word_that_means_something_else_here(language, catalogue):
    found = [
        f"{word} ({why}): {translated}"
        for _, translated in _pairs(catalogue)
        for word, why in FORBIDDEN[language].items()
        if re.search(rf"\b{word}\b", translated)
    ]
    assert found == []


@pytest.mark.parametrize("language", ["de", "vi"])
def test_no_sentence_is_left_in_english(catalogue):
    """Filipino and Indonesian business words are often English ones."""
    same = [text for text, translated in _pairs(catalogue) if text == translated and len(text.split()) > 3]
    assert same == []


@pytest.mark.parametrize(
    ("language", "due", "stands"),
    [
        ("en", "overdue", "Overdue"),
        ("de", "überfällig", "Überfällig"),
        ("vi", "quá hạn", "Quá hạn"),
        ("id", "lewat jatuh tempo", "Lewat jatuh tempo"),
        ("fil", "overdue", "Overdue"),
    ],
)
def test_each_language_is_spoken(language, due, stands):
    with translation.override(language):
        assert (translation.gettext("overdue"), translation.gettext("Overdue")) == (due, stands)


def test_filipino_speaks_for_the_libraries_too():
    with translation.override("fil"):
        assert translation.gettext("This field is required.") == "Kailangan itong punan."


def test_borrowed_sentences_are_the_ones_that_the_libraries_say():
    """A sentence that a library has reworded would be translated for nobody."""
    from suki.cli.words import PACKAGE
    from tests.library_words import library_sentences

    source = (PACKAGE / "base" / "borrowed_words.py").read_text(encoding="utf-8")
    ours = {sentence.text for sentence in sentences_of_code(source)}
    assert ours - library_sentences() == set()


def test_counting_follows_the_language():
    with translation.override("de"):
        said = [translation.ngettext("in {days} day", "in {days} days", days) for days in (1, 2)]
        assert [text.format(days=2) for text in said] == ["in 2 Tag", "in 2 Tagen"]
    with translation.override("vi"):
        assert translation.ngettext("in {days} day", "in {days} days", 1).format(days=1) == "1 ngày nữa"


def test_code_and_templates_are_both_read():
    code = 'x = _("One {name}") + ngettext("a", "b", n) + pgettext("file", "Open") + _(f"not {this}")'
    assert {(each.context, each.text, each.plural) for each in sentences_of_code(code)} == {
        ("", "One {name}", ""),
        ("", "a", "b"),
        ("file", "Open", ""),
    }
    template = (
        '{% translate "Save (now)" %}{% button _("Hand \'over\'") %}'
        "{% blocktranslate count n=rows|length %}One row{% plural %}{{ n }} rows{% endblocktranslate %}"
    )
    found = {(each.text, each.plural) for each in sentences_of_template(template, "x.html")}
    assert found == {("Save (now)", ""), ("Hand 'over'", ""), ("One row", "%(n)s rows")}


def _pairs(catalogue):
    """Each sentence beside each of its translations; a counted one beside its plural, which names the count."""
    for message in catalogue:
        if not message.id or not all(message.string):
            continue
        if isinstance(message.id, str):
            yield message.id, message.string
            continue
        *ones, many = message.string
        yield message.id[1], many
        for one in ones:
            yield (
                (message.id[0] if _placeholders(one) != _placeholders(message.id[1]) else message.id[1]),
                one,
            )


def _placeholders(text):
    named = sorted(_PERCENT.findall(text))
    try:
        braces = sorted(f"{name}:{form}" for _, name, form, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        braces = ["not a format"]
    return named, braces


def _edges(text):
    """Spaces around, and how it ends: a sentence, or a label that goes on."""
    last = text.rstrip()[-1:]
    return text[:1].isspace(), text[-1:].isspace(), last if last in ".:?;" else ""


def _is_short(text):
    """A word or two may be shortened, and a short word ends in its own point: “No.”, “pts”."""
    return len(text.split()) < 3 and not text.endswith(":")
