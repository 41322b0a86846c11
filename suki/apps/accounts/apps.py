from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "suki.apps.accounts"
    label = "accounts"
