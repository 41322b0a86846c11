from django.apps import AppConfig


class QuotasConfig(AppConfig):
    name = "suki.apps.quotas"
    label = "quotas"
