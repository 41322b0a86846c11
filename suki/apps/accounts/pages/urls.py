from django.urls import path

from suki.apps.accounts.pages import contacts, views

urlpatterns = [
    path("accounts/<int:account_id>/people/", views.people, name="account_people"),
    path("accounts/<int:account_id>/people/new/", views.contact_new, name="account_contact_new"),
    path("accounts/<int:account_id>/team/", views.team, name="account_team"),
    path("accounts/<int:account_id>/parent/", views.parent, name="account_parent"),
    path("accounts/<int:account_id>/parent/end/", views.parent_end, name="account_parent_end"),
    path("accounts/options/", views.options, name="account_options"),
    path("contacts/new/", contacts.contact_new, name="contact_new"),
    path("contacts/<int:contact_id>/", contacts.contact, name="contact"),
    path("contacts/<int:contact_id>/positions/new/", contacts.position_new, name="position_new"),
    path("positions/<int:position_id>/departure/", contacts.departure, name="departure"),
    path("positions/<int:position_id>/stay/", contacts.stay, name="position_stay"),
]
