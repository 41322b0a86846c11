"""What people win for going beyond what was expected: a catalogue, rules, grants, choices and points; contests."""

from suki.apps.rewards.models.catalogue import Reward as Reward
from suki.apps.rewards.models.catalogue import RewardRule as RewardRule
from suki.apps.rewards.models.contests import Contest as Contest
from suki.apps.rewards.models.contests import ContestPlace as ContestPlace
from suki.apps.rewards.models.contests import ContestResult as ContestResult
from suki.apps.rewards.models.contests import Entry as Entry
from suki.apps.rewards.models.contests import Prize as Prize
from suki.apps.rewards.models.grants import Choice as Choice
from suki.apps.rewards.models.grants import Delivery as Delivery
from suki.apps.rewards.models.grants import Grant as Grant
from suki.apps.rewards.models.grants import PointEntry as PointEntry
from suki.apps.rewards.models.grants import Purse as Purse
from suki.apps.rewards.models.grants import Receipt as Receipt
from suki.apps.rewards.models.grants import Return as Return
