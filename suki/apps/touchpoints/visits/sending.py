"""What a phone kept while it had no signal, as it arrives: once, or as a conflict with both versions, never lost."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account
from suki.apps.people.models import Person
from suki.apps.touchpoints.models import Touchpoint
from suki.apps.touchpoints.showing import version_of
from suki.apps.touchpoints.talking import finish_talk, log_talk
from suki.apps.touchpoints.visits.forms import SentForm
from suki.base import files
from suki.base.about.attachments import attach_file
from suki.base.about.notes import write_note
from suki.base.models import Attachment, Note
from suki.base.pages import page_of
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale


def received(request: HttpRequest, person: Person) -> JsonResponse:
    """Keep one visit that a phone sends, and say what became of it."""
    form = SentForm(request.POST, request.FILES, actor=request.user)
    if not form.is_valid():
        return _refused([str(problem) for problems in form.errors.values() for problem in problems])
    try:
        with transaction.atomic():
            visit = _kept(request.user, person, form.cleaned_data)
    except Stale as stale:
        return JsonResponse({"state": "conflict", "theirs": version_of(stale.values["current"])}, status=409)
    except NotAllowed:
        raise
    except RuleBroken as broken:
        return _refused([str(broken)])
    except BadInput as bad:
        return _refused([problem.what for problem in bad.problems])
    visit.refresh_from_db()
    return JsonResponse(
        {"state": "kept", "revision": visit.revision, "href": page_of("touchpoint", visit.pk)}
    )


def _kept(actor: Any, person: Person, sent: dict[str, Any]) -> Touchpoint:
    photo, as_note, uid = sent.pop("photo"), sent.pop("as_note"), sent.pop("uid")
    planned, account, revision = sent.pop("visit"), sent.pop("account"), sent.pop("revision")
    if sent.pop("promised") and sent["next_step"]:
        sent |= {"promised": sent["next_step"], "promised_by": sent["next_step_on"]}
    sent["contacts"] = list(sent["contacts"])
    sent["at"] = min(sent["at"] or timezone.now(), timezone.now())
    if planned is None:
        found = get_object_or_404(Account.objects.visible_to(actor), pk=account)
        visit: Touchpoint = log_talk(
            actor=actor, uid=uid, kind=Touchpoint.Kind.VISIT, person=person, account=found, **sent
        )
    else:
        visit = get_object_or_404(Touchpoint.objects.visible_to(actor), uid=planned)
        if as_note:
            _note(actor, visit, sent)
        else:
            visit = finish_talk(
                actor=actor, touchpoint=visit, revision=revision, idempotency_key=str(uid), **sent
            )
    if photo is not None:
        _photo(actor, visit, photo)
    return visit


def _note(actor: Any, visit: Touchpoint, sent: dict[str, Any]) -> None:
    """What the phone had to say beside what somebody else had written already: kept as a note, once."""
    said = "\n".join(filter(None, (sent["text"], sent["next_step"]))) or _("The same, from the phone.")
    there = Note.objects.filter(
        about_kind="touchpoint", about_id=visit.pk, text=said.strip(), archived_at=None
    )
    if not there.exists():
        write_note(actor=actor, about=visit, text=said)


def _photo(actor: Any, visit: Touchpoint, photo: UploadedFile) -> None:
    """The photo on the visit; one that is there already is not put there twice."""
    kept = files.store(photo, content_type=photo.content_type or "")
    photo.seek(0)
    there = Attachment.objects.filter(about_kind="touchpoint", about_id=visit.pk, file=kept, archived_at=None)
    if not there.exists():
        attach_file(
            actor=actor, about=visit, content=photo, name=photo.name or "photo.jpg", size=photo.size or 0,
            content_type=photo.content_type or "",
        )  # fmt: skip


def _refused(problems: list[str]) -> JsonResponse:
    return JsonResponse({"state": "refused", "problems": problems}, status=422)
