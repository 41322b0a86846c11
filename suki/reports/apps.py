from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "suki.reports"
    label = "reports"

    def ready(self) -> None:
        from suki.reports import menu

        menu.register()
