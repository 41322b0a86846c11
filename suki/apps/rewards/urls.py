from django.urls import path

from suki.apps.rewards.screens import contests, managing, own

urlpatterns = [
    path("rewards/", own.rewards, name="rewards"),
    path("rewards/catalogue/", own.reward_catalogue, name="reward_catalogue"),
    path("rewards/catalogue/new/", managing.reward_new, name="reward_new"),
    path("rewards/catalogue/<int:reward_id>/", managing.reward_change, name="reward_change"),
    path("rewards/catalogue/<int:reward_id>/picture/", own.reward_picture, name="reward_picture"),
    path("rewards/catalogue/<int:reward_id>/choice/", own.points_choice, name="points_choice"),
    path(
        "rewards/catalogue/<int:reward_id>/withdrawal/", managing.reward_withdrawal, name="reward_withdrawal"
    ),
    path("rewards/rules/", managing.rules, name="reward_rules"),
    path("rewards/rules/new/", managing.rule_new, name="reward_rule_new"),
    path("rewards/rules/<int:reward_rule_id>/end/", managing.rule_end, name="reward_rule_end"),
    path("rewards/winners/", managing.grants, name="reward_grants"),
    path("rewards/winners/new/", managing.grant_new, name="reward_grant_new"),
    path("rewards/winners/rules/", managing.grants_by_rules, name="reward_grants_by_rules"),
    path("rewards/winners/benefits/", managing.benefits, name="reward_benefits"),
    path("rewards/winners/points/", managing.points_correction, name="points_correction"),
    path("rewards/won/<int:grant_id>/", own.grant, name="reward_grant"),
    path("rewards/won/<int:grant_id>/choice/", own.grant_choice, name="reward_grant_choice"),
    path("rewards/won/<int:grant_id>/time/", managing.grant_time, name="reward_grant_time"),
    path("rewards/choices/<int:choice_id>/return/", own.choice_return, name="reward_choice_return"),
    path("rewards/choices/<int:choice_id>/sent/", managing.choice_sent, name="reward_choice_sent"),
    path("rewards/choices/<int:choice_id>/received/", own.choice_received, name="reward_choice_received"),
    path("contests/", contests.contests, name="contests"),
    path("contests/new/", contests.contest_new, name="contest_new"),
    path("contests/<int:contest_id>/", contests.contest, name="contest"),
    path("contests/<int:contest_id>/settlement/", contests.contest_settlement, name="contest_settlement"),
]
