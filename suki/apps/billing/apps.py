from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "suki.apps.billing"
    label = "billing"

    def ready(self) -> None:
        from suki.apps.billing import pages
        from suki.apps.billing.models import Invoice, Payment
        from suki.base.access import register_rows

        for model in (
            Invoice,
            Payment,
        ):
            register_rows(model, subject="account", path="account")
        pages.register()
