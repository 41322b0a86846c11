from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "suki.apps.billing"
    label = "billing"
