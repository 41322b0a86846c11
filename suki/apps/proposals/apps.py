from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "suki.apps.proposals"
    label = "proposals"
