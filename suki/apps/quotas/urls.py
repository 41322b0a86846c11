from django.urls import path

from suki.apps.quotas.screens import giving, mine, one, overview

urlpatterns = [
    path("quotas/", overview.quotas, name="quotas"),
    path("quotas/fairness/", overview.fairness, name="quota_fairness"),
    path("quotas/communication/", overview.communication, name="quota_communications"),
    path("quotas/copying/", overview.copying, name="quota_copying"),
    path("quotas/workbook/", overview.workbook, name="quota_workbook"),
    path("quotas/mine/", mine.my_quota, name="my_quota"),
    path("quotas/mine/acknowledgement/", mine.my_acknowledgement, name="my_acknowledgement"),
    path("quotas/mine/proposals/new/", mine.own_proposal_new, name="own_proposal_new"),
    path(
        "quotas/mine/proposals/<int:quota_proposal_id>/removal/",
        mine.own_proposal_removal,
        name="own_proposal_removal",
    ),
    path("quotas/new/", giving.quota_new, name="quota_new"),
    path("quotas/segments/new/", giving.segment_new, name="segment_new"),
    path("quotas/spreading/", giving.quota_spread, name="quota_spread"),
    path("quotas/sheets/new/", giving.quota_sheet_new, name="quota_sheet_new"),
    path("quotas/sheets/<int:quota_sheet_id>/", giving.quota_sheet, name="quota_sheet"),
    path("quotas/<int:quota_id>/", one.quota, name="quota"),
    path("quotas/<int:quota_id>/change/", one.change, name="quota_change"),
    path("quotas/<int:quota_id>/communication/", one.quota_communication, name="quota_communication"),
    path("quotas/<int:quota_id>/acknowledgement/", one.quota_acknowledgement, name="quota_acknowledgement"),
    path("quotas/<int:quota_id>/removal/", one.quota_removal, name="quota_removal"),
    path(
        "quotas/<int:quota_id>/changes/<int:quota_change_id>/acknowledgement/",
        one.change_acknowledgement,
        name="quota_change_acknowledgement",
    ),
    path(
        "quotas/<int:quota_id>/changes/<int:quota_change_id>/removal/",
        one.change_removal,
        name="quota_change_removal",
    ),
]
