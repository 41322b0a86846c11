from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "suki.apps.orders"
    label = "orders"

    def ready(self) -> None:
        from suki.apps.orders import pages
        from suki.apps.orders.models import Order
        from suki.base.access import register_rows

        for model in (Order,):
            register_rows(model, subject="account", path="account")
        pages.register()
