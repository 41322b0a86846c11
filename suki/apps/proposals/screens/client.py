"""The client's page: this proposal and nothing else, by a link whose secret only they have.

No sign-in, no script, no trace: it is not indexed, not cached, and tells no other site where it was. Its forms need no
token against forged requests: nothing but the secret in the address lets anybody do anything here, and a browser that
tells nobody where it was sends no origin to compare.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from suki.apps.people.identity.lockout import address_of
from suki.apps.proposals import answering, queries
from suki.apps.proposals.link_secrets import is_ours, kept
from suki.apps.proposals.models import ProposalLine, ProposalLink
from suki.apps.proposals.pricing import priced
from suki.apps.proposals.screens.looking import pdf_answer
from suki.base.access import SYSTEM, open_screen
from suki.base.history import record
from suki.base.languages import language_of
from suki.kernel.errors import RuleBroken

MOST_WRONG: Final = 20
WHILE_SECONDS: Final = 600
_AROUND = (
    "version__proposal__deal__account", "version__proposal__deal__entity", "version__proposal__owner", "version__proposal__template",
    "version__proposal__contact", "version__pdf", "contact",
)  # fmt: skip

View = Callable[..., HttpResponseBase]


def by_link(view: View) -> View:
    """Finds the link by its secret and speaks the client's language; whatever is wrong with a secret looks the same."""

    @wraps(view)
    def found(request: HttpRequest, secret: str, **more: Any) -> HttpResponseBase:
        tries = f"wrong-links-{address_of(request)}"
        if cache.get(tries, 0) >= MOST_WRONG:
            return _secluded(HttpResponse(status=429, headers={"Retry-After": str(WHILE_SECONDS)}))
        link = _link(secret)
        if link is None:
            cache.set(tries, cache.get(tries, 0) + 1, WHILE_SECONDS)
            return _secluded(render(request, "proposals/offer_unknown.html", status=404))
        language = language_of(link.version.proposal.language)
        zone = ZoneInfo(link.version.proposal.deal.entity.timezone)
        with translation.override(language), timezone.override(zone):
            answer = _secluded(view(request, link, secret=secret, **more))
            answer.headers["Content-Language"] = language
        return answer

    return csrf_exempt(open_screen(found))


@by_link
def offer(request: HttpRequest, link: ProposalLink, secret: str) -> HttpResponse:
    """What the client reads; a reader is counted, a program that looks at links is not."""
    comes_back = not request.GET.keys().isdisjoint(("said", "answered", "line"))
    is_new = not comes_back and not request.user.is_authenticated
    if (
        is_new
        and not answering.is_dead(link)
        and answering.is_a_reader(request.method or "", request.headers)
    ):
        answering.note_view(actor=SYSTEM, link=link, browser=request.headers.get("User-Agent", ""))
    return _page(request, link, secret)


@by_link
def offer_document(request: HttpRequest, link: ProposalLink, secret: str) -> HttpResponseBase:
    """The PDF of the version that the link is for."""
    if answering.is_dead(link):
        return _page(request, link, secret)
    return pdf_answer(link.version.proposal, link.version)


@by_link
def offer_comment(request: HttpRequest, link: ProposalLink, secret: str) -> HttpResponse:
    """The client asks or says something."""
    if request.method != "POST":
        return redirect("offer", secret)
    key = _number(request.POST.get("line", ""))
    line = ProposalLine.objects.filter(version=link.version, key=key).first() if key else None
    said = {"name": _written(request, "name"), "text": _written(request, "text")}
    try:
        answering.comment_as_client(actor=SYSTEM, link=link, line=line, **said)
    except RuleBroken as broken:
        return _page(request, link, secret, problem=str(broken), written=said, status=422)
    return redirect(f"{request.path.removesuffix('comments/')}?said=1#comments")


@by_link
def offer_answer(request: HttpRequest, link: ProposalLink, secret: str) -> HttpResponse:
    """The client looks at the total with other options, says yes, or says no."""
    if request.method != "POST":
        return redirect("offer", secret)
    chosen = {key for each in request.POST.getlist("option") if (key := _number(each)) is not None}
    said = {"name": _written(request, "name"), "reason": _written(request, "reason")}
    wish = request.POST.get("do", "")
    if wish not in ("accept", "decline"):
        return _page(request, link, secret, chosen=chosen, written=said)
    try:
        _answered(link, wish, chosen, said, request.POST.get("seen", ""))
    except RuleBroken as broken:
        _tell_ourselves(link, said["name"], broken)
        return _page(request, link, secret, problem=str(broken), written=said, chosen=chosen, status=422)
    return redirect(f"{request.path.removesuffix('answer/')}?answered=1")


def _answered(link: ProposalLink, wish: str, chosen: set[int], said: dict[str, str], seen: str) -> None:
    if wish == "decline":
        answering.decline_proposal(actor=SYSTEM, link=link, **said)
        return
    total = _amount(seen)
    answering.accept_proposal(actor=SYSTEM, link=link, name=said["name"], chosen=chosen, seen_gross=total)


def _page(
    request: HttpRequest, link: ProposalLink, secret: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page as it stands; a link that is over shows only whom to ask."""
    proposal, version = link.version.proposal, link.version
    hurdle = answering.unanswerable(link, proposal)
    if answering.is_dead(link):
        page = {"proposal": proposal, "hurdle": hurdle}
        return render(request, "proposals/offer_over.html", page, status=410)
    rows = queries.lines_of(version)
    chosen = more.get("chosen")
    if chosen is None:
        answer = getattr(proposal, "answer", None)
        agreed = (
            {each["key"] for each in answer.chosen_lines}
            if answer and answer.version_id == version.pk
            else None
        )
        chosen = agreed if agreed is not None else {row.key for row in rows if row.counts}
    totals = priced(answering.chosen_lines(link, chosen), proposal.currency)
    comments = [each for each in queries.comments_of(proposal) if each.version_id == version.pk]
    page = {
        "proposal": proposal, "version": version, "link": link, "secret": secret, "hurdle": hurdle, "totals": totals,
        "lines": [
            {"row": row, "net": net, "is_chosen": row.key in chosen or not row.is_optional, "comments": [c for c in comments if c.line_id == row.pk]}
            for row, (net, _share) in zip(rows, totals.lines)
        ],
        "taxes": [each for each in totals.taxes if each.percent],
        "comments": [each for each in comments if each.line_id is None],
        "has_options": any(row.is_optional for row in rows),
        "answer": getattr(proposal, "answer", None),
        "name": more.get("written", {}).get("name") or (link.contact.name if link.contact else ""),
        "seen": f"{totals.gross:f}",
        "asked": _number(request.POST.get("line") or request.GET.get("line", "")),
        "problem": more.get("problem", ""), "written": more.get("written", {}),
    }  # fmt: skip
    return render(request, "proposals/offer.html", page, status=status)


def _link(secret: str) -> ProposalLink | None:
    if not is_ours(secret):
        return None
    return ProposalLink.objects.select_related(*_AROUND).filter(secret_sha256=kept(secret)).first()


def _written(request: HttpRequest, name: str) -> str:
    """What stands in a field, without the one sign that the database holds no text with."""
    return str(request.POST.get(name, "")).replace("\0", "")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _amount(text: str) -> Decimal:
    """The total that stood on the page, as the form carried it; what cannot be read is no total of ours."""
    try:
        total = Decimal(text)
    except InvalidOperation:
        return Decimal(-1)
    return total if total.is_finite() else Decimal(-1)


def _tell_ourselves(link: ProposalLink, name: str, broken: RuleBroken) -> None:
    """What the client could not do because of us stands in the proposal's history, so that somebody mends it."""
    if isinstance(broken, answering.NotOurs):
        record(
            "proposal answer failed",
            actor=SYSTEM,
            about=link.version.proposal,
            name=name,
            inside=broken.inside,
        )


def _secluded(answer: HttpResponseBase) -> HttpResponseBase:
    """Not indexed, not kept, not told to other sites."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
