"""How far an import is: a bar for people, lines of JSON for jobs."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TextIO

WIDTH = 28
PAUSE = 0.1


class Silence:
    """Tells nobody."""

    def tell(self, doing: str, target: str, done: int, total: int) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""


@dataclass
class JsonLines:
    """One line of JSON for each step and each tenth of a second."""

    out: TextIO
    last: tuple[float, str, str] = field(default=(0.0, "", ""))

    def tell(self, doing: str, target: str, done: int, total: int) -> None:
        """Say it, but not more often than anybody can use."""
        if _is_soon(self.last, doing, target) and done != total:
            return
        self.last = (time.monotonic(), doing, target)
        print(
            json.dumps({"doing": doing, "target": target, "done": done, "total": total}),
            file=self.out,
            flush=True,
        )

    def end(self) -> None:
        """Say that it is over."""
        print(json.dumps({"doing": "end"}), file=self.out, flush=True)


@dataclass
class Bar:
    """One line on the terminal, written over and over."""

    out: TextIO
    last: tuple[float, str, str] = field(default=(0.0, "", ""))

    def tell(self, doing: str, target: str, done: int, total: int) -> None:
        """Draw the bar anew."""
        if _is_soon(self.last, doing, target) and done != total:
            return
        self.last = (time.monotonic(), doing, target)
        filled = round(WIDTH * done / total) if total else 0
        counted = f"{done:,} / {total:,}" if total and doing == "stage" else ""
        line = f"{doing:6} {target:18} [{'█' * filled}{' ' * (WIDTH - filled)}] {counted}"
        print(f"\r{line:<78}", end="", file=self.out, flush=True)

    def end(self) -> None:
        """Clear the line."""
        print("\r" + " " * 78 + "\r", end="", file=self.out, flush=True)


def _is_soon(last: tuple[float, str, str], doing: str, target: str) -> bool:
    return last[1:] == (doing, target) and time.monotonic() - last[0] < PAUSE
