from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "suki.apps.people"
    label = "people"
