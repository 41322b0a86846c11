"""A report in a file format. Each format of each report is a module that is imported only when it is wanted."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any, Final

CONTENT_TYPES: Final = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}


def written(report: str, format: str, results: Any) -> bytes:
    """The results of a report as the bytes of a file: `suki.reports.REPORT_FORMAT` writes them."""
    module = import_module(f"suki.reports.{report}_{format}")
    if format == "json":
        return (json.dumps(module.as_json(results), ensure_ascii=False, indent=2) + "\n").encode()
    content: bytes = module.as_bytes(results)
    return content
