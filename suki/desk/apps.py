from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "suki.desk"
    label = "desk"

    def ready(self) -> None:
        from suki.desk import menu
        from suki.desk.today import kinds

        menu.register()
        kinds.register()
