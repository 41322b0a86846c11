from django.apps import AppConfig


class TouchpointsConfig(AppConfig):
    name = "suki.apps.touchpoints"
    label = "touchpoints"
