"""What people of the firm do (functions), what one may be allowed to do (capabilities), and which function allows what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy


class Function(models.TextChoices):
    """What somebody's day is about. Titles differ from firm to firm, functions do not."""

    ACCOUNT_MANAGER = "account_manager", gettext_lazy("account manager")
    SALES_REPRESENTATIVE = "sales_representative", gettext_lazy("sales representative")
    SALES_MANAGER = "sales_manager", gettext_lazy("sales manager")
    SALES_COORDINATOR = "sales_coordinator", gettext_lazy("sales coordinator")
    MARKETING = "marketing", gettext_lazy("marketing")
    DEPARTMENT_LEAD = "department_lead", gettext_lazy("department lead")
    DEPARTMENT_MEMBER = "department_member", gettext_lazy("department member")
    FINANCE = "finance", gettext_lazy("finance")
    SENIOR_MANAGEMENT = "senior_management", gettext_lazy("senior management")
    ADMINISTRATOR = "administrator", gettext_lazy("administrator")


class Can(models.TextChoices):
    """What a screen, action, API route or tool may require."""

    SIGN_IN = "sign_in", gettext_lazy("open Suki")
    SEE_PEOPLE = "see_people", gettext_lazy("see people and teams")
    MANAGE_PEOPLE = "manage_people", gettext_lazy("change people and teams")
    SEE_CATALOG = "see_catalog", gettext_lazy("see products and prices")
    MANAGE_CATALOG = "manage_catalog", gettext_lazy("change products and prices")
    SEE_COST = "see_cost", gettext_lazy("see cost and margin")
    SEE_ACCOUNTS = "see_accounts", gettext_lazy("see accounts")
    EDIT_ACCOUNTS = "edit_accounts", gettext_lazy("change accounts")
    ASSIGN_ACCOUNTS = "assign_accounts", gettext_lazy("assign accounts to people")
    MERGE_ACCOUNTS = "merge_accounts", gettext_lazy("merge accounts and contacts")
    SEE_LEDGER = "see_ledger", gettext_lazy("see ledger lines")
    ENTER_ORDERS = "enter_orders", gettext_lazy("enter orders")
    ISSUE_INVOICES = "issue_invoices", gettext_lazy("issue invoices")
    RECORD_PAYMENTS = "record_payments", gettext_lazy("record payments")
    POST_TO_LEDGER = "post_to_ledger", gettext_lazy("post to the ledger")
    CLOSE_PERIODS = "close_periods", gettext_lazy("close periods")
    SEE_QUOTAS = "see_quotas", gettext_lazy("see quotas")
    SET_QUOTAS = "set_quotas", gettext_lazy("set quotas")
    SEE_RESULTS = "see_results", gettext_lazy("see sales results")
    SEE_BOOK = "see_book", gettext_lazy("see an account manager's book")
    SEE_LEADS = "see_leads", gettext_lazy("see leads and campaigns")
    WORK_LEADS = "work_leads", gettext_lazy("enter and follow up leads")
    ASSIGN_LEADS = "assign_leads", gettext_lazy("assign leads to people")
    RUN_CAMPAIGNS = "run_campaigns", gettext_lazy("run campaigns")
    LOG_TOUCHPOINTS = "log_touchpoints", gettext_lazy("note what passed with a client")
    SEE_DEALS = "see_deals", gettext_lazy("see deals and proposals")
    WORK_DEALS = "work_deals", gettext_lazy("work on deals and proposals")
    MANAGE_PIPELINES = "manage_pipelines", gettext_lazy("change pipelines and rules of selling")
    APPROVE_PROPOSALS = "approve_proposals", gettext_lazy("approve proposals")
    REVIEW_PRODUCTS = "review_products", gettext_lazy("review customised products")
    HAND_OVER = "hand_over", gettext_lazy("hand clients over and take them over")
    SEE_PAY = "see_pay", gettext_lazy("see pay and statements")
    MANAGE_PLANS = "manage_plans", gettext_lazy("change pay plans and who is paid by them")
    RUN_PAY = "run_pay", gettext_lazy("calculate, pay and close periods of pay")
    APPROVE_PAY = "approve_pay", gettext_lazy("approve pay")
    SEE_REWARDS = "see_rewards", gettext_lazy("see rewards and contests")
    MANAGE_REWARDS = "manage_rewards", gettext_lazy("change rewards and contests")
    SEE_STANDING = "see_standing", gettext_lazy("see reviews of missed quotas")
    DECIDE_STANDING = "decide_standing", gettext_lazy("lead reviews of missed quotas and decide them")
    IMPORT = "import", gettext_lazy("import files")
    MANAGE_COMPANY = "manage_company", gettext_lazy("change company settings")


class Reach(IntEnum):
    """How far somebody sees: nothing, their own relations, those of everyone below them, or everything."""

    NOTHING = 0
    OWN = 1
    TEAM = 2
    ALL = 3


@dataclass(frozen=True)
class Grant:
    """What one function allows, and how far. What is private reaches no further than oneself, whatever else one sees."""

    reach: Reach
    capabilities: frozenset[Can]
    private: frozenset[Can] = frozenset()

    def reach_of(self, capability: Can) -> Reach:
        """How far the function sees with a capability."""
        if capability not in self.capabilities:
            return Reach.NOTHING
        return min(self.reach, Reach.OWN) if capability in self.private else self.reach


_EVERYONE = frozenset({Can.SIGN_IN, Can.SEE_PEOPLE, Can.SEE_CATALOG})
_PERSONAL = frozenset({Can.SEE_PAY, Can.SEE_REWARDS, Can.SEE_STANDING})
_SELLING = _EVERYONE | {
    Can.SEE_ACCOUNTS, Can.EDIT_ACCOUNTS, Can.SEE_LEDGER, Can.ENTER_ORDERS, Can.SEE_QUOTAS, Can.SEE_RESULTS,
    Can.SEE_BOOK, Can.SEE_LEADS, Can.WORK_LEADS, Can.LOG_TOUCHPOINTS, Can.SEE_DEALS, Can.WORK_DEALS, Can.HAND_OVER,
    Can.SEE_PAY, Can.SEE_REWARDS, Can.SEE_STANDING,
}  # fmt: skip
_DELIVERING = _EVERYONE | {Can.SEE_ACCOUNTS, Can.SEE_DEALS, Can.LOG_TOUCHPOINTS, Can.REVIEW_PRODUCTS}

GRANTS: Final[dict[Function, Grant]] = {
    Function.ACCOUNT_MANAGER: Grant(Reach.OWN, _SELLING | {Can.SEE_COST}),
    Function.SALES_REPRESENTATIVE: Grant(Reach.OWN, _SELLING),
    Function.SALES_MANAGER: Grant(
        Reach.TEAM,
        _SELLING
        | {
            Can.SEE_COST, Can.ASSIGN_ACCOUNTS, Can.MERGE_ACCOUNTS, Can.SET_QUOTAS, Can.MANAGE_PEOPLE, Can.ASSIGN_LEADS,
            Can.RUN_CAMPAIGNS, Can.MANAGE_PIPELINES, Can.APPROVE_PROPOSALS, Can.APPROVE_PAY, Can.MANAGE_REWARDS,
            Can.DECIDE_STANDING,
        },
    ),
    Function.SALES_COORDINATOR: Grant(
        Reach.ALL,
        _SELLING | {Can.MERGE_ACCOUNTS, Can.ISSUE_INVOICES, Can.IMPORT, Can.ASSIGN_LEADS},
        private=_PERSONAL,
    ),
    Function.MARKETING: Grant(
        Reach.ALL,
        _EVERYONE
        | {
            Can.SEE_ACCOUNTS, Can.SEE_LEADS, Can.WORK_LEADS, Can.ASSIGN_LEADS, Can.RUN_CAMPAIGNS, Can.SEE_DEALS,
            Can.LOG_TOUCHPOINTS,
        },
    ),
    Function.DEPARTMENT_LEAD: Grant(Reach.OWN, _DELIVERING),
    Function.DEPARTMENT_MEMBER: Grant(Reach.OWN, _DELIVERING),
    Function.FINANCE: Grant(
        Reach.ALL,
        _EVERYONE
        | {
            Can.SEE_ACCOUNTS, Can.SEE_COST, Can.SEE_LEDGER, Can.ISSUE_INVOICES, Can.RECORD_PAYMENTS, Can.POST_TO_LEDGER,
            Can.CLOSE_PERIODS, Can.SEE_QUOTAS, Can.SEE_RESULTS, Can.SEE_BOOK, Can.IMPORT, Can.SEE_DEALS, Can.SEE_PAY,
            Can.MANAGE_PLANS, Can.RUN_PAY, Can.SEE_REWARDS, Can.MANAGE_REWARDS,
        },
    ),
    Function.SENIOR_MANAGEMENT: Grant(
        Reach.ALL,
        _EVERYONE
        | {
            Can.SEE_ACCOUNTS, Can.SEE_COST, Can.SEE_LEDGER, Can.SEE_QUOTAS, Can.SEE_RESULTS, Can.SEE_BOOK, Can.SEE_LEADS,
            Can.SEE_DEALS, Can.APPROVE_PROPOSALS, Can.SET_QUOTAS, Can.SEE_PAY, Can.APPROVE_PAY, Can.MANAGE_PLANS,
            Can.SEE_REWARDS, Can.SEE_STANDING, Can.DECIDE_STANDING,
        },
    ),
    Function.ADMINISTRATOR: Grant(
        Reach.ALL, frozenset(Can), private=frozenset({Can.SEE_STANDING, Can.DECIDE_STANDING})
    ),
}  # fmt: skip
