"""Somebody of the sample company at their desk, whatever their language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Desk:
    """Somebody who goes to pages, fills in fields by their names and saves: so it reads the same in every language."""

    def __init__(self, visit: Callable[..., Any], site: Any, user: Any, language: str) -> None:
        self.visit, self.site, self.user, self.language = visit, site, user, language
        self.page: Any = None

    def goes_to(self, path: str, **window: Any) -> Any:
        if window:
            return self.visit(path, self.user, language=self.language, **window)
        if self.page is None:
            self.page = self.visit(path, self.user, language=self.language)
        else:
            self.page.goto(self.site.address + path, wait_until="domcontentloaded")
            self.page.locator("html[data-ready]").wait_for()
        return self.page

    def fills_in(self, path: str, **given: Any) -> Any:
        """Open a form, fill in what is given, and press its main button."""
        page = self.goes_to(path)
        form = page.locator(
            f"main form:has([name='{next(iter(given))}'])" if given else "main form:has(.save-bar)"
        ).first
        for name, value in given.items():
            field = form.locator(f"[name='{name}']")
            kind = field.first.evaluate("each => each.type")
            if kind in ("radio", "checkbox"):
                form.locator(f"[name='{name}'][value='{value}']").check(force=True)
            elif kind.startswith("select"):
                field.first.select_option(str(value), force=True)
            else:
                field.first.fill(str(value))
        with page.expect_navigation():
            form.locator("button[data-kind=primary]").first.click()
        assert not page.locator("[data-problems]").count(), page.locator("main").inner_text()
        return page

    def presses(self, path: str, action: str) -> None:
        """Press the button of the form that goes to an address, on a page."""
        page = self.goes_to(path)
        with page.expect_navigation():
            page.locator(f"form[action='{action}'] button, button[formaction='{action}']").locator(
                "visible=true"
            ).first.click()
