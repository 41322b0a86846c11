"""The page on which plans are tried."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

ADDRESS = "/plans/trying/"


def asked(**wishes):
    return f"{ADDRESS}?{urlencode(wishes)}"


def test_it_shows_who_wins_and_loses_with_charts_and_the_table_behind(client, stage, draft):
    client.force_login(stage.cast.finn)
    assert reverse("plan_trying") == ADDRESS
    answer = client.get(asked(period="2026", version1=draft.pk, version2="now", quota2="10"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert stage.cast.ana.person.name in page and "1,125" in page
    assert page.count("<svg") >= 3 and "Next year, probably" in page
    assert "What was in force, quotas +10%" in page


def test_the_second_try_is_a_link_away(client, stage, draft):
    client.force_login(stage.cast.finn)
    answer = client.get(asked(period="2026", version1="now", version2=draft.pk, show="2", sort="-after"))
    assert answer.context["place"] == 2
    assert [row.after for row in answer.context["table"].rows] == [1065, 60]


def test_before_anything_is_asked_it_offers_the_drafts(client, stage, draft):
    client.force_login(stage.cast.finn)
    page = client.get(ADDRESS).content.decode()
    assert "Farmers, draft 2" in page and "Side by side" not in page


def test_what_cannot_be_tried_is_said(client, stage, draft):
    client.force_login(stage.cast.finn)
    for wishes, says in [
        ({"period": "2026"}, "Choose at least one version to try."),
        ({"period": "2000-01-01..2026-12-31", "version1": draft.pk}, "Five years at most"),
        ({"period": "soon", "version1": draft.pk}, "soon"),
    ]:
        answer = client.get(asked(**wishes))
        assert answer.status_code == 422 and says in answer.content.decode()


def test_a_half_written_draft_says_what_is_missing(client, stage, draft):
    draft.rules = {"currency": "EUR", "period": "week", "components": [{"name": "c", "matrix": "x"}]}
    draft.save()
    client.force_login(stage.cast.finn)
    answer = client.get(asked(period="2026", version1=draft.pk))
    assert answer.status_code == 422 and "cannot be tried yet:" in answer.content.decode()


def test_an_empty_firm_is_told_what_to_do(client, stage):
    client.force_login(stage.cast.finn)
    assert "No plan to try yet" in client.get(ADDRESS).content.decode()


def test_it_is_closed_to_those_who_do_not_manage_plans(client, stage, draft):
    client.force_login(stage.cast.ana)
    answer = client.get(asked(period="2026", version1=draft.pk))
    assert answer.status_code == 403 and "1,125" not in answer.content.decode()
