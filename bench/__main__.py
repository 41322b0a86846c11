"""`python -m bench NAME [--option value]...`: measure one thing and print it as JSON."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import resource
import sys
import time
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Run one benchmark, or list them."""
    names = benchmarks()
    if not arguments or arguments[0] not in names:
        print(f"usage: python -m bench {'|'.join(names)} [--option value]...", file=sys.stderr)
        return 2
    name, options = arguments[0], _options(arguments[1:])
    start = time.perf_counter()
    result = importlib.import_module(f"bench.{name}").run(options)
    told = {
        "benchmark": name,
        **(result or {}),
        "seconds": round(time.perf_counter() - start, 2),
        "peak_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "machine": machine(),
    }
    print(json.dumps(told, indent=2, ensure_ascii=False, default=str))
    return 0


def benchmarks() -> list[str]:
    """Every module here that can be run."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if "def run(" in path.read_text(encoding="utf-8"))


def machine() -> dict[str, Any]:
    """What it was measured on."""
    return {
        "cpus": len(os.sched_getaffinity(0)),
        "load_before": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def _options(arguments: list[str]) -> argparse.Namespace:
    """Options as the benchmark reads them: --lines 1000 becomes options.lines, --quick becomes true."""
    options = argparse.Namespace()
    waiting = list(arguments)
    while waiting:
        name = waiting.pop(0)
        if not name.startswith("--"):
            raise SystemExit(f"“{name}” is no option; options look like --lines 1000.")
        value: Any = waiting.pop(0) if waiting and not waiting[0].startswith("--") else True
        if isinstance(value, str) and value.isdigit():
            value = int(value)
        setattr(options, name[2:].replace("-", "_"), value)
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
