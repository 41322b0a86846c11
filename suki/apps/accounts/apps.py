from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "suki.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from django.db.models import Q

        from suki.apps.accounts import models, moving, queries
        from suki.apps.accounts.pages import registering
        from suki.base import access

        access.register_relation("account", name=_("account team"), rows=queries.of_the_account_team)
        access.register_relation("account", name=_("territory"), rows=queries.of_the_territory)
        access.register_rows(models.Account, subject="account")
        for model in (models.AccountTeamMember, models.AccountParent, models.ContactPosition, models.Site):
            access.register_rows(model, subject="account", path="account")
        access.register_rows(models.Contact, subject="account", path="positions__account")
        for model, names in (
            (models.Account, ("email", "phone", "tax_number", "credit_limit", "payment_days", "street")),
            (models.Contact, ("email", "phone")),
        ):
            fields = {name: model._meta.get_field(name).verbose_name for name in names}
            access.register_maskable(str(model._meta.model_name), fields)
        moving.stay_with_theirs(models.AccountTeamMember, Q(share__isnull=False))
        moving.stay_with_theirs(models.LifecycleChange)
        registering.register()
        _register_actions()


def _register_actions() -> None:
    from suki.base.access import Can
    from suki.base.navigation import PaletteAction, register_palette_action
    from suki.base.pages import Act, register_act

    for kind in ("account", "contact"):
        register_act(
            kind, Act("merge", _("Merge with another"), f"{kind}_twin", "merge", Can.MERGE_ACCOUNTS, 80)
        )
    for action in (
        PaletteAction("new_account", _("New account"), "new_account", "plus", Can.EDIT_ACCOUNTS),
        PaletteAction("merges", _("Merges"), "merges", "merge", Can.MERGE_ACCOUNTS, _("undo duplicates")),
    ):
        register_palette_action(action)
