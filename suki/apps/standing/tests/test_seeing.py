"""Who sees a review, who is written down for having looked, and how long it is kept."""

from datetime import timedelta

import pytest
from django.urls import reverse

from suki.apps.standing.actions import ask_to_it, hold_record, lift_hold
from suki.apps.standing.keeping import forget_old_records
from suki.apps.standing.models import Closing, Evidence, Look, Reply, StandingReview
from suki.apps.standing.tests.stage import WHY, decided
from suki.base.models import Event
from suki.kernel.errors import NotAllowed, RuleBroken


def seen_by(client, user, review):
    client.force_login(user)
    return client.get(reverse("standing_review", args=[review.pk])).status_code


def test_the_person_who_leads_and_senior_management_see_it_and_nobody_else(
    client, review, ana, bayu, clara, sofia, second, dung, ada, finn
):
    assert [seen_by(client, user, review) for user in (ana, clara, sofia)] == [200, 200, 200]
    assert [seen_by(client, user, review) for user in (bayu, second, dung, ada)] == [404, 404, 404, 404]
    assert seen_by(client, finn, review) == 403


def test_a_manager_above_who_is_not_part_of_it_does_not_see_it(client, review, clara, second):
    from suki.apps.people.actions import report_to
    from suki.base.access import SYSTEM
    from tests.cast import LONG_AGO

    report_to(actor=SYSTEM, person=clara.person, manager=second.person, since=LONG_AGO)
    assert seen_by(client, second, review) == 404
    ask_to_it(actor=clara, review=review, person=second.person, role="named", reason="kennt die Kunden")
    assert seen_by(client, second, review) == 200


def test_every_look_of_others_is_shown_to_the_person(client, review, ana, clara):
    seen_by(client, clara, review)
    seen_by(client, clara, review)
    seen_by(client, ana, review)
    assert list(Look.objects.values_list("by", flat=True)) == [clara.pk, clara.pk]
    client.force_login(ana)
    page = client.get(reverse("standing_review", args=[review.pk])).content.decode()
    assert page.count("Clara Sandoval") >= 3


def test_lists_count_only_what_one_sees(client, review, ana, bayu, ada):
    for user, there in ((ana, True), (bayu, False), (ada, False)):
        client.force_login(user)
        assert (review.rule.name in client.get(reverse("standing")).content.decode()) is there


def test_the_page_offers_no_answer_beforehand(client, answered, clara):
    client.force_login(clara)
    address = reverse("standing_decision", args=[answered.pk, "support"])
    assert "</textarea>" in client.get(address).content.decode()
    assert client.post(address, {"reasons": "PERF-3"}).status_code == 422
    assert client.get(reverse("standing_decision", args=[answered.pk, "end"])).status_code == 404
    seen_by(client, clara, answered)
    assert client.post(address, {"reasons": WHY}).status_code == 302
    assert answered.decisions.get().by == clara


def test_forms_are_there_only_for_whom_and_what_they_are(client, review, ana, clara, second):
    """No second opinion without having been asked for it, and no step that the customs do not know."""
    opinion = reverse("standing_opinion", args=[review.pk])
    ask_to_it(actor=clara, review=review, person=second.person, role="second", reason="kennt das Gebiet")
    for user, status in ((ana, 404), (clara, 404), (second, 200)):
        client.force_login(user)
        assert client.get(opinion).status_code == status
    client.force_login(clara)
    for name in ("standing_step", "standing_aside"):
        assert client.get(reverse(name, args=[review.pk, "nonsense"])).status_code == 404


def test_the_person_answers_on_the_page(client, review, ana):
    client.force_login(ana)
    client.post(reverse("standing_reply", args=[review.pk]), {"text": "Der Kunde ist weg."})
    assert Reply.objects.get().text == "Der Kunde ist weg."
    assert client.get(reverse("standing_decision", args=[review.pk, "support"])).status_code == 403


def test_the_journal_tells_nothing_of_what_was_said(answered, clara):
    decided(clara, answered, "support")
    told = " ".join(str(event.facts) for event in Event.objects.filter(about_kind="standingreview"))
    assert "Kunde" not in told


def test_a_closed_record_is_deleted_after_its_day_with_all_that_hangs_on_it(answered, clara, entity):
    decided(clara, answered, "no_measure")
    kept_until = Closing.objects.get().keep_until
    assert forget_old_records(kept_until) == 0
    assert forget_old_records(kept_until + timedelta(days=1)) == 1
    assert not any(model.objects.exists() for model in (StandingReview, Evidence, Reply, Look))
    assert not Event.objects.filter(about_kind="standingreview").exists()


def test_a_held_record_stays_until_the_hold_is_lifted(answered, clara, bayu, sofia):
    decided(clara, answered, "no_measure")
    later = Closing.objects.get().keep_until + timedelta(days=9)
    hold_record(actor=clara, review=answered, reason="Es gibt einen Streit vor dem Arbeitsgericht.")
    with pytest.raises(RuleBroken, match="held already"):
        hold_record(actor=sofia, review=answered, reason="Es gibt einen Streit vor dem Arbeitsgericht.")
    assert forget_old_records(later) == 0
    with pytest.raises(NotAllowed):
        lift_hold(actor=bayu, review=answered)
    lift_hold(actor=clara, review=answered)
    assert forget_old_records(later) == 1


def test_an_open_review_is_never_forgotten(answered):
    assert forget_old_records(answered.entity.today + timedelta(days=9999)) == 0


def test_the_minutes_speak_the_persons_language_and_printing_them_is_a_look(
    client, answered, clara, ana, bayu
):
    from suki.apps.standing.documents import texts_of

    client.force_login(bayu)
    address = reverse("standing_letter", args=[answered.pk])
    assert client.get(address).status_code == 404
    client.force_login(clara)
    printed = client.get(address)
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    assert list(Look.objects.values_list("what", flat=True)) == ["minutes"]
    texts = texts_of(answered)
    assert texts["rows"][0][0] == "2026-Q3"
    assert any("weggefallen" in said for _day, _what, said, _more in texts["course"])
