"""Migrating without drawing the whole house anew at every step.

Django renders a model and everything related to it after each operation of a migration. Nearly all of our models
know the user, so that a first start spent most of its time on that. Here a model is rendered again only when its
fields or its table changed. The state is marked as delayed, which is Django's own way of saying that code in a
migration must render it in full first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_SAYS_NOTHING_ABOUT_THE_TABLE = {
    "constraints",
    "indexes",
    "ordering",
    "permissions",
    "triggers",
    "verbose_name",
    "verbose_name_plural",
}


@contextmanager
def rendering_only_what_changed() -> Iterator[None]:
    """Within the block migrations run quickly; what they make of the database is the same."""
    from django.db.migrations.state import ModelState, ProjectState

    render, reload_model = ModelState.render, ProjectState.reload_model

    def render_and_remember(self: Any, apps: Any) -> Any:
        model = render(self, apps)
        model._rendered_from = _shape(self)
        return model

    def reload_when_changed(self: Any, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" not in self.__dict__:
            return
        self.is_delayed = True
        wanted = self.models[app_label, model_name.lower()]
        try:
            rendered = self.apps.get_model(app_label, model_name)
        except LookupError:
            self.apps.render_multiple([wanted])
            return
        if rendered.__dict__.get("_rendered_from") != _shape(wanted):
            reload_model(self, app_label, model_name, delay=True)
        else:
            rendered._meta.constraints = list(wanted.options.get("constraints", ()))
            rendered._meta.indexes = list(wanted.options.get("indexes", ()))

    ModelState.render, ProjectState.reload_model = render_and_remember, reload_when_changed  # type: ignore[method-assign]
    try:
        yield
    finally:
        ModelState.render, ProjectState.reload_model = render, reload_model  # type: ignore[method-assign]


def _shape(state: Any) -> tuple[Any, ...]:
    """What of a model matters to the statements that change its table; fields are replaced, never changed in place."""
    options = {
        name: value for name, value in state.options.items() if name not in _SAYS_NOTHING_ABOUT_THE_TABLE
    }
    fields = tuple((name, id(field)) for name, field in state.fields.items())
    return fields, state.bases, repr(sorted(options.items(), key=str)), len(state.managers)
