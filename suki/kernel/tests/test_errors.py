import pytest

from suki.kernel.errors import BadInput, NotAllowed, Problem, RuleBroken, Stale, speak_through


class Lazy:
    """A sentence that is only put into words when it is shown."""

    def __init__(self, words):
        self.words = words

    def __str__(self):
        return self.words[0]


@pytest.fixture
def in_german():
    german = {"{day} is closed.": "{day} ist geschlossen.", "Closed.": "Geschlossen."}
    speak_through(lambda sentence: german.get(sentence, sentence))
    yield
    speak_through(None)


def test_a_broken_rule_says_its_sentence():
    assert str(RuleBroken("This contract is already signed.")) == "This contract is already signed."


def test_a_sentence_names_its_values():
    assert str(RuleBroken("{day} is closed.", day="2026-05-01")) == "2026-05-01 is closed."


def test_braces_in_a_value_are_left_alone():
    assert str(RuleBroken("{name} is unknown.", name="{x}")) == "{x} is unknown."


def test_braces_in_a_sentence_without_values_are_left_alone():
    assert str(RuleBroken('"{" is not a period.')) == '"{" is not a period.'


def test_a_lazy_sentence_is_put_into_words_when_it_is_shown():
    words = ["english"]
    broken = RuleBroken(Lazy(words))
    words[0] = "deutsch"
    assert str(broken) == "deutsch"


def test_the_kernels_sentences_are_told_in_the_readers_language(in_german):
    assert str(RuleBroken("{day} is closed.", day="1. Mai")) == "1. Mai ist geschlossen."


def test_an_empty_sentence_is_not_looked_up(in_german):
    assert str(RuleBroken("")) == ""


@pytest.mark.parametrize("kind", [NotAllowed, Stale])
def test_refusals_are_broken_rules_too(kind):
    with pytest.raises(RuleBroken):
        raise kind("No.")


def test_a_stale_change_carries_both_values():
    stale = Stale("Somebody changed this meanwhile.", mine="Hanoi", theirs="Hue")
    assert stale.values == {"mine": "Hanoi", "theirs": "Hue"}


def test_a_problem_says_where_and_what():
    assert (
        str(Problem("orders.csv:3:amount", "the cell is empty")) == "orders.csv:3:amount: the cell is empty"
    )


def test_bad_input_lists_every_problem_on_a_line():
    bad = BadInput([Problem("a.csv:1:1", "one"), Problem("a.csv:2:1", "two")])
    assert str(bad).splitlines() == ["a.csv:1:1: one", "a.csv:2:1: two"]
