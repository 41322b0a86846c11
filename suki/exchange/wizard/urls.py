from django.urls import path

from suki.exchange.wizard import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:draft_id>/", views.draft, name="import_draft"),
    path("<int:draft_id>/holds/", views.holds, name="import_holds"),
    path("<int:draft_id>/columns/", views.columns, name="import_columns"),
    path("<int:draft_id>/recipe/", views.recipe, name="import_recipe"),
    path("<int:draft_id>/check/", views.check, name="import_check"),
    path("<int:draft_id>/cell/", views.cell, name="import_cell"),
    path("<int:draft_id>/problems/", views.problems, name="import_problems"),
    path("<int:draft_id>/run/", views.run, name="import_run"),
    path("<int:draft_id>/discard/", views.discard, name="import_discard"),
    path("runs/<int:run_id>/", views.result, name="import_result"),
    path("runs/<int:run_id>/undo/", views.undo, name="import_undo"),
]
