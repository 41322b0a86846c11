"""What people are paid for what they sold: credit (frozen in `credits`), attainment, line, statement and payout.

Each is a row of its own, linked to the one before.
"""

from suki.apps.compensation.models.bonuses import Bonus as Bonus
from suki.apps.compensation.models.pay import Attainment as Attainment
from suki.apps.compensation.models.pay import Dispute as Dispute
from suki.apps.compensation.models.pay import PayLine as PayLine
from suki.apps.compensation.models.pay import Payout as Payout
from suki.apps.compensation.models.pay import PayPeriod as PayPeriod
from suki.apps.compensation.models.pay import PayRun as PayRun
from suki.apps.compensation.models.pay import PayStep as PayStep
from suki.apps.compensation.models.pay import Statement as Statement
from suki.apps.compensation.models.pay import StatementStep as StatementStep
from suki.apps.compensation.models.plans import Acknowledgement as Acknowledgement
from suki.apps.compensation.models.plans import PayPlan as PayPlan
from suki.apps.compensation.models.plans import PlanMember as PlanMember
from suki.apps.compensation.models.plans import PlanVersion as PlanVersion
from suki.apps.compensation.models.plans import Salary as Salary
from suki.apps.compensation.models.plans import Score as Score
