"""The editor: gaps are read back as they were written, buttons move blocks, and nothing is saved half."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from suki.apps.compensation.models import PlanVersion
from suki.apps.compensation.plans.actions import change_rules
from suki.apps.compensation.plans.editor.posted import done
from suki.apps.compensation.plans.editor.reading import read
from suki.apps.compensation.plans.editor.writing import written
from suki.apps.compensation.plans.starting import STARTS, rules_from
from suki.apps.compensation.plans.tests.test_wording import FULL
from suki.apps.compensation.plans.wording import text_of


def posted(page: str) -> dict[str, Any]:
    """What a browser would send of the editor's form as it stands."""
    form = page[page.index('class="plan-form"') :]
    values: dict[str, Any] = {}
    for found in re.finditer(r"<input[^>]*>", form):
        field = found[0]
        name = re.search(r' name="([^"]*)"', field)
        value = re.search(r' value="([^"]*)"', field)
        if name and ('type="checkbox"' not in field or " checked" in field):
            values.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    for name, inner in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        first = re.search(r'<option value="([^"]*)"', inner)
        values[name] = [unescape((chosen or first)[1])]  # type: ignore[index]
    for name, inner in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        values[name] = [unescape(inner).strip()]
    return values


@pytest.fixture
def editor(client, finn, draft):
    client.force_login(finn)
    return reverse("plan_rules", args=[draft.pk])


def full(**more: Any) -> dict[str, Any]:
    """The plan that uses everything, as far as the editor shows it."""
    components = [dict(each) for each in FULL["components"]]
    higher = components[0].pop("accelerators")
    components[0] = {
        **components[0], "tiers": [*components[0]["tiers"], *higher],
        "only": {"lifecycles": ["customer"], "new_accounts_months": "12"}, "except": {"lifecycles": ["former"]},
    }  # fmt: skip
    return {**FULL, "components": components, **more}


@pytest.mark.parametrize("language", ["en", "de", "vi", "id", "fil"])
@pytest.mark.django_db
def test_what_is_written_into_the_gaps_is_read_back_the_same(language):
    for rules in [full(), *(rules_from(each, "EUR") for each in STARTS)]:
        with override(language):
            got = read(written(rules, {}), lambda rules: set(), rules)
        assert got.problems == []
        assert text_of(got.rules, "en") == text_of(rules, "en")


def test_the_form_as_it_stands_saves_what_stands_in_it(client, finn, draft, editor):
    change_rules(actor=finn, version=draft, rules=full())
    answer = client.post(editor, posted(client.get(editor).text))
    assert answer.status_code == 302, re.findall(r'plan-problems">.*?</ul>', answer.text, re.DOTALL)
    assert text_of(PlanVersion.objects.get().rules, "en") == text_of(full(), "en")


def test_every_gap_has_a_name_for_screen_readers(client, finn, draft, editor):
    change_rules(actor=finn, version=draft, rules=full())
    page = client.get(editor).text
    gaps = re.findall(r'<(?:input|select) class="input gap"[^>]*>', page)
    assert len(gaps) > 80
    assert [gap for gap in gaps if "aria-label" not in gap and 'name="try-' not in gap] == []


def test_problems_stand_beside_their_block_and_nothing_is_saved(client, draft, editor):
    given = posted(client.get(editor).text)
    given["components-0-tiers-1-from"], given["components-0-tiers-2-pays"] = "-5", "many"
    answer = client.post(editor, given)
    assert answer.status_code == 422
    assert 'id="components-0-tiers-1-from-problem"' in answer.text
    assert "“many” is not a number" in unescape(answer.text)
    assert 'value="many"' in answer.text
    assert PlanVersion.objects.get().rules == draft.rules


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("components-0-tiers-0-from", "10", "Let it begin at 0"),
        ("components-0-tiers-2-from", "70", "each begins above the one before"),
        ("components-0-tiers-0-pays", "-3", "Step 1: A number here cannot be less than nothing"),
        ("components-0-tiers-0-pays", "", "A number is missing"),
        ("components-0-name", "", "Give the block a name"),
        ("components-0-output", "gold", "not known here"),
        ("components-0-method", "flat", "has one step"),
        ("components-0-only-products", "NOPE", "no product with the code"),
        ("components-0-only-accounts", "Nobody Ltd.", "No customer goes by"),
        ("components-0-until", "someday", "is not a day"),
        ("components-0-hold-share", "150", "at most 100%"),
        ("currency", "XXL", "is no currency"),
        ("guarantee-amount", "500", "A number is missing"),
    ],
)
def test_each_problem_is_one_sentence(client, draft, editor, name, value, said):
    answer = client.post(editor, {**posted(client.get(editor).text), name: value})
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert PlanVersion.objects.get().rules == draft.rules


def test_an_older_form_is_refused_with_what_was_typed_kept(client, finn, draft, editor, rules):
    given = posted(client.get(editor).text)
    change_rules(actor=finn, version=draft, rules=rules, note="meanwhile")
    answer = client.post(editor, {**given, "components-0-name": "Typed"})
    assert answer.status_code == 422
    assert "changed" in answer.text
    assert 'value="Typed"' in answer.text
    assert PlanVersion.objects.get().note == "meanwhile"


def test_buttons_add_and_take_out_without_saving_and_without_scripts(client, draft, editor):
    given = posted(client.get(editor).text)
    page = client.post(editor, {**given, "do": "step:0"}).text
    assert 'name="components-0-tiers-3-from"' in page
    page = client.post(editor, {**posted(page), "do": "add"}).text
    assert 'name="components-1-name"' in page
    page = client.post(editor, {**posted(page), "do": "unstep:0:1"}).text
    assert 'name="components-0-tiers-3-from"' not in page
    part = client.post(editor, {**given, "do": "step:0"}, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert PlanVersion.objects.get().rules == draft.rules


def test_blocks_move_and_are_copied():
    raw = {"components": [{"name": "A", "tiers": []}, {"name": "B", "tiers": []}]}
    assert [each["name"] for each in done(raw, "up:1")["components"]] == ["B", "A"]
    assert [each["name"] for each in done(raw, "down:0")["components"]] == ["B", "A"]
    assert [each["name"] for each in done(raw, "copy:0")["components"]] == ["A", "", "B"]
    assert [each["name"] for each in done(raw, "drop:0")["components"]] == ["B"]
    assert done(raw, "drop:9") == raw
    assert done(raw, "nonsense") == raw


def test_the_example_beside_follows_what_is_typed(client, draft, editor):
    given = {**posted(client.get(editor).text), "try-at": "87", "try-quota": "100,000"}
    address = reverse("plan_example", args=[draft.pk])
    assert "4,560" in client.post(address, given).text
    assert "5,000" in client.post(address, {**given, "components-0-tiers-0-pays": "5.55"}).text
    assert "is not a number" in client.post(address, {**given, "components-0-tiers-0-pays": "lots"}).text
    assert PlanVersion.objects.get().rules == draft.rules


def test_what_is_unwise_is_said_beside_its_block_while_one_types(client, draft, editor):
    given = {
        **posted(client.get(editor).text),
        "components-0-method": "slab",
        "components-0-tiers-1-pays": "1",
    }
    part = client.post(reverse("plan_example", args=[draft.pk]), given).text
    assert 'id="hints-0"' in part
    assert "selling more pays less" in part


def test_the_example_says_which_block_waits_for_another(client, finn, draft, editor):
    change_rules(actor=finn, version=draft, rules=rules_from(STARTS[2], "EUR"))
    assert "waits for another block" in client.get(editor).text


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"components": "x"}, {"components-x-name": "A"}, {"components-0": "x"}, {"components-0-tiers": "x"},
        {"components-0-tiers-0": "x"}, {"components-0-tiers-a-from": "1"}, {"components-0-gate": "x", "components-0-matrix": "y"},
        {"components-0-matrix-input": "margin_rate", "components-0-matrix-rates": "x"},
        {"components-0-matrix-input": "margin_rate", "components-0-matrix-rates-0": "x", "components-0-matrix-from": "0; 20"},
        {"components-0-credit-0": "x"}, {"components-0-only": "x", "components-0-except-lifecycles-0": "y"}, {"draw": "x", "wording": "y"},
        {"wording-xx": "y"}, {"components-0-tiers-0-from": "9" * 60, "components-0-tiers-0-pays": "1." + "3" * 40},
        {"handoff-rule": "taper", "handoff-shares": "100; x; 200"}, {"components-" + "9" * 300 + "-name": "A"},
        {"do": "unstep:0:" + "9" * 5000}, {"do": "up:0:x"}, {"do": "step"}, {"revision": "x"}, {"first": "x", "last": "2020-01-01"},
        {"components-0-name": "\x00"}, {"currency": ["a", "b"]},
    ],
)  # fmt: skip
def test_nonsense_is_answered_and_never_saved(client, draft, editor, sent):
    answer = client.post(editor, {"first": "2026-01-01", **sent})
    assert answer.status_code in (200, 422)
    assert client.post(reverse("plan_example", args=[draft.pk]), sent).status_code == 200
    assert PlanVersion.objects.get().rules == draft.rules


def test_a_whole_number_may_be_written_with_decimals(client, draft, editor):
    given = {
        **posted(client.get(editor).text),
        "components-0-hold-share": "20",
        "components-0-hold-months": "6.0",
    }
    assert client.post(editor, given).status_code == 302
    assert PlanVersion.objects.get().rules["components"][0]["hold"]["months"] == "6"
    assert "held back for 6 months" in client.get(reverse("plan_version", args=[draft.pk])).text


def test_a_published_version_has_no_editor(client, finn, published):
    client.force_login(finn)
    assert client.get(reverse("plan_rules", args=[published.pk])).status_code == 404


@pytest.mark.parametrize("what", ["plan_rules", "plan_example", "plan_publication", "plan_withdrawal"])
def test_who_does_not_manage_plans_writes_none(client, clara, draft, what):
    client.force_login(clara)
    assert client.post(reverse(what, args=[draft.pk]), {"do": "add"}).status_code == 403
    assert not PlanVersion.objects.get().is_published
