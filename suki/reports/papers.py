"""Reports on paper: a typst template of `suki/reports/paper` filled with texts, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import typst

from suki.base.formats import current_language

TEMPLATES: Final = Path(__file__).parent / "paper"


def printed(template: str, texts: dict[str, Any]) -> bytes:
    """The PDF of a template with these texts. It carries its own letters: every machine prints the same."""
    filled: bytes = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        ignore_system_fonts=True,
        sys_inputs={"texts": json.dumps({**texts, "language": current_language()}, ensure_ascii=False)},
        format="pdf",
    )
    return filled
