from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "suki.apps.standing"
    label = "standing"

    def ready(self) -> None:
        from suki.apps.company.rankings import register_custom_of_countries
        from suki.apps.standing import pages, reach
        from suki.apps.standing.profiles import groups_only

        reach.register()
        pages.register()
        register_custom_of_countries(groups_only)
