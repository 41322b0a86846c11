from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "suki.apps.ledger"
    label = "ledger"
