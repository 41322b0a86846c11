"""Notes and files on a row: who may leave and take them, whom a note asks, and how a file comes back."""

from __future__ import annotations

import hashlib

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from suki.apps.people.actions import give_sign_in, hire
from suki.base.about import attachments, notes
from suki.base.about.notes import asked_in, change_note, marked, remove_note, write_note
from suki.base.access import SYSTEM
from suki.base.history import events_about
from suki.base.models import Attachment, Note
from suki.kernel.errors import NotAllowed, RuleBroken
from tests.cast import LONG_AGO

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.4 Vertrag"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STORED_FILES = tmp_path


def about(name, account):
    return reverse(name, args=["account", account.pk])


def sent(name="Vertrag Ü.pdf", content=CONTENT):
    return SimpleUploadedFile(name, content, content_type="text/html")


def test_a_note_stands_on_the_row_with_its_writer_and_no_markup_of_its_own(client, ana, sonne):
    client.force_login(ana)
    answer = client.post(
        about("notes", sonne), {"text": "Call <b>soon</b>\nplease"}, headers={"HX-Request": "true"}
    )
    said = answer.content.decode()
    assert "Ana Reyes" in said
    assert "Call &lt;b&gt;soon&lt;/b&gt;<br>please" in said
    assert Note.objects.get().written_by == ana


def test_without_scripts_a_note_leads_back_to_the_page_it_was_written_on(client, ana, sonne):
    client.force_login(ana)
    page = f"http://testserver{reverse('account', args=[sonne.pk])}"
    answer = client.post(about("notes", sonne), {"text": "Hello"}, headers={"referer": page})
    assert answer.headers["Location"] == page
    elsewhere = client.post(
        about("notes", sonne), {"text": "Hello"}, headers={"referer": "https://evil.example/"}
    )
    assert elsewhere.headers["Location"] == reverse("account", args=[sonne.pk])


def test_an_empty_note_is_refused(client, ana, sonne):
    client.force_login(ana)
    assert (
        client.post(about("notes", sonne), {"text": "  "}, headers={"HX-Request": "true"}).status_code == 422
    )
    assert not Note.objects.exists()


def test_colleagues_named_after_an_at_are_asked(ana, clara, dung, sonne):
    note = write_note(actor=ana, about=sonne, text="@Clara Sandoval and @đỗ dung: see mail to x@Ana Reyes")
    assert set(note.mentions.all()) == {clara, dung}


def test_of_two_names_that_fit_the_longer_is_asked(ana, clara, entity):
    person = hire(actor=SYSTEM, name="Ana Re", title="", since=LONG_AGO, functions=["account_manager"])
    give_sign_in(actor=SYSTEM, person=person, email="re@habi.example", password_hash="!")
    assert [each.name for each in asked_in("@Ana Reyes please")] == ["Ana Reyes"]
    assert [each.name for each in asked_in("@ana re, please")] == ["Ana Re"]
    assert asked_in("@Ana Rebmann") == []


def test_asked_names_are_marked_in_the_text(client, ana, clara, sonne):
    write_note(actor=ana, about=sonne, text="@Clara Sandoval <please>")
    client.force_login(ana)
    said = client.get(about("notes", sonne)).content.decode()
    assert '<span class="mention">@Clara Sandoval</span> &lt;please&gt;' in said
    assert marked("@O'Neil & Co", ["O'Neil"]) == '<span class="mention">@O&#x27;Neil</span> &amp; Co'


def test_colleagues_are_offered_by_some_letters(client, ana, clara, sonne):
    client.force_login(ana)
    said = client.get(reverse("mentions"), {"q": "sand"}).content.decode()
    assert "Clara" in said
    assert "Ana Reyes" not in said


def test_the_writer_takes_a_note_away_and_puts_it_back(client, ana, sonne):
    note = write_note(actor=ana, about=sonne, text="Typo")
    client.force_login(ana)
    client.post(reverse("note_change", args=[note.pk, "removal"]))
    assert "Typo" not in client.get(about("notes", sonne)).content.decode()
    assert "Typo" not in client.get(about("timeline", sonne)).content.decode()
    client.post(reverse("note_change", args=[note.pk, "return"]))
    assert "Typo" in client.get(about("notes", sonne)).content.decode()


def test_the_writer_changes_a_note_and_what_it_said_before_stays_in_its_history(client, ana, clara, sonne):
    note = write_note(actor=ana, about=sonne, text="Rign before noon.")
    client.force_login(ana)
    address = reverse("note_text", args=[note.pk])
    assert "Rign before noon." in client.get(address).content.decode()
    given = {"text": "Ring before noon, @Clara Sandoval.", "revision": note.revision}
    assert client.post(address, given).headers["Location"] == reverse("account", args=[sonne.pk])
    said = client.get(about("notes", sonne)).content.decode()
    assert "Ring before noon" in said
    assert "changed since" in said
    assert list(note.mentions.all()) == [clara]
    before = apps.get_model("base", "NoteEvent").objects.filter(pgh_obj_id=note.pk).order_by("pgh_id")
    assert before[0].text == "Rign before noon."
    assert client.post(address, given | {"text": "Late"}).status_code == 422
    assert client.post(address, {"text": " ", "revision": note.revision + 1}).status_code == 422
    assert Note.objects.get().text == given["text"]


def test_nobody_changes_what_somebody_else_wrote(client, ana, clara, finn, sonne):
    note = write_note(actor=ana, about=sonne, text="Mine")
    client.force_login(clara)
    assert client.get(reverse("note_text", args=[note.pk])).status_code == 403
    assert client.post(reverse("note_text", args=[note.pk]), {"text": "Yours"}).status_code == 403
    with pytest.raises(NotAllowed):
        change_note(actor=SYSTEM, note=note, text="Ours")
    assert Note.objects.get().text == "Mine"


def test_nobody_takes_away_what_somebody_else_wrote(client, ana, clara, sonne):
    note = write_note(actor=ana, about=sonne, text="Mine")
    client.force_login(clara)
    assert client.post(reverse("note_change", args=[note.pk, "removal"])).status_code == 403
    with pytest.raises(NotAllowed):
        remove_note(actor=clara, note=note)
    note.refresh_from_db()
    assert note.archived_at is None


def test_notes_about_rows_one_may_not_see_do_not_exist(client, ana, bayu, sonne):
    note = write_note(actor=ana, about=sonne, text="Secret")
    client.force_login(bayu)
    assert client.get(about("notes", sonne)).status_code == 404
    assert client.post(about("notes", sonne), {"text": "Hello"}).status_code == 404
    assert client.post(reverse("note_change", args=[note.pk, "removal"])).status_code == 404
    with pytest.raises(type(sonne).DoesNotExist):
        write_note(actor=bayu, about=sonne, text="Hello")
    assert Note.objects.count() == 1


def test_many_notes_come_page_by_page(ana, sonne):
    for number in range(5):
        write_note(actor=ana, about=sonne, text=f"Note {number}")
    first, before = notes.shown_notes(ana, sonne, count=3)
    second, rest = notes.shown_notes(ana, sonne, before=before, count=3)
    assert [str(each.text) for each in first + second] == [f"Note {number}" for number in reversed(range(5))]
    assert rest is None


def test_a_file_comes_back_as_it_was_put_there(client, ana, sonne):
    client.force_login(ana)
    answer = client.post(about("files", sonne), {"files": [sent()]}, headers={"HX-Request": "true"})
    assert "Vertrag Ü.pdf" in answer.content.decode()
    attachment = Attachment.objects.get()
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    assert attachment.file.sha256 == sha256
    assert sha256[:8] in answer.content.decode()
    got = client.get(reverse("file", args=[attachment.pk]))
    assert b"".join(got.streaming_content) == CONTENT
    assert got.headers["Content-Disposition"] == "attachment; filename*=utf-8''Vertrag%20%C3%9C.pdf"
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["ETag"] == f'"{sha256}"'


def test_several_files_are_put_there_at_once_and_an_empty_one_is_named(client, ana, sonne):
    client.force_login(ana)
    given = {"files": [sent("a.txt"), sent("b.txt", b"other"), sent("c.txt", b"")]}
    answer = client.post(about("files", sonne), given, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "“c.txt” is empty." in answer.content.decode()
    assert set(Attachment.objects.values_list("name", flat=True)) == {"a.txt", "b.txt"}


def test_a_file_that_is_too_large_is_refused(ana, sonne):
    with pytest.raises(RuleBroken, match="larger than 50 MB"):
        attachments.attach_file(
            actor=ana, about=sonne, content=b"x", name="film.mov", size=attachments.LARGEST + 1
        )
    assert not Attachment.objects.exists()


def test_a_file_is_taken_away_and_put_back(client, ana, sonne):
    attachment = attachments.attach_file(actor=ana, about=sonne, content=CONTENT, name="a.pdf", size=3)
    client.force_login(ana)
    client.post(reverse("file_change", args=[attachment.pk, "removal"]))
    assert client.get(about("files", sonne)).context["files"] == []
    client.post(reverse("file_change", args=[attachment.pk, "return"]))
    assert [each.name for each, _may_remove in client.get(about("files", sonne)).context["files"]] == [
        "a.pdf"
    ]
    assert "file attached" in set(events_about(sonne).values_list("name", flat=True))


def test_files_of_rows_one_may_not_see_do_not_exist(client, ana, bayu, sonne):
    attachment = attachments.attach_file(actor=ana, about=sonne, content=CONTENT, name="a.pdf", size=3)
    client.force_login(bayu)
    assert client.get(reverse("file", args=[attachment.pk])).status_code == 404
    assert client.get(about("files", sonne)).status_code == 404
    assert client.post(about("files", sonne), {"files": [sent()]}).status_code == 404
    assert client.post(reverse("file_change", args=[attachment.pk, "removal"])).status_code == 404
    assert Attachment.objects.filter(archived_at=None).count() == 1


def test_who_may_not_change_the_row_does_not_take_the_files_of_others(client, ana, finn, sonne):
    attachment = attachments.attach_file(actor=ana, about=sonne, content=CONTENT, name="a.pdf", size=3)
    client.force_login(finn)
    assert client.get(reverse("file", args=[attachment.pk])).status_code == 200
    assert client.post(reverse("file_change", args=[attachment.pk, "removal"])).status_code == 403
    attachment.refresh_from_db()
    assert attachment.archived_at is None


def test_files_are_for_those_who_sign_in(client, ana, sonne):
    attachment = attachments.attach_file(actor=SYSTEM, about=sonne, content=CONTENT, name="a.pdf", size=3)
    answer = client.get(reverse("file", args=[attachment.pk]))
    assert answer.status_code == 302
