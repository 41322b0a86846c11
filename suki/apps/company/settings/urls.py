from django.urls import path

from suki.apps.company.settings import views

urlpatterns = [
    path("", views.settings, name="settings"),
    path("company/", views.company, name="settings_company"),
    path("company/logo/", views.logo, name="put_logo"),
    path("company/logo/off/", views.logo_off, name="take_logo"),
    path("company/logo/picture/", views.logo_picture, name="logo_picture"),
    path("fiscal/", views.fiscal, name="settings_fiscal"),
    path("currencies/", views.currencies, name="settings_currencies"),
    path("currencies/use/", views.currency, name="use_currency"),
    path("currencies/rates/new/", views.rate, name="enter_rate"),
    path("languages/", views.languages, name="settings_languages"),
    path("rights/", views.rights, name="settings_rights"),
    path("policies/", views.policies, name="settings_policies"),
    path("policies/<slug:key>/", views.policy, name="choose_policy"),
    path("policies/<int:row_id>/drop/", views.policy_drop, name="drop_policy"),
    path("masks/", views.masks, name="settings_masks"),
    path("masks/new/", views.mask, name="mask_field"),
    path("masks/<int:row_id>/drop/", views.mask_drop, name="unmask_field"),
    path("tags/", views.tags, name="settings_tags"),
    path("tags/new/", views.tag, name="add_tag"),
    path("tags/<int:row_id>/", views.tag_name, name="rename_tag"),
    path("tags/<int:row_id>/archive/", views.tag_archive, name="archive_tag"),
    path("fields/", views.fields, name="settings_fields"),
    path("fields/new/", views.field, name="add_field"),
    path("fields/<int:row_id>/", views.field_change, name="change_field"),
    path("fields/<int:row_id>/archive/", views.field_archive, name="archive_field"),
    path("numbers/", views.numbers, name="settings_numbers"),
]
