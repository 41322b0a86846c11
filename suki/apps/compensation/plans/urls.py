from django.urls import path

from suki.apps.compensation.plans.screens import editing, looking, people

urlpatterns = [
    path("plans/", looking.plans, name="pay_plans"),
    path("plans/new/", editing.new_plan, name="pay_plan_new"),
    path("plans/base-pay/", people.salaries, name="plan_salaries"),
    path("plans/base-pay/new/", people.new_salary, name="plan_salary_new"),
    path("plans/overlays/", people.overlays, name="plan_overlays"),
    path("plans/overlays/new/", people.new_overlay, name="plan_overlay_new"),
    path("plans/overlays/<int:overlay_id>/end/", people.overlay_end, name="plan_overlay_end"),
    path("plans/<int:plan_id>/", looking.plan, name="pay_plan"),
    path("plans/<int:plan_id>/name/", editing.name, name="pay_plan_name"),
    path("plans/<int:plan_id>/versions/new/", editing.new_version, name="plan_version_new"),
    path("plans/<int:plan_id>/members/new/", people.new_member, name="plan_member_new"),
    path("plans/<int:plan_id>/scores/new/", people.new_score, name="plan_score_new"),
    path("plans/members/<int:member_id>/", people.member, name="plan_member"),
    path("plans/members/<int:member_id>/end/", people.member_end, name="plan_member_end"),
    path("plans/versions/<int:version_id>/", looking.version, name="plan_version"),
    path("plans/versions/<int:version_id>/document/", looking.document, name="plan_document"),
    path("plans/versions/<int:version_id>/reading/", looking.reading, name="plan_reading"),
    path(
        "plans/versions/<int:version_id>/reading/<int:person_id>/",
        looking.acknowledged,
        name="plan_acknowledged",
    ),
    path("plans/versions/<int:version_id>/rules/", editing.rules, name="plan_rules"),
    path("plans/versions/<int:version_id>/example/", editing.example, name="plan_example"),
    path("plans/versions/<int:version_id>/publication/", editing.publication, name="plan_publication"),
    path("plans/versions/<int:version_id>/withdrawal/", editing.withdrawal, name="plan_withdrawal"),
]
