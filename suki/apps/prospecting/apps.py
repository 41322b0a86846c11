from django.apps import AppConfig


class ProspectingConfig(AppConfig):
    name = "suki.apps.prospecting"
    label = "prospecting"
