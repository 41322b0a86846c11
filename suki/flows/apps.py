from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "suki.flows"
    label = "flows"
