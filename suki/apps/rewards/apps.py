from django.apps import AppConfig


class RewardsConfig(AppConfig):
    name = "suki.apps.rewards"
    label = "rewards"
