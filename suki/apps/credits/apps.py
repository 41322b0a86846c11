from django.apps import AppConfig


class CreditsConfig(AppConfig):
    name = "suki.apps.credits"
    label = "credits"

    def ready(self) -> None:
        from suki.apps.accounts import moving
        from suki.apps.credits import models

        moving.stay_with_theirs(models.FrozenCredit)
