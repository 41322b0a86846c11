"""What pip installs is what uv locked: the requirements files follow uv.lock to the last hash."""

import re
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
RENEW = "uv export --frozen {what} --no-emit-project --no-header --no-annotate -o {file}"
FILES = {"requirements.txt": "--no-dev", "requirements-dev.txt": "--all-groups"}


def locked(with_developers: bool) -> dict[tuple[str, str], set[str]]:
    """Names, versions and hashes that the lock asks for, followed from the project's own needs."""
    packages = {
        package["name"]: package for package in tomllib.loads((CHECKOUT / "uv.lock").read_text())["package"]
    }
    project = packages["suki"]
    wanted = list(project["dependencies"])
    if with_developers:
        wanted += [need for group in project["dev-dependencies"].values() for need in group]
    found: dict[tuple[str, str], set[str]] = {}
    seen: set[tuple[str, str]] = set()
    while wanted:
        need = wanted.pop()
        package = packages[need["name"]]
        for extra in ["", *need.get("extra", [])]:
            if (need["name"], extra) in seen:
                continue
            seen.add((need["name"], extra))
            more = (
                package.get("optional-dependencies", {}).get(extra, [])
                if extra
                else package.get("dependencies", [])
            )
            wanted += more
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        found[package["name"], package["version"]] = {file["hash"] for file in files}
    return found


def required(file: str) -> dict[tuple[str, str], set[str]]:
    """Names, versions and hashes that pip is told."""
    found = {}
    for block in re.split(r"\n(?=\S)", (CHECKOUT / file).read_text().strip()):
        name, version = re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", block).groups()
        found[name, version] = set(re.findall(r"--hash=(\S+)", block))
    return found


@pytest.mark.parametrize("file", FILES)
def test_the_requirements_follow_the_lock(file: str) -> None:
    renew = RENEW.format(what=FILES[file], file=file)
    assert required(file) == locked(with_developers=file == "requirements-dev.txt"), f"renew it with: {renew}"


def test_the_lock_follows_the_project() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    packages = {
        package["name"]: package for package in tomllib.loads((CHECKOUT / "uv.lock").read_text())["package"]
    }
    metadata = packages["suki"]["metadata"]
    extras = [need for needs in project["project"]["optional-dependencies"].values() for need in needs]
    wanted = _names([*project["project"]["dependencies"], *extras])
    assert wanted == {need["name"] for need in metadata["requires-dist"]}
    for group, needs in project["dependency-groups"].items():
        assert _names(needs) == {need["name"] for need in metadata["requires-dev"][group]}


def _names(needs: list[str]) -> set[str]:
    return {re.match(r"[\w.-]+", need)[0] for need in needs}
