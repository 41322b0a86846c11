"""Changes to reviews: opening them by a rule, and everything that people do with them."""

from suki.apps.standing.deciding import begin_plan as begin_plan
from suki.apps.standing.deciding import decide as decide
from suki.apps.standing.deciding import give_opinion as give_opinion
from suki.apps.standing.keeping import hold_record as hold_record
from suki.apps.standing.keeping import lift_hold as lift_hold
from suki.apps.standing.opening import add_evidence as add_evidence
from suki.apps.standing.opening import open_reviews as open_reviews
from suki.apps.standing.opening import set_miss_rule as set_miss_rule
from suki.apps.standing.stepping import set_step_aside as set_step_aside
from suki.apps.standing.stepping import take_step as take_step
from suki.apps.standing.talking import ask_to_it as ask_to_it
from suki.apps.standing.talking import hold_check_in as hold_check_in
from suki.apps.standing.talking import reply as reply
