from django.apps import AppConfig


class CompensationConfig(AppConfig):
    name = "suki.apps.compensation"
    label = "compensation"

    def ready(self) -> None:
        from suki.apps.compensation import reach
        from suki.apps.compensation.plans import registering as plans
        from suki.apps.compensation.running import registering as running
        from suki.apps.compensation.statements import registering as statements

        reach.register()
        plans.register()
        running.register()
        statements.register()
