"""The pages of the reports. They show what the files hold, as far as the reader may see it."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from suki.apps.people.models import Person
from suki.base.access import Can, screen
from suki.base.partials import render_part
from suki.kernel.errors import RuleBroken
from suki.reports import book_page, lines_page, quarterly_page
from suki.reports.addresses import file_addresses, question_of, wanted_of
from suki.reports.asking import entity_named
from suki.reports.book import Book, book_of, may_read_book_of
from suki.reports.forms import results_form
from suki.reports.lines import lines_page as lines_of
from suki.reports.quarterly import quarterly_results
from suki.reports.writing import CONTENT_TYPES, written


@screen(Can.SEE_RESULTS)
def quarterly(request: HttpRequest) -> HttpResponse:
    """The sales results of a period."""
    form = results_form(request.GET)
    if not form.is_valid() or form.question is None:
        return render(request, "reports/quarterly.html", {"form": form}, status=422)
    results = quarterly_results(actor=request.user, asked=form.question)
    files = file_addresses("quarterly_file", ("xlsx", "pdf", "html", "json"), question_of(form.question))
    return render(
        request, "reports/quarterly.html", {"form": form, "files": files, **quarterly_page.page_of(results)}
    )


@screen(Can.SEE_RESULTS)
def quarterly_file(request: HttpRequest, format: str) -> HttpResponse:
    """The same results as a file."""
    form = results_form(request.GET)
    if not form.is_valid() or form.question is None:
        raise Http404(_("There are no such results."))
    results = quarterly_results(actor=request.user, asked=form.question)
    return _file("quarterly", format, results, f"results-{form.question.period.name}-{form.question.by}")


@screen(Can.SEE_LEDGER)
def lines(request: HttpRequest) -> HttpResponse:
    """The lines of the ledger behind a figure; together they are the figure."""
    form = results_form(request.GET)
    if not form.is_valid() or form.question is None:
        raise Http404(_("There is no such figure."))
    wanted = wanted_of(form.question, request.GET.get("subject", ""), request.GET.get("account", ""))
    page = lines_of(
        actor=request.user, wanted=wanted, after=lines_page.after_of(request.GET.get("after", ""))
    )
    values = lines_page.page_of(wanted, page)
    return render_part(request, "reports/lines.html", "reports/_lines_drawer.html", values)


@screen(Can.SEE_BOOK)
def book(request: HttpRequest) -> HttpResponse:
    """The book of an account manager: the reader's own, or that of somebody below them."""
    found = _book(request)
    files = file_addresses("book_file", ("xlsx", "html", "json"), {"person": found.person.pk, "on": found.on})
    return render(request, "reports/book.html", {"files": files, **book_page.page_of(found)})


@screen(Can.SEE_BOOK)
def book_file(request: HttpRequest, format: str) -> HttpResponse:
    """The same book as a file."""
    found = _book(request)
    return _file("book", format, found, f"book-{found.on.isoformat()}")


def _book(request: HttpRequest) -> Book:
    person = _person(request)
    if not may_read_book_of(request.user, person):
        raise Http404
    try:
        on = date.fromisoformat(request.GET["on"]) if request.GET.get("on") else None
        entity = entity_named(request.GET.get("entity", ""))
    except (ValueError, RuleBroken):
        raise Http404(_("There is no such book.")) from None
    return book_of(actor=request.user, person=person, entity=entity, on=on)


def _person(request: HttpRequest) -> Person:
    asked = request.GET.get("person", "")
    if not asked:
        return get_object_or_404(Person, user=request.user)
    return get_object_or_404(Person, pk=asked) if asked.isdigit() else get_object_or_404(Person, uid=asked)


def _file(report: str, format: str, results: object, name: str) -> HttpResponse:
    content = written(report, format, results)
    response = HttpResponse(content, content_type=CONTENT_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="suki-{name}.{format}"'
    return response
