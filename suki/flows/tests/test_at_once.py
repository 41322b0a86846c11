"""Two who press the same thing at the same moment: one does it, the other is told so."""

import threading

import pytest
from django.db import IntegrityError, connection

from suki.apps.accounts.models import AccountTeamMember
from suki.flows.actions import accept_handoff, return_handoff
from suki.flows.client_joins.beginning import begin_handoffs
from suki.flows.models import Handoff, HandoffGap, HandoffPolicy
from suki.kernel.errors import RuleBroken


def at_once(*acts):
    """What each of them was told."""
    told, gate = [], threading.Barrier(len(acts))

    def run(act):
        gate.wait()
        try:
            act()
        except (RuleBroken, IntegrityError) as refused:
            told.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.django_db(transaction=True)
def test_a_client_is_taken_over_once(handed_in, ana, clara, stern, today):
    told = at_once(
        lambda: accept_handoff(actor=ana, handoff=handed_in, on=today),
        lambda: accept_handoff(actor=clara, handoff=handed_in, on=today),
        lambda: return_handoff(actor=ana, handoff=handed_in, gaps=["Which blue?"]),
    )
    state = Handoff.objects.get().state
    assert len(told) == 2
    assert (state == "accepted") != HandoffGap.objects.exists()
    owners = AccountTeamMember.objects.filter(account=stern, role="owner", valid__contains=today)
    assert owners.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_begin_one_handoff(deal):
    HandoffPolicy.objects.create(trigger="won")
    assert at_once(begin_handoffs, begin_handoffs) == []
    assert Handoff.objects.count() == 1
