from django.apps import AppConfig


class CompanyConfig(AppConfig):
    name = "suki.apps.company"
    label = "company"

    def ready(self) -> None:
        from suki.apps.company import queries
        from suki.apps.company.settings import menu, sections
        from suki.base import access

        access.register_masks(queries.field_masks)
        sections.register()
        menu.register()
