from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "suki.exchange"
    label = "exchange"
