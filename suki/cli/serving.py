"""The web application as `suki up` serves it: each server process ends with the one that started it."""

from suki.cli.children import end_with_parent

end_with_parent()

from suki.config.wsgi import application  # noqa: E402

__all__ = ["application"]
