"""The pages of rewards: what one sees, chooses and manages, and what is refused."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from suki.apps.rewards.actions import choose_reward, grant_reward, open_contest
from suki.apps.rewards.contests.actions import Promised
from suki.apps.rewards.models import Choice, Contest, Grant, Reward, RewardRule
from suki.apps.rewards.tests.stage import QUARTER

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def won(clara, ana, bag):
    return grant_reward(actor=clara, person=ana.person, what_for="Beste Messe", rewards=[bag], points=150)


def test_the_winner_chooses_on_the_page_and_sees_where_it_is(client, ana, won, bag):
    client.force_login(ana)
    assert "Beste Messe" in client.get(reverse("rewards")).content.decode()
    client.post(reverse("reward_grant_choice", args=[won.pk]), {"reward": bag.pk})
    assert Choice.objects.get().reward == bag
    assert "to be sent" in client.get(reverse("rewards")).content.decode()


def test_points_buy_from_the_catalogue(client, ana, won, bag):
    client.force_login(ana)
    assert "150 points" in client.get(reverse("reward_catalogue")).content.decode()
    client.post(reverse("points_choice", args=[bag.pk]))
    assert Choice.objects.get().points == 100


def test_what_a_colleague_won_is_not_there_for_others(client, bayu, clara, finn, dung, won):
    for user, status in ((bayu, 404), (dung, 404), (clara, 200), (finn, 200)):
        client.force_login(user)
        assert client.get(reverse("reward_grant", args=[won.pk])).status_code == status


@pytest.mark.parametrize(
    "name", ["reward_new", "reward_rule_new", "reward_grants", "reward_grant_new", "contest_new"]
)
def test_who_only_wins_manages_nothing(client, ana, name):
    client.force_login(ana)
    assert client.get(reverse(name)).status_code == 403


def test_somebody_without_a_function_sees_nothing(client, nobody, bag):
    client.force_login(nobody)
    assert client.get(reverse("rewards")).status_code == 403


def test_a_thing_is_put_into_the_catalogue_with_its_picture(client, clara, entity):
    client.force_login(clara)
    picture = SimpleUploadedFile("tasche.png", PIXEL, content_type="image/png")
    given = {
        "name": "Tasche",
        "value": "80",
        "value_currency": "EUR",
        "stock": "2",
        "is_taxable": "on",
        "picture": picture,
    }
    assert client.post(reverse("reward_new"), given).status_code == 302
    made = Reward.objects.get()
    assert (made.stock, made.noted_value) == (2, 80)
    assert b"".join(client.get(reverse("reward_picture", args=[made.pk])).streaming_content) == PIXEL
    wrong = SimpleUploadedFile("x.svg", b"<svg/>", content_type="image/svg+xml")
    again = client.post(reverse("reward_new"), given | {"name": "Andere", "picture": wrong})
    assert (again.status_code, Reward.objects.count()) == (422, 1)


def test_a_rule_is_set_and_applied_by_its_forms(client, clara, beyond, bag):
    client.force_login(clara)
    given = {
        "name": "Ab 110", "reached": "110", "method": "threshold", "rewards": [bag.pk], "days_to_choose": "30",
        "since": "2026-01-01",
    }  # fmt: skip
    assert client.post(reverse("reward_rule_new"), given).status_code == 302
    assert RewardRule.objects.get().reached == Decimal("1.1")
    client.post(reverse("reward_grants_by_rules"), {"period": QUARTER.name})
    assert Grant.objects.get().period == QUARTER.name


def test_a_contest_is_opened_by_its_form(client, clara, ana, bayu):
    client.force_login(clara)
    given = {
        "name": "Mai", "first": "2026-05-01", "last": "2026-05-31", "measure": "revenue", "tie": "both",
        "people": [ana.person.pk, bayu.person.pk], "money_1": "100", "money_1_currency": "EUR", "points_2": "30",
    }  # fmt: skip
    assert client.post(reverse("contest_new"), given).status_code == 302
    assert [prize.points for prize in Contest.objects.get().prizes.order_by("rank")] == [None, 30]
    assert client.get(reverse("contest", args=[Contest.objects.get().pk])).status_code == 200


def test_sending_and_receiving_on_the_pages(client, ana, clara, won, bag, entity):
    choice = choose_reward(actor=ana, purse=won.purse, reward=bag, grant=won)
    client.force_login(clara)
    assert "Tasche" in client.get(reverse("reward_grants")).content.decode()
    client.post(reverse("reward_choice_sent", args=[choice.pk]), {"sent_on": entity.today.isoformat()})
    client.force_login(ana)
    client.post(
        reverse("reward_choice_received", args=[choice.pk]), {"received_on": entity.today.isoformat()}
    )
    choice.refresh_from_db()
    assert choice.delivery.receipt.received_on == entity.today


def test_lists_of_contests_and_rules_open_for_who_takes_part(client, ana, bayu, clara, rule, entity):
    open_contest(
        actor=clara, name="Jetzt", first=entity.today, last=entity.today, tie="both", people=[ana.person, bayu.person],
        prizes=[Promised(points=5)],
    )  # fmt: skip
    client.force_login(ana)
    assert "Jetzt" in client.get(reverse("contests")).content.decode()
    assert rule.name in client.get(reverse("reward_rules")).content.decode()
    assert "Jetzt" in client.get(reverse("rewards")).content.decode()


def test_the_payroll_reads_the_benefits_in_kind_of_a_period(client, ana, clara, finn, won, bag, entity):
    from suki.apps.rewards.actions import send_reward

    choice = choose_reward(actor=ana, purse=won.purse, reward=bag, grant=won)
    send_reward(actor=clara, choice=choice, sent_on=entity.today)
    client.force_login(finn)
    shown = client.get(reverse("reward_benefits")).content.decode()
    assert "Ana Reyes" in shown
    assert shown.count("60") >= 2
    before = client.get(reverse("reward_benefits"), {"period": "2020-05"}).content.decode()
    assert "Nothing was sent" in before
    assert client.get(reverse("reward_benefits"), {"period": "quatsch"}).status_code == 422
    client.force_login(ana)
    assert client.get(reverse("reward_benefits")).status_code == 403
