"""The command `suki`: finds the verb, gives it a database where it needs one, and says in a sentence what went wrong.

Each verb is a module of `suki.cli.verbs` that offers `help`, `arguments(parser)`, `run(options) -> int` and
`needs_database` (a truth value, or a function of the options). It may say `migrates = False` to get the database
as it is, and `passes_on = True` to get all its arguments unread, as `options.rest`.
Nothing but the verb that was asked for is imported, so that verbs without a database start at once.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from suki import __version__
from suki.kernel.errors import BadInput, RuleBroken

VERBS = Path(__file__).parent / "verbs"
REFUSED = 2
UNEXPECTED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; its exit status."""
    try:
        status = _run(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
        return status
    except Exception as error:
        if os.environ.get("SUKI_DEBUG"):
            raise
        return _explained(error)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return REFUSED


def data_folder(named: str | None = None) -> Path:
    """The folder that holds everything of this installation."""
    if named or os.environ.get("SUKI_DATA"):
        return Path(os.path.abspath(os.path.expanduser(named or os.environ["SUKI_DATA"])))
    if os.geteuid() == 0:
        return Path("/var/lib/suki")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "suki"


def verb_names() -> list[str]:
    """Every verb there is."""
    return sorted(_name_of(path) for path in VERBS.glob("[a-z]*.py"))


def _run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="suki", description="Account management, from the lead to the tenth renewal.", add_help=False
    )
    parser.add_argument(
        "--data", metavar="DIR", help="the data folder (now: %(default)s)", default=str(data_folder())
    )
    parser.add_argument("--version", action="version", version=f"suki {__version__}")
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("verb", nargs="?")
    parser.add_argument("rest", nargs=argparse.REMAINDER)
    given = parser.parse_args(arguments)
    if given.help or not given.verb:
        _print_overview(parser)
        return 0 if given.help else REFUSED
    verb = _verb(given.verb)
    options = _options_of(verb, given)
    needs_database = verb.needs_database
    if callable(needs_database):
        needs_database = needs_database(options)
    if needs_database:
        return _run_with_database(verb, options)
    return int(verb.run(options) or 0)


def _options_of(verb: ModuleType, given: argparse.Namespace) -> argparse.Namespace:
    if getattr(verb, "passes_on", False):  # to another program, with options of its own
        return argparse.Namespace(data=str(data_folder(given.data)), rest=given.rest)
    parser = argparse.ArgumentParser(prog=f"suki {given.verb}", description=verb.help)
    verb.arguments(parser)
    if "--data" not in parser._option_string_actions:
        parser.add_argument("--data", metavar="DIR", default=given.data, help=argparse.SUPPRESS)
    options = parser.parse_args(given.rest)
    options.data = str(data_folder(options.data))
    return options


def _run_with_database(verb: ModuleType, options: argparse.Namespace) -> int:
    from suki.cli.house import open_house

    signal.signal(signal.SIGTERM, _leave)
    with open_house(options.data, migrate=getattr(verb, "migrates", True)):
        return int(verb.run(options) or 0)


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _verb(name: str) -> ModuleType:
    if name not in verb_names():
        from difflib import get_close_matches

        close = get_close_matches(name, verb_names(), 1)
        hint = f"did you mean '{close[0]}'?" if close else "'suki --help' lists them."
        raise RuleBroken(f"There is no verb '{name}'; {hint}")
    path = next(path for path in VERBS.glob("[a-z]*.py") if _name_of(path) == name)
    return import_module(f"suki.cli.verbs.{path.stem}")


def _name_of(path: Path) -> str:
    return path.stem.rstrip("_").replace("_", "-")


def _print_overview(parser: argparse.ArgumentParser) -> None:
    print("usage: suki [--data DIR] VERB ...\n")
    print(f"{parser.description}\n\nverbs:")
    for name in verb_names():
        print(f"  {name:12} {_verb(name).help}")
    print(f"\noptions:\n  --data DIR   the data folder (now: {data_folder()})")
    print("  --version    print the version\n\n'suki VERB --help' explains one verb.")


def _explained(error: Exception) -> int:
    """Say what went wrong; the exit status that tells it to other programs."""
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print("Whoever read the output went away.", file=sys.stderr)
    elif isinstance(error, RuleBroken | BadInput):
        print(error, file=sys.stderr)
    elif isinstance(error, OSError) and error.filename is not None:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
    elif type(error).__name__ == "OperationalError":
        print(f"The database did not answer: {str(error).strip()}", file=sys.stderr)
    else:
        kind = type(error).__name__
        print(
            f"Suki met an error it did not expect ({kind}: {error}); SUKI_DEBUG=1 shows where.",
            file=sys.stderr,
        )
        return UNEXPECTED
    return REFUSED
