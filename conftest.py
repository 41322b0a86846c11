"""Sets the tests up: one PostgreSQL server for the whole run, and a database of its own for each test process."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest_plugins = ["tests.cast", "tests.browser"]

CHECKOUT = Path(__file__).resolve().parent
PLAIN_FLOORS = (CHECKOUT / "suki" / "kernel", CHECKOUT / "suki" / "engines")
_release = []


def pytest_configure(config: pytest.Config) -> None:
    if not _needs_the_house(config):
        return
    if not hasattr(config, "workerinput"):
        _start_server()
    os.environ["SUKI_DATA"] = tempfile.mkdtemp(prefix=f"suki-test-{os.getpid()}-")
    _release.append(lambda folder=os.environ["SUKI_DATA"]: shutil.rmtree(folder, ignore_errors=True))
    os.environ["SUKI_SECRET_KEY"] = "only the tests sign with this"
    os.environ["DJANGO_SETTINGS_MODULE"] = "suki.config.settings"
    import django

    django.setup()


def pytest_unconfigure() -> None:
    while _release:
        _release.pop()()


def _needs_the_house(config: pytest.Config) -> bool:
    """Tests of the plain floors alone need neither Django nor a database."""
    paths = [
        Path(config.invocation_params.dir, argument.split("::")[0]).resolve() for argument in config.args
    ]
    return not all(any(path.is_relative_to(floor) for floor in PLAIN_FLOORS) for path in paths)


def _start_server() -> None:
    os.environ.pop("DATABASE_URL", None)
    os.environ["SUKI_TEST_RUN"] = str(os.getpid())
    named = os.environ.get("SUKI_TEST_DATABASE_URL")
    if named:
        os.environ["SUKI_DSN"] = named
        return
    from tests.database import start_server

    server = start_server()
    os.environ["SUKI_DSN"] = server.conninfo()
    _release.append(server.release)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker_id: str) -> Iterator[None]:
    """Each test process works on its own clone of the one migrated template."""
    from django.db import connection

    from tests.database import cloned_database

    with django_db_blocker.unblock():
        name = f"suki_test_{os.environ['SUKI_TEST_RUN']}_{worker_id}"
        with cloned_database(os.environ["SUKI_DSN"], name):
            connection.close()
            connection.settings_dict["NAME"] = name
            yield
            connection.close()


@pytest.fixture(scope="session", autouse=True)
def firms_zone(request: pytest.FixtureRequest) -> None:
    """The firm of the tests is in Berlin. Read once, so that no count of questions depends on the minute it is made in."""
    if _needs_the_house(request.config):
        from suki.apps.company import zone

        zone._known[:] = [(float("inf"), "Europe/Berlin")]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real companies' data; tests that read it are skipped where it is absent."""
    folder = Path(os.environ.get("SUKI_SHARED_DATA") or CHECKOUT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"the shared data is not here ({folder})")
    return folder


@pytest.fixture(scope="session")
def shared_domain() -> Path:
    """The folder of the field's rules with worked examples; tests that read it are skipped where it is absent."""
    data = Path(os.environ.get("SUKI_SHARED_DATA") or CHECKOUT.parent / "shared" / "data")
    folder = data.parent / "domain"
    if not folder.is_dir():
        pytest.skip(f"the rules of the field are not here ({folder})")
    return folder
