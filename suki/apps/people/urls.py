from django.urls import path

from suki.apps.people import changes, profile, views

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("people/", views.people, name="people"),
    path("people/new/", changes.hire, name="hire"),
    path("people/lines/", views.reporting_lines, name="reporting_lines"),
    path("people/lines/move/", changes.move_line, name="move_line"),
    path("people/teams/", views.teams, name="teams"),
    path("people/teams/move/", changes.move_member, name="move_member"),
    path("people/teams/new/<slug:kind>/", changes.found, name="found_group"),
    path("people/<int:person_id>/", views.person, name="person"),
    path("people/<int:person_id>/edit/", changes.edit, name="edit_person"),
    path("people/<int:person_id>/history/", views.history, name="person_history"),
    path("people/<int:person_id>/functions/new/", changes.function, name="give_function"),
    path("people/<int:person_id>/functions/<int:row_id>/end/", changes.function_end, name="end_function"),
    path("people/<int:person_id>/absences/", views.absences, name="absences"),
    path("people/<int:person_id>/absences/new/", changes.absence, name="enter_absence"),
    path(
        "people/<int:person_id>/absences/<int:row_id>/withdrawal/",
        changes.absence_end,
        name="withdraw_absence",
    ),
    path("people/<int:person_id>/skills/", views.skills, name="skills"),
    path("people/<int:person_id>/skills/new/", changes.skill, name="note_skill"),
    path("people/<int:person_id>/skills/<int:row_id>/drop/", changes.skill_drop, name="drop_skill"),
    path(
        "people/<int:person_id>/skills/<int:row_id>/confirmation/",
        changes.skill_confirm,
        name="confirm_skill",
    ),
    path("people/<int:person_id>/departure/", changes.leave, name="leave_firm"),
    path("people/<int:person_id>/link/", changes.link, name="give_link"),
    path("people/<int:person_id>/sign-in/<slug:change>/", changes.sign_in_change, name="change_sign_in"),
    path("people/<int:person_id>/<slug:kind>/new/", changes.group, name="join_group"),
    path("people/<int:person_id>/<slug:kind>/<int:row_id>/end/", changes.group_end, name="end_membership"),
]
