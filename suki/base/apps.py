from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "suki.base"
    label = "base"
