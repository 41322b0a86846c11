from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "suki.apps.ledger"
    label = "ledger"

    def ready(self) -> None:
        from suki.apps.accounts import moving
        from suki.apps.ledger import pages
        from suki.apps.ledger.merged import posted_since
        from suki.apps.ledger.models import LedgerLine, LedgerRollup
        from suki.base.access import register_rows

        for model in (
            LedgerLine,
            LedgerRollup,
        ):
            register_rows(model, subject="account", path="sold_to")
            moving.stay_with_theirs(model)
        moving.register_obstacle(posted_since)
        pages.register()
