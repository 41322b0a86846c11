"""The examples in the user's guide are run, so that they stay true."""

import re
import shlex
from pathlib import Path

import pytest

from suki.cli.tests.calculating import calculate

GUIDE = Path(__file__).parents[3] / "docs" / "calculators.md"
BLOCK = re.compile(r"^```(text|console) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(not GUIDE.exists(), reason="the guide is not part of an installed Suki")
def test_the_examples_in_the_guide_print_what_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    for _kind, name, content in filter(lambda block: block[1], blocks):
        (tmp_path / name).write_text(content, encoding="utf-8")
    told = [content for kind, _name, content in blocks if kind == "console"]
    assert [_run(content) for content in told] == told


def _run(content):
    commands = [line for line in content.splitlines() if line.startswith("$ suki calc ")]
    outcomes = [calculate(*shlex.split(command)[3:]) for command in commands]
    return "".join(f"{line}\n{ran.out}{ran.err}" for line, ran in zip(commands, outcomes, strict=True))
