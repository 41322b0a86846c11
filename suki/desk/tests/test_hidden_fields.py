"""What an administrator hides from a function is no column, no filter and no export of a list."""

from suki.apps.company.settings.actions import mask_field
from suki.base.access import SYSTEM


def test_a_hidden_field_leaves_lists_filters_and_exports(client, ana, sonne):
    sonne.phone = "+49 30 1234567"
    sonne.save()
    client.force_login(ana)
    asked = {"columns": "name,phone", "phone": "contains:1234567"}
    assert "1234567" in client.get("/accounts/", {"columns": "name,phone"}).content.decode()
    mask_field(actor=SYSTEM, function="account_manager", kind="account", field="phone")
    assert "+49 30" not in client.get("/accounts/", asked).content.decode()
    exported = client.get("/lists/accounts/export.csv", {"columns": "name,phone"}).getvalue()
    assert b"Sonnenhof" in exported
    assert b"1234567" not in exported
