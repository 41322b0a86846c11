from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DealsConfig(AppConfig):
    name = "suki.apps.deals"
    label = "deals"

    def ready(self) -> None:
        from suki.apps.deals import models, reach
        from suki.apps.deals.pages import registering
        from suki.apps.deals.settings import menu
        from suki.base import access

        for name, rows in (
            (_("own deal"), reach.of_the_owner),
            (_("account team"), reach.of_the_accounts_team),
            (_("territory"), reach.of_the_accounts_territory),
        ):
            access.register_relation("deal", name=name, rows=rows)
        access.register_rows(models.Deal, subject="deal")
        for model in (
            models.DealLine,
            models.StageChange,
            models.DealCompetitor,
            models.DealContact,
            models.DealLead,
        ):
            access.register_rows(model, subject="deal", path="deal")
        for model in (models.Pipeline, models.Stage, models.LossReason, models.Competitor):
            access.register_rows(model, subject="everyone")
        registering.register()
        menu.register()
