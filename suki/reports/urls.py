from django.urls import path, register_converter

from suki.reports import views


class ResultsFormat:
    """The files that results come in."""

    regex = "json|xlsx|pdf|html"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class BookFormat(ResultsFormat):
    """The files that books come in."""

    regex = "json|xlsx|html"


register_converter(ResultsFormat, "results_format")
register_converter(BookFormat, "book_format")

urlpatterns = [
    path("reports/quarterly/", views.quarterly, name="quarterly"),
    path("reports/quarterly/<results_format:format>/", views.quarterly_file, name="quarterly_file"),
    path("reports/lines/", views.lines, name="report_lines"),
    path("book/", views.book, name="book"),
    path("book/<book_format:format>/", views.book_file, name="book_file"),
]
