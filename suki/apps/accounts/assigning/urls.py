from django.urls import path

from suki.apps.accounts.assigning import views

urlpatterns = [
    path("accounts/<int:account_id>/owner/", views.owner, name="account_owner"),
    path("accounts/<int:account_id>/skills/", views.required_skills, name="required_skills"),
    path("accounts/<int:account_id>/skills/new/", views.require, name="require_skill"),
    path("accounts/<int:account_id>/skills/<int:row_id>/drop/", views.unrequire, name="unrequire_skill"),
    path("people/<int:person_id>/accounts/", views.person_accounts, name="person_accounts"),
]
