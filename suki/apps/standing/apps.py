from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "suki.apps.standing"
    label = "standing"
