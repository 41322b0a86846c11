"""What people do in flows, in one place for whoever looks for it."""

from suki.flows.client_joins.answering import accept_handoff as accept_handoff
from suki.flows.client_joins.answering import plan_introduction as plan_introduction
from suki.flows.client_joins.answering import return_handoff as return_handoff
from suki.flows.client_joins.beginning import begin_handoff as begin_handoff
from suki.flows.client_joins.preparing import answer_gap as answer_gap
from suki.flows.client_joins.preparing import cancel_handoff as cancel_handoff
from suki.flows.client_joins.preparing import choose_taker as choose_taker
from suki.flows.client_joins.preparing import describe as describe
from suki.flows.client_joins.preparing import hand_in as hand_in
from suki.flows.client_joins.preparing import promise_in_handoff as promise_in_handoff
from suki.flows.client_joins.preparing import tick_point as tick_point
from suki.flows.client_joins.rules import settle_handoffs as settle_handoffs
from suki.flows.client_joins.telling import approve_notice as approve_notice
from suki.flows.client_joins.telling import draft_notice as draft_notice
from suki.flows.client_joins.telling import notice_sent as notice_sent
from suki.flows.client_joins.telling import write_notice as write_notice
from suki.flows.manager_leaves.actions import plan_departure as plan_departure
from suki.flows.manager_leaves.actions import withdraw_departure as withdraw_departure
