from django.urls import path, register_converter

from suki.reports import pipeline_views, views


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


class PipelineFormat(ResultsFormat):
    """The files that the results of deals come in."""

    regex = "json|html"


register_converter(PipelineFormat, "pipeline_format")
register_converter(ResultsFormat, "results_format")
register_converter(BookFormat, "book_format")

urlpatterns = [
    path("reports/quarterly/", views.quarterly, name="quarterly"),
    path("reports/quarterly/<results_format:format>/", views.quarterly_file, name="quarterly_file"),
    path("reports/pipeline/", pipeline_views.pipeline, name="pipeline_results"),
    path("reports/pipeline/<pipeline_format:format>/", pipeline_views.pipeline_file, name="pipeline_file"),
    path("reports/lines/", views.lines, name="report_lines"),
    path("book/", views.book, name="book"),
    path("book/<book_format:format>/", views.book_file, name="book_file"),
]
