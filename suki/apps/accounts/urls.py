from django.urls import path

from suki.apps.accounts import merge_views, views

urlpatterns = [
    path("accounts/new/", views.new_account, name="new_account"),
    path("accounts/duplicates/", views.account_duplicates, name="account_duplicates"),
    path("contacts/duplicates/", views.contact_duplicates, name="contact_duplicates"),
    path("accounts/merge/", merge_views.account_merge, name="account_merge"),
    path("contacts/merge/", merge_views.contact_merge, name="contact_merge"),
    path("accounts/<int:account_id>/merge/", merge_views.account_twin, name="account_twin"),
    path("contacts/<int:contact_id>/merge/", merge_views.contact_twin, name="contact_twin"),
    path("merges/", merge_views.merges, name="merges"),
    path("merges/<int:merge_id>/undo/", merge_views.merge_undo, name="merge_undo"),
]
