from django.apps import AppConfig


class CompanyConfig(AppConfig):
    name = "suki.apps.company"
    label = "company"

    def ready(self) -> None:
        from suki.apps.company.settings import menu, sections

        sections.register()
        menu.register()
