from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "suki.apps.catalog"
    label = "catalog"

    def ready(self) -> None:
        from suki.apps.catalog import models, pages
        from suki.base import access

        for model in (models.Product, models.PriceList):
            access.register_rows(model, subject="everyone")
        pages.register()
