from django.apps import AppConfig


class TouchpointsConfig(AppConfig):
    name = "suki.apps.touchpoints"
    label = "touchpoints"

    def ready(self) -> None:
        from suki.apps.touchpoints import pages, reach

        reach.register()
        pages.register()
