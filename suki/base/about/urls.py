from django.urls import path, register_converter

from suki.base.about import edit_views, views


class There:
    """Away, or back again."""

    regex = "removal|return"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(There, "there")

urlpatterns = [
    path("edit/<slug:kind>/<int:row_id>/<slug:name>/", edit_views.edit_field, name="edit_field"),
    path(
        "edit/<slug:kind>/<int:row_id>/<slug:name>/undo/<int:revision>/",
        edit_views.undo_edit,
        name="undo_edit",
    ),
    path("about/<slug:kind>/<int:row_id>/details/", views.details, name="details"),
    path("about/<slug:kind>/<int:row_id>/notes/", views.notes_panel, name="notes"),
    path("about/<slug:kind>/<int:row_id>/files/", views.files_panel, name="files"),
    path("about/<slug:kind>/<int:row_id>/timeline/", views.timeline, name="timeline"),
    path("about/<slug:kind>/<int:row_id>/history/", views.history, name="history"),
    path("notes/<int:note_id>/", views.note_text, name="note_text"),
    path("notes/<int:note_id>/<there:change>/", views.note_change, name="note_change"),
    path("mentions/", views.mentions, name="mentions"),
    path("files/<int:attachment_id>/", views.file, name="file"),
    path("files/<int:attachment_id>/<there:change>/", views.file_change, name="file_change"),
]
