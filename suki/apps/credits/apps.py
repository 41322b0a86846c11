from django.apps import AppConfig


class CreditsConfig(AppConfig):
    name = "suki.apps.credits"
    label = "credits"
