from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "suki.apps.orders"
    label = "orders"
