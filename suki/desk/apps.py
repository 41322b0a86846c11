from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "suki.desk"
    label = "desk"
