from django.apps import AppConfig


class QuotasConfig(AppConfig):
    name = "suki.apps.quotas"
    label = "quotas"

    def ready(self) -> None:
        from suki.apps.quotas import menu, reach

        reach.register()
        menu.register()
