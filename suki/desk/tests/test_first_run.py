"""The first run: an empty house becomes a firm's own, by whoever holds the code."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from suki.apps.company.models import LegalEntity
from suki.apps.people.models import Person, PersonFunction
from suki.base.access import Can, Function, can
from suki.base.models import User
from suki.desk.first_run.code import forget_code, present_code

PASSWORD = "four quiet carabaos"
FIRM = {"name": "Tanglaw Packaging", "country": "PH", "tax_number": ""}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def code(db):
    forget_code()
    yield present_code()
    forget_code()


@pytest.fixture
def visitor(client, code):
    client.get(reverse("first_run"), {"code": code})
    return client


@pytest.fixture
def administrator(visitor):
    visitor.post(reverse("first_run_firm"), FIRM)
    visitor.post(reverse("first_run_administrator"), you())
    return visitor


def you(**changed):
    return {
        "name": "Marisol Reyes",
        "title": "Sales Manager",
        "email": "Marisol@tanglaw.example",
        "password": PASSWORD,
    } | changed


def test_without_the_code_no_step_opens(client, code):
    assert client.post(reverse("first_run"), {"code": "AAAAA-AAAAA"}).status_code == 422
    assert client.post(reverse("first_run_firm"), FIRM).url == reverse("first_run")
    assert not LegalEntity.objects.exists()


def test_the_code_is_read_however_it_is_written(client, code):
    assert client.post(reverse("first_run"), {"code": code.lower().replace("-", " ")}).url == reverse(
        "first_run_firm"
    )


def test_the_country_proposes_currency_zone_and_language(visitor):
    visitor.post(reverse("first_run_firm"), FIRM | {"country": "VN"})
    entity = LegalEntity.objects.get()
    assert (entity.currency, entity.timezone, entity.language) == ("VND", "Asia/Ho_Chi_Minh", "vi")


def test_each_step_is_kept_and_the_run_can_be_taken_up_again(visitor, client, code):
    visitor.post(reverse("first_run_firm"), FIRM)
    visitor.post(reverse("first_run_money"), {"currency": "USD", "timezone": "Asia/Manila", "language": "en"})
    visitor.cookies.clear()
    assert client.get(reverse("first_run"), {"code": code}).url == reverse("first_run_money")
    assert 'value="USD" selected' in client.get(reverse("first_run_money")).content.decode()


def test_what_was_chosen_survives_going_back_to_the_firm(visitor):
    visitor.post(reverse("first_run_firm"), FIRM)
    visitor.post(reverse("first_run_money"), {"currency": "USD", "timezone": "Asia/Manila", "language": "en"})
    visitor.post(reverse("first_run_firm"), FIRM | {"name": "Tanglaw Inc."})
    assert LegalEntity.objects.get().currency == "USD"


def test_the_periods_of_a_year_by_weeks_are_shown_before_they_are_kept(visitor):
    visitor.post(reverse("first_run_firm"), FIRM)
    asked = {
        "fiscal_pattern": "445",
        "fiscal_start": 2,
        "fiscal_week_end": "saturday",
        "fiscal_rule": "last",
        "fiscal_name_by": "end",
    }
    page = visitor.get(reverse("first_run_year"), asked, headers={"hx-request": "true"}).content.decode()
    assert page.count("<tr>") == 13
    assert LegalEntity.objects.get().fiscal_pattern == "months"
    visitor.post(reverse("first_run_year"), asked)
    assert LegalEntity.objects.get().fiscal_pattern == "445"


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"<svg onload=x>", "no PNG"), (PNG + b"\0" * (1 << 20), "larger than 1 MB")]
)
def test_a_logo_is_a_small_picture(visitor, content, sentence):
    visitor.post(reverse("first_run_firm"), FIRM)
    answer = visitor.post(
        reverse("first_run_logo"), {"logo": SimpleUploadedFile("logo.png", content, "image/png")}
    )
    assert sentence in answer.content.decode()
    assert LegalEntity.objects.get().logo is None


def test_a_logo_is_kept(visitor):
    visitor.post(reverse("first_run_firm"), FIRM)
    visitor.post(reverse("first_run_logo"), {"logo": SimpleUploadedFile("logo.png", PNG, "image/png")})
    assert LegalEntity.objects.get().logo.content_type == "image/png"


def test_the_first_administrator_is_signed_in_and_has_the_function_of_their_title_too(administrator):
    user = User.objects.get()
    assert user.email == "marisol@tanglaw.example"
    assert can(user, Can.MANAGE_COMPANY)
    assert set(PersonFunction.objects.values_list("function", flat=True)) == {
        Function.ADMINISTRATOR,
        Function.SALES_MANAGER,
    }
    assert administrator.get(reverse("first_run_people")).status_code == 200


def test_a_weak_password_of_the_first_administrator_is_refused(visitor):
    visitor.post(reverse("first_run_firm"), FIRM)
    assert visitor.post(reverse("first_run_administrator"), you(password="password1")).status_code == 422
    assert not User.objects.exists()


def test_afterwards_the_first_run_is_closed_for_good(administrator, client, code):
    administrator.cookies.clear()
    assert client.get(reverse("first_run"), {"code": code}).url == reverse("sign_in")
    assert client.post(reverse("first_run_firm"), FIRM | {"name": "Stolen"}).url == reverse("sign_in")
    assert client.post(reverse("first_run_administrator"), you(email="thief@x.example")).url == reverse(
        "sign_in"
    )
    assert LegalEntity.objects.get().name == "Tanglaw Packaging"
    assert present_code() == ""


def test_a_pasted_list_is_looked_over_and_taken_over_with_links(administrator):
    pasted = "Name\tTitle\tEmail\nAna Reyes\tAccount Manager\tana@tanglaw.example\nĐỗ Dung\tĐiều phối kinh doanh\t\n"
    page = administrator.post(reverse("first_run_people"), {"pasted": pasted}).content.decode()
    assert 'value="account_manager" selected' in page
    lines = {"line-TOTAL_FORMS": "2", "line-INITIAL_FORMS": "2"}
    for place, (name, email) in enumerate([("Ana Reyes", "ana@tanglaw.example"), ("Đỗ Dung", "")]):
        lines |= {
            f"line-{place}-is_in": "on", f"line-{place}-name": name, f"line-{place}-title": "", f"line-{place}-email": email,
            f"line-{place}-function": "sales_coordinator",
        }  # fmt: skip
    done = administrator.post(reverse("first_run_people"), lines).content.decode()
    assert "/welcome/" in done
    assert set(Person.objects.values_list("name", flat=True)) == {"Marisol Reyes", "Ana Reyes", "Đỗ Dung"}
    assert User.objects.filter(email="ana@tanglaw.example").exists()


def test_a_list_names_every_line_that_is_wrong(administrator):
    pasted = "Ana, Account Manager, ana@at\n, , bayu@tanglaw.example\nClara, Lead, c@x.example\nCarla, Lead, c@x.example"
    answer = administrator.post(reverse("first_run_people"), {"pasted": pasted})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 1: “ana@at” is no mail address." in page
    assert "Line 2: the name is missing." in page
    assert "Line 4: c@x.example stands in line 3 already." in page
    assert Person.objects.count() == 1


def test_an_address_that_is_taken_leaves_the_whole_list_out(administrator):
    lines = {"line-TOTAL_FORMS": "2", "line-INITIAL_FORMS": "2"}
    for place, email in enumerate(["ana@tanglaw.example", "marisol@tanglaw.example"]):
        lines |= {
            f"line-{place}-is_in": "on", f"line-{place}-name": f"Somebody {place}", f"line-{place}-title": "",
            f"line-{place}-email": email, f"line-{place}-function": "marketing",
        }  # fmt: skip
    answer = administrator.post(reverse("first_run_people"), lines)
    assert answer.status_code == 422
    assert "Somebody already signs in with marisol@tanglaw.example" in answer.content.decode()
    assert Person.objects.count() == 1


def test_colleagues_cannot_be_added_by_who_does_not_administer(ana, client):
    client.force_login(ana)
    assert client.post(reverse("first_run_people"), {"pasted": "Lan, Boss, lan@x.example"}).status_code == 403
    assert not Person.objects.filter(name="Lan").exists()
