"""Changes to rewards: the catalogue, its rules, what is granted, chosen, sent and received."""

from suki.apps.rewards.catalogue import add_reward as add_reward
from suki.apps.rewards.catalogue import change_reward as change_reward
from suki.apps.rewards.catalogue import end_rule as end_rule
from suki.apps.rewards.catalogue import set_rule as set_rule
from suki.apps.rewards.catalogue import withdraw_reward as withdraw_reward
from suki.apps.rewards.choosing import choose_reward as choose_reward
from suki.apps.rewards.choosing import return_choice as return_choice
from suki.apps.rewards.contests.actions import open_contest as open_contest
from suki.apps.rewards.contests.actions import settle_contest as settle_contest
from suki.apps.rewards.delivering import confirm_receipt as confirm_receipt
from suki.apps.rewards.delivering import send_reward as send_reward
from suki.apps.rewards.granting import correct_points as correct_points
from suki.apps.rewards.granting import extend_choice as extend_choice
from suki.apps.rewards.granting import grant_by_rules as grant_by_rules
from suki.apps.rewards.granting import grant_reward as grant_reward
