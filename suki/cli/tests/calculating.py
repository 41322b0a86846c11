"""Runs `suki calc` in the test's own process, as a person would on files in the current folder."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

from suki.cli.main import main


@dataclass(frozen=True)
class Outcome:
    """What a run printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def answer(self):
        assert (self.status, self.err) == (0, "")
        return json.loads(self.out)

    @property
    def problems(self):
        assert (self.status, self.out) == (2, "")
        return self.err.splitlines()


def calculate(*arguments: object) -> Outcome:
    """Run one calculator; argparse ends a run by itself, which counts as its status."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(["calc", *map(str, arguments)])
        except SystemExit as ended:
            status = int(ended.code or 0)
    return Outcome(status, out.getvalue(), err.getvalue())
