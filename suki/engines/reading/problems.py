"""The list of everything that is wrong with what was handed in."""

from __future__ import annotations

from suki.kernel.errors import BadInput, Problem

MOST_LISTED = 100


class Problems:
    """Collects problems, so that a person sees all of them at once and not only the first."""

    def __init__(self) -> None:
        self._listed: list[Problem] = []
        self._unlisted = 0

    def add(self, where: str, what: str) -> None:
        """Note one problem; beyond a hundred only their number is kept."""
        if len(self._listed) < MOST_LISTED:
            self._listed.append(Problem(where, what))
        else:
            self._unlisted += 1

    def __len__(self) -> int:
        return len(self._listed) + self._unlisted

    def raise_if_any(self) -> None:
        """Refuse the input if anything is wrong with it."""
        if not self._listed:
            return
        more = [Problem("", f"and {self._unlisted} more problems, not listed")] if self._unlisted else []
        raise BadInput(self._listed + more)
