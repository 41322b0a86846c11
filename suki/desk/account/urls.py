from django.urls import path

from suki.desk.account import group, views

urlpatterns = [
    path("accounts/<int:account_id>/", views.account, name="account"),
    path("accounts/<int:account_id>/group/", group.account_group, name="account_group"),
    path("accounts/<int:account_id>/group/lines/", group.group_lines, name="account_group_lines"),
]
