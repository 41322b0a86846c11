from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "suki.apps.catalog"
    label = "catalog"
