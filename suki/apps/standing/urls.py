from django.urls import path

from suki.apps.standing.screens import doing, looking

row = "standing/<int:standing_id>"
urlpatterns = [
    path("standing/", looking.standing, name="standing"),
    path("standing/look/", doing.standing_sweep, name="standing_sweep"),
    path("standing/rules/new/", doing.miss_rule_new, name="miss_rule_new"),
    path(f"{row}/", looking.review, name="standing_review"),
    path(f"{row}/minutes/", looking.standing_letter, name="standing_letter"),
    path(f"{row}/answer/", doing.standing_reply, name="standing_reply"),
    path(f"{row}/decision/<str:kind>/", doing.standing_decision, name="standing_decision"),
    path(f"{row}/opinion/", doing.standing_opinion, name="standing_opinion"),
    path(f"{row}/talks/<int:check_in_id>/", doing.standing_talk, name="standing_talk"),
    path(f"{row}/steps/<str:key>/", doing.standing_step, name="standing_step"),
    path(f"{row}/steps/<str:key>/aside/", doing.standing_aside, name="standing_aside"),
    path(f"{row}/people/", doing.standing_party, name="standing_party"),
    path(f"{row}/evidence/", doing.standing_evidence, name="standing_evidence"),
    path(f"{row}/hold/", doing.standing_hold, name="standing_hold"),
    path(f"{row}/hold/end/", doing.standing_hold_end, name="standing_hold_end"),
    path(f"{row}/files/<str:kind>/<int:row_id>/", looking.standing_file, name="standing_file"),
]
