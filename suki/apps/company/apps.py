from django.apps import AppConfig


class CompanyConfig(AppConfig):
    name = "suki.apps.company"
    label = "company"
