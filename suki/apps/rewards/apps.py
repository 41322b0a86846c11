from django.apps import AppConfig


class RewardsConfig(AppConfig):
    name = "suki.apps.rewards"
    label = "rewards"

    def ready(self) -> None:
        from suki.apps.rewards import pages, reach

        reach.register()
        pages.register()
