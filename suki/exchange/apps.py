from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "suki.exchange"
    label = "exchange"

    def ready(self) -> None:
        from suki.exchange.wizard import menu

        menu.register()
