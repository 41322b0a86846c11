"""Recipes by name: those that come with Suki, and those that other packages bring."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata, resources
from pathlib import Path

from django.utils.translation import gettext as _

from suki.exchange.problems import refuse
from suki.exchange.spelling import did_you_mean

ENTRY_POINTS = "suki.recipes"
"""A package offers a recipe by an entry point that leads to a path, or to a function that returns one."""

_CHECKOUT = Path(__file__).resolve().parents[2] / "recipes"
_PACKAGE = Path(__file__).resolve().parents[1] / "recipes"


def recipe_path(named: str) -> Path:
    """The file of a recipe given by path or by name."""
    path = Path(named)
    if path.exists() or path.suffix in (".yaml", ".yml") or "/" in named:
        return path
    known = dict(shipped())
    if named in known:
        return known[named]
    names = ", ".join(sorted(known)) or "-"
    sentence = _("there is no file and no recipe of this name. Recipes by name: {names}.").format(names=names)
    raise refuse(named, sentence + did_you_mean(named, known))


def shipped() -> Iterator[tuple[str, Path]]:
    """Every recipe that has a name, with its file."""
    for folder in (_CHECKOUT, _PACKAGE):
        if folder.is_dir():
            for path in sorted(folder.glob("*.yaml")):
                yield path.stem, path
    for point in metadata.entry_points(group=ENTRY_POINTS):
        found = point.load()
        found = found() if callable(found) else found
        if not isinstance(found, str | Path):
            found = Path(str(resources.files(found.__name__))) / f"{point.name}.yaml"
        yield point.name, Path(found)
