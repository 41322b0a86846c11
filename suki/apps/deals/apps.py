from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "suki.apps.deals"
    label = "deals"
