from django.apps import AppConfig


class ProspectingConfig(AppConfig):
    name = "suki.apps.prospecting"
    label = "prospecting"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from suki.apps.prospecting import models, reach
        from suki.apps.prospecting.pages import registering
        from suki.apps.prospecting.rules import registering as settings
        from suki.base import access

        access.register_relation("lead", name=_("owner of the lead"), rows=reach.of_the_owner)
        access.register_relation("lead", name=_("territory"), rows=reach.of_the_territory)
        access.register_relation("lead", name=_("referred by you"), rows=reach.of_the_referrer)
        access.register_rows(models.Lead, subject="lead")
        access.register_rows(models.Referral, subject="lead", path="lead")
        access.register_rows(models.Campaign, subject="everyone")
        fields = {name: models.Lead._meta.get_field(name).verbose_name for name in ("email", "phone")}
        access.register_maskable("lead", fields)
        registering.register()
        settings.register()
