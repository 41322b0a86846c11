from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "suki.apps.people"
    label = "people"

    def ready(self) -> None:
        from suki.apps.people import colleagues, menu, models, queries, telling
        from suki.base import access
        from suki.base.about.notes import register_colleagues

        access.register_functions(queries.holdings)
        menu.register()
        telling.register()
        for model in (models.Person, models.Department, models.Team, models.Territory):
            access.register_rows(model, subject="everyone")
        register_colleagues(colleagues.colleagues_by)
