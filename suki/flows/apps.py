from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "suki.flows"
    label = "flows"

    def ready(self) -> None:
        from suki.flows import cover, pages, reach

        reach.register()
        cover.register()
        pages.register()
