"""Promises: made, kept, broken, released, moved; settled once, measured by the day that was said first."""

from datetime import date
from threading import Thread

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from suki.apps.touchpoints.actions import (
    break_promise,
    keep_promise,
    make_promise,
    move_promise,
    release_promise,
    reopen_promise,
)
from suki.apps.touchpoints.models import Promise
from suki.base.models import Event
from suki.kernel.errors import BadInput, RuleBroken

SAID, DUE = date(2026, 6, 1), date(2026, 6, 15)


@pytest.fixture
def promise(ana, sonne):
    return make_promise(
        actor=ana, text="Send the 2027 price", due=DUE, owner=ana.person, account=sonne, made_on=SAID
    )


def test_a_promise_is_kept_once_with_what_shows_it(ana, promise):
    kept = keep_promise(actor=ana, promise=promise, on=date(2026, 6, 14), proof="Mail of 14 June")
    assert (kept.state, kept.settled_on, kept.proof) == ("kept", date(2026, 6, 14), "Mail of 14 June")
    with pytest.raises(RuleBroken, match="settled: kept"):
        break_promise(actor=ana, promise=promise, on=date(2026, 6, 16), reason="Forgotten")
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_a_moved_promise_remembers_its_first_day(ana, promise):
    moved = move_promise(actor=ana, promise=promise, due=date(2026, 6, 30), reason="They are on holiday")
    assert (moved.due, moved.first_due) == (date(2026, 6, 30), DUE)
    assert Event.objects.get(name="promise moved").facts["reason"] == "They are on holiday"


def test_breaking_releasing_and_moving_need_a_reason_and_a_day_that_can_be(ana, promise):
    for act, given in (
        (break_promise, {"on": DUE, "reason": " "}),
        (release_promise, {"on": DUE, "reason": ""}),
        (move_promise, {"due": date(2026, 5, 1), "reason": "x"}),
        (move_promise, {"due": DUE, "reason": ""}),
        (keep_promise, {"on": date(2026, 5, 1)}),
        (keep_promise, {"on": date(2999, 1, 1)}),
        (reopen_promise, {"reason": "x"}),
    ):
        with pytest.raises((RuleBroken, BadInput)):
            act(actor=ana, promise=promise, **given)
    promise.refresh_from_db()
    assert (promise.state, promise.due, promise.revision) == ("open", DUE, 1)


def test_a_promise_without_words_or_due_before_it_was_made_is_refused(ana, sonne):
    with pytest.raises(BadInput) as refused:
        make_promise(actor=ana, text="", due=SAID, owner=ana.person, account=sonne, made_on=DUE)
    assert {each.where for each in refused.value.problems} == {"text", "due"}
    with pytest.raises(RuleBroken, match="account or lead"):
        make_promise(actor=ana, text="x", due=DUE, owner=ana.person, made_on=SAID)
    assert not Promise.objects.exists()


def test_who_does_not_see_the_account_does_not_see_its_promises(ana, bayu, clara, promise):
    assert list(Promise.objects.visible_to(bayu)) == []
    assert list(Promise.objects.visible_to(clara)) == [promise]
    with pytest.raises(ObjectDoesNotExist):
        keep_promise(actor=bayu, promise=promise, on=DUE)
    promise.refresh_from_db()
    assert promise.state == "open"


def test_a_promise_settled_by_mistake_is_open_again(ana, promise):
    keep_promise(actor=ana, promise=promise, on=DUE)
    assert reopen_promise(actor=ana, promise=promise, reason="It was the other one").state == "open"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_settle_at_once_the_second_is_told(ana, promise):
    said = []

    def settle(act, **given):
        try:
            act(actor=ana, promise=promise, on=date(2026, 6, 14), **given)
            said.append("done")
        except RuleBroken as broken:
            said.append(str(broken))
        finally:
            connection.close()

    both = [
        Thread(target=settle, args=(keep_promise,)),
        Thread(target=settle, args=(break_promise,), kwargs={"reason": "x"}),
    ]
    [each.start() for each in both]
    [each.join() for each in both]
    assert sorted(each == "done" for each in said) == [False, True]
