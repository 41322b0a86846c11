from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "suki.desk"
    label = "desk"

    def ready(self) -> None:
        from suki.desk import menu, search
        from suki.desk.account import pages
        from suki.desk.today import handoffs, kinds, leads, plans, proposals, touchpoints

        menu.register()
        search.register()
        kinds.register()
        touchpoints.register()
        handoffs.register()
        proposals.register()
        leads.register()
        plans.register()
        pages.register()
