"""The web application as `suki up` serves it: each server process ends with the one that started it.

What is loaded at the start stays: it is not searched for garbage, neither while it loads nor with every request.
"""

import gc

gc.disable()

from suki.cli.children import end_with_parent  # noqa: E402

end_with_parent()

from suki.config.wsgi import application  # noqa: E402

gc.freeze()
gc.enable()

__all__ = ["application"]
