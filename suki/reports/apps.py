from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "suki.reports"
    label = "reports"
