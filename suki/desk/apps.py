from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "suki.desk"
    label = "desk"

    def ready(self) -> None:
        from suki.desk import menu, search
        from suki.desk.account import pages
        from suki.desk.today import (
            handoffs,
            kinds,
            leads,
            pay,
            plans,
            proposals,
            quotas,
            rewards,
            standing,
            touchpoints,
        )

        menu.register()
        search.register()
        kinds.register()
        touchpoints.register()
        handoffs.register()
        proposals.register()
        quotas.register()
        leads.register()
        plans.register()
        pay.register()
        rewards.register()
        standing.register()
        pages.register()
