"""The screens of proposals, for those they are for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from suki.apps.deals.models import Deal
from suki.apps.proposals.approving import ask_approval
from suki.apps.proposals.models import ApprovalRule, Proposal, ProposalTemplate
from suki.apps.proposals.reviewing import ask_review
from suki.base.access import SYSTEM

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def test_a_proposal_is_drafted_changed_and_sent_on_its_screens(ana, deal):
    browser = signed_in(ana)
    page = browser.post(
        reverse("draft_proposal", args=[deal.pk]), {"contact": deal.contact_id, "language": "de"}
    )
    proposal = Proposal.objects.get()
    assert page["Location"] == reverse("proposal", args=[proposal.pk])
    assert "Angebot: Neue Pressen" in browser.get(page["Location"]).content.decode()
    lines = reverse("proposal_lines", args=[proposal.pk])
    form = browser.get(lines).context["formset"]
    given = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "2", "revision": str(proposal.newest.revision)}
    for number, row in enumerate(form.initial):
        given |= {
            f"form-{number}-key": row["key"],
            f"form-{number}-description": row["description"],
            f"form-{number}-quantity": "2",
            f"form-{number}-unit_price": "50",
            f"form-{number}-tax_percent": "19",
        }
    given |= {
        "form-2-description": "Wartung",
        "form-2-quantity": "1",
        "form-2-unit_price": "10",
        "form-2-discount": "10",
        "form-2-tax_percent": "19",
        "form-2-is_optional": "on",
    }
    assert browser.post(lines, given).status_code == 302
    assert proposal.newest.net == Decimal(200) and proposal.newest.lines.count() == 3
    assert browser.post(lines, given).status_code == 422
    sent = browser.post(reverse("proposal_sending", args=[proposal.pk]), {"contact": deal.contact_id})
    assert "/offer/" in sent.content.decode() and sent["Cache-Control"] == "no-store"
    page = browser.get(reverse("proposal", args=[proposal.pk])).content.decode()
    assert "/offer/" not in page and "Wartung" in page


def test_a_wrong_line_keeps_what_was_written(ana, proposal):
    given = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-description": "Sonderbau",
        "form-0-quantity": "0",
    }
    answer = signed_in(ana).post(reverse("proposal_lines", args=[proposal.pk]), given)
    assert answer.status_code == 422
    assert "Line 1: 0 is not a quantity" in answer.content.decode() and "Sonderbau" in answer.content.decode()


def test_an_approval_is_given_on_its_own_page(ana, clara, bayu, proposal):
    ApprovalRule.objects.create(function="sales_manager", value_from=Decimal(1))
    assert "Ask for approval" in signed_in(ana).get(reverse("proposal", args=[proposal.pk])).content.decode()
    signed_in(ana).post(reverse("proposal_approval", args=[proposal.pk]))
    approval = proposal.newest.approvals.get()
    address = reverse("approval", args=[approval.pk])
    assert signed_in(ana).get(address).status_code == 403
    browser = signed_in(clara)
    assert str(approval.pk) in browser.get(reverse("approvals")).content.decode()
    assert "Approve" in browser.get(address).content.decode()
    assert browser.post(address, {"answer": "return", "note": ""}).status_code == 422
    assert browser.post(address, {"answer": "approve"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.APPROVED
    assert "Approve proposal" not in browser.get("/?all=1").content.decode()


def test_today_says_what_waits_for_whom(ana, clara, tom, deal, proposal, workshop):
    ApprovalRule.objects.create(function="sales_manager")
    ask_approval(actor=ana, proposal=proposal)
    ask_review(actor=ana, deal=deal, requirement="Presse in Grün", department=workshop)
    assert f"Approve proposal {proposal.number}" in signed_in(clara).get("/?all=1").content.decode()
    assert "Presse in Grün" in signed_in(tom).get("/?all=1").content.decode()


def test_the_department_answers_on_its_screen_and_others_find_nothing(ana, tom, bayu, deal, workshop):
    review = ask_review(actor=ana, deal=deal, requirement="Presse in Grün", department=workshop)
    browser = signed_in(tom)
    assert "Presse in Grün" in browser.get(reverse("reviews")).content.decode()
    assert browser.get(reverse("review", args=[review.pk])).status_code == 200
    assert signed_in(bayu).get(reverse("review", args=[review.pk])).status_code == 404
    answer = browser.post(
        reverse("review_answer", args=[review.pk]), {"state": "accepted", "unit_cost": "80"}
    )
    assert answer.status_code == 302
    review.refresh_from_db()
    assert (review.state, review.unit_cost) == ("accepted", Decimal(80))


def test_panels_list_documents_and_versions_open(ana, finn, deal, proposal, sonne):
    browser = signed_in(ana)
    for name, row in (("deal_proposals", deal), ("deal_reviews", deal), ("account_proposals", sonne)):
        assert browser.get(reverse(name, args=[row.pk])).status_code == 200
    assert proposal.number in browser.get(reverse("proposals")).content.decode()
    assert browser.get(reverse("proposal_version", args=[proposal.pk, 1])).status_code == 200
    pdf = browser.get(reverse("proposal_document", args=[proposal.pk, 1, "pdf"]))
    docx = browser.get(reverse("proposal_document", args=[proposal.pk, 1, "docx"]))
    assert pdf.content.startswith(b"%PDF") and docx.content.startswith(b"PK")


def test_a_colleague_finds_none_of_it(bayu, ana, proposal):
    assert proposal.number in signed_in(ana).get("/find/", {"q": proposal.number}).content.decode()
    assert (
        proposal.number + "</" not in signed_in(bayu).get("/find/", {"q": proposal.number}).content.decode()
    )
    for name in ("proposal", "proposal_lines", "proposal_texts", "proposal_sending", "proposal_withdrawal"):
        assert signed_in(bayu).get(reverse(name, args=[proposal.pk])).status_code == 404


def test_templates_and_rules_are_set_by_who_may(ana, clara, deal):
    assert signed_in(ana).get(reverse("settings_proposals")).status_code == 403
    browser = signed_in(clara)
    browser.post(reverse("proposal_default_templates"))
    assert ProposalTemplate.objects.count() == 5
    own = ProposalTemplate.objects.get(language="de")
    page = browser.get(reverse("proposal_template", args=[own.pk]))
    given = {key: value for key, value in page.context["form"].initial.items() if value not in (False, None)}
    answer = browser.post(
        reverse("proposal_template", args=[own.pk]), given | {"greeting": "Moin {contact},"}
    )
    assert answer.status_code == 302
    wrong = browser.post(reverse("approval_rule_new"), {"step": "1", "discount_from": "10"})
    assert wrong.status_code == 422 and "whose word" in wrong.content.decode()
    browser.post(
        reverse("approval_rule_new"), {"step": "1", "discount_from": "10", "function": "sales_manager"}
    )
    assert ApprovalRule.objects.get().discount_from == Decimal("0.1")
    assert browser.get(reverse("settings_proposals")).status_code == 200
    from suki.apps.proposals.actions import draft_proposal

    assert draft_proposal(actor=SYSTEM, deal=Deal.objects.get()).newest.greeting == "Moin Peter Sonne,"


def test_a_proposal_of_many_lines_asks_no_more_questions(
    ana, clara, proposal, press, django_assert_max_num_queries
):
    from suki.apps.proposals.actions import set_lines
    from suki.apps.proposals.pricing import Offered

    ApprovalRule.objects.create(function="sales_manager", discount_from=Decimal("0.1"))
    line = Offered(description="Presse", quantity=Decimal(1), unit_price=Decimal(80), product=press)
    browser = signed_in(ana)
    with django_assert_max_num_queries(30):
        set_lines(actor=ana, proposal=proposal, lines=[line] * 60)
    with django_assert_max_num_queries(40):
        assert browser.get(reverse("proposal", args=[proposal.pk])).status_code == 200
