from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "suki.base"
    label = "base"

    def ready(self) -> None:
        from django.utils.translation import gettext

        from suki.base.about import moments
        from suki.kernel.errors import speak_through

        speak_through(gettext)
        moments.register()
