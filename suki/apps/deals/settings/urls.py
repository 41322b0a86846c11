from django.urls import path

from suki.apps.deals.settings import views

urlpatterns = [
    path("", views.pipelines, name="settings_pipelines"),
    path("new/", views.pipeline_new, name="pipeline_new"),
    path("<int:pipeline_id>/name/", views.pipeline_name, name="pipeline_name"),
    path("<int:pipeline_id>/stages/new/", views.stage_new, name="stage_new"),
    path("stages/<int:stage_id>/", views.stage, name="stage"),
    path("stages/<int:stage_id>/place/", views.stage_place, name="stage_place"),
    path("stages/<int:stage_id>/removal/", views.stage_removal, name="stage_removal"),
    path("reasons/new/", views.reason_new, name="loss_reason_new"),
    path("reasons/<int:reason_id>/removal/", views.reason_removal, name="loss_reason_removal"),
]
