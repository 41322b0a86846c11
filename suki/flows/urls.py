from django.urls import path

from suki.flows import leaving_views as leaving
from suki.flows import notice_views as notices
from suki.flows import policy_views as policies
from suki.flows import views

urlpatterns = [
    path("handoffs/<int:handoff_id>/", views.handoff, name="handoff"),
    path("accounts/<int:account_id>/handoff/", views.account_handoff, name="account_handoff"),
    path("deals/<int:deal_id>/handoff/", views.deal_handoff, name="deal_handoff"),
    path("handoffs/<int:handoff_id>/points/<int:row_id>/", views.point, name="handoff_point"),
    path("handoffs/<int:handoff_id>/taker/", views.taker, name="handoff_taker"),
    path("handoffs/<int:handoff_id>/promises/new/", views.promise, name="handoff_promise"),
    path("handoffs/<int:handoff_id>/gaps/<int:row_id>/", views.gap, name="handoff_gap"),
    path("handoffs/<int:handoff_id>/submission/", views.submission, name="handoff_submission"),
    path("handoffs/<int:handoff_id>/acceptance/", views.acceptance, name="handoff_acceptance"),
    path("handoffs/<int:handoff_id>/return/", views.returning, name="handoff_return"),
    path("handoffs/<int:handoff_id>/cancellation/", views.cancellation, name="handoff_cancellation"),
    path("handoffs/<int:handoff_id>/introduction/", views.introduction, name="handoff_introduction"),
    path("handoffs/<int:handoff_id>/notice/", notices.notice, name="handoff_notice"),
    path("handoffs/<int:handoff_id>/notice/draft/", notices.draft, name="handoff_notice_draft"),
    path("handoffs/<int:handoff_id>/notice/approval/", notices.approval, name="handoff_notice_approval"),
    path("handoffs/<int:handoff_id>/notice/sending/", notices.sending, name="handoff_notice_sending"),
    path("settings/handoffs/", policies.policies, name="settings_handoffs"),
    path("settings/handoffs/<slug:code>/", policies.policy, name="handoff_policy"),
    path("people/<int:person_id>/leaving/", leaving.leaving, name="person_leaving"),
]
