"""Bring a company's files in by a recipe, look at past imports, take one back."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

help = (
    "bring files in by a recipe: import RECIPE --from DIR; undo ID; list; propose FILE...; --columns [TARGET]"
)

OTHERS = ("undo", "list", "propose")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `suki import` understands."""
    parser.add_argument("recipe", nargs="?", help="a recipe's file or name; or undo, list, propose")
    parser.add_argument("rest", nargs="*", help="the import to undo, or the files to propose a recipe for")
    parser.add_argument("--from", dest="folder", metavar="DIR", help="the directory that holds the files")
    parser.add_argument(
        "--dry-run", action="store_true", help="do everything, then take it back and say what would change"
    )
    parser.add_argument("--json", action="store_true", help="print the result for machines")
    parser.add_argument(
        "--skip-bad-rows",
        nargs="?",
        const="",
        metavar="FILE",
        help="leave bad rows out and write them to FILE",
    )
    parser.add_argument(
        "--max-problems", type=int, default=200, metavar="N", help="list at most N problems (default 200)"
    )
    parser.add_argument(
        "--progress", choices=("auto", "json", "none"), default="auto", help="how progress is told"
    )
    parser.add_argument(
        "--columns", nargs="?", const="", metavar="TARGET", help="print the columns that a target takes"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="where propose writes the recipe")
    parser.add_argument("--source", help="the name of the source, for propose")


def needs_database(options: argparse.Namespace) -> bool:
    """Columns and proposals are told from the code and the files alone."""
    return options.columns is None and options.recipe != "propose"


def run(options: argparse.Namespace) -> int:
    """One of the five things this verb does."""
    if options.columns is not None:
        return _print_columns(options)
    if options.recipe == "propose":
        return _propose(options)
    if options.recipe == "list":
        return _list(options)
    if options.recipe == "undo":
        return _undo(options)
    return _import(options)


def _import(options: argparse.Namespace) -> int:
    from suki.base.access import SYSTEM
    from suki.exchange.importing import Options, import_files
    from suki.exchange.problems import BadFiles
    from suki.exchange.recipe import read_recipe
    from suki.exchange.shipped import recipe_path

    if not options.recipe or not options.folder or options.rest:
        return _refused("Say which recipe and which directory: suki import RECIPE --from DIR.")
    progress = _progress(options)
    try:
        outcome = import_files(
            actor=SYSTEM,
            recipe=read_recipe(recipe_path(options.recipe)),
            root=Path(options.folder),
            options=Options(
                dry_run=options.dry_run,
                skip_bad_rows=_left_out_file(options),
                max_problems=max(0, options.max_problems),
                tell=progress.tell,
            ),
        )
    except BadFiles as refused:
        progress.end()
        return _print_refusal(options, refused)
    progress.end()
    _print_outcome(options, outcome)
    return 0


def _left_out_file(options: argparse.Namespace) -> Path | None:
    if options.skip_bad_rows is None:
        return None
    return Path(options.skip_bad_rows or f"{Path(options.recipe).stem}-left-out.csv").resolve()


def _print_refusal(options: argparse.Namespace, refused: Any) -> int:
    problems = refused.found
    if options.json:
        told = {
            "run": None,
            "dry_run": options.dry_run,
            "targets": {},
            "problems": [problem.as_json() for problem in problems],
            "problem_total": problems.total,
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    _print_problems(problems)
    print("Nothing was imported.", file=sys.stderr)
    return 2


def _print_problems(problems: Any) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)
    more = problems.total - len(problems.shown)
    if more > 0:
        print(f"… and {more} more; {problems.total} problems in all.", file=sys.stderr)


def _print_warnings(warnings: Any) -> None:
    """What is brought all the same, but should be looked at."""
    for warning in warnings:
        print(f"to look at: {warning}", file=sys.stderr)
    more = warnings.total - len(warnings.shown)
    if more > 0:
        print(f"… and {more} more to look at.", file=sys.stderr)


def _print_outcome(options: argparse.Namespace, outcome: Any) -> None:
    if options.json:
        print(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
        return
    if outcome.problems:
        _print_problems(outcome.problems)
        print(f"The rows left out are in {outcome.left_out}.", file=sys.stderr)
    _print_warnings(outcome.warnings)
    width = max((len(name) for name in outcome.targets), default=0)
    heads = ("rows", "created", "updated", "unchanged", "skipped")
    print(" " * width, *(f"{head:>10}" for head in heads))
    for name, counts in outcome.targets.items():
        print(f"{name:{width}}", *(f"{counts[head]:>10,}" for head in heads))
    if outcome.is_dry:
        print("Tried only: nothing was changed.")
    elif not outcome.changed:
        print(f"Import {outcome.run}: everything was there already; nothing changed.")
    else:
        print(f"Import {outcome.run} is done. 'suki import undo {outcome.run}' takes it back.")


def _list(options: argparse.Namespace) -> int:
    from suki.exchange.models import ImportRun

    runs = list(ImportRun.objects.select_related("by").order_by("-id"))
    if options.json:
        print(json.dumps([_run_facts(run) for run in runs], ensure_ascii=False, indent=2))
        return 0
    for run in runs:
        changed = sum(counts["created"] + counts["updated"] for counts in run.targets.values())
        state = f"undone {run.undone_at:%Y-%m-%d %H:%M}" if run.undone_at else ""
        told = f"{run.pk:>6}  {run.started_at:%Y-%m-%d %H:%M}  {run.recipe:24} {changed:>10,} changed"
        print(f"{told}  {run.by or ''} {state}".rstrip())
    if not runs:
        print("Nothing has been imported yet.")
    return 0


def _run_facts(run: Any) -> dict[str, Any]:
    return {
        "run": run.pk,
        "recipe": run.recipe,
        "source": run.source,
        "checksum": run.checksum,
        "started": run.started_at.isoformat(),
        "finished": run.finished_at.isoformat() if run.finished_at else None,
        "by": run.by.email if run.by else None,
        "undone": run.undone_at.isoformat() if run.undone_at else None,
        "targets": run.targets,
    }


def _undo(options: argparse.Namespace) -> int:
    from suki.base.access import SYSTEM
    from suki.exchange.undoing import undo_import

    if len(options.rest) != 1 or not options.rest[0].isdigit():
        return _refused("Say which import: suki import undo ID. 'suki import list' lists them.")
    undone = undo_import(actor=SYSTEM, run_id=int(options.rest[0]))
    if options.json:
        print(json.dumps(undone, ensure_ascii=False, indent=2))
    else:
        told = ", ".join(f"{count:,} {what}" for what, count in undone["rows"].items() if count)
        print(f"Import {undone['run']} is taken back: {told or 'it had changed nothing'}.")
    return 0


def _print_columns(options: argparse.Namespace) -> int:
    _speak()
    from suki.exchange.spelling import did_you_mean
    from suki.exchange.targets import TARGETS

    if options.columns and options.columns not in TARGETS:
        return _refused(f"There is no target “{options.columns}”.{did_you_mean(options.columns, TARGETS)}")
    targets = [TARGETS[options.columns]] if options.columns else list(TARGETS.values())
    if options.json:
        told: Any = [target.as_json() for target in targets]
        print(json.dumps(told[0] if options.columns else told, ensure_ascii=False, indent=2))
        return 0
    for target in targets:
        print(f"{target.name}: {target.meaning}" if not options.columns else str(target.meaning))
        for column in target.columns if options.columns else ():
            mark = "*" if column.required else " "
            print(f"  {mark} {column.name:14} {column.type_words():44} {column.meaning}")
        if options.columns and target.takes_extra:
            print("    x_NAME         any field of your own")
    return 0


def _propose(options: argparse.Namespace) -> int:
    _speak()
    from suki.exchange.problems import BadFiles
    from suki.exchange.proposing import propose

    if not options.rest:
        return _refused("Say which files: suki import propose FILE... [-o RECIPE.yaml].")
    try:
        text = propose([Path(name) for name in options.rest], source=options.source)
    except BadFiles as refused:
        _print_problems(refused.found)
        return 2
    if options.output:
        Path(options.output).write_text(text, encoding="utf-8")
        print(
            f"Written to {options.output}. Read it, then: suki import {options.output} --from DIR --dry-run"
        )
    else:
        print(text, end="")
    return 0


def _progress(options: argparse.Namespace) -> Any:
    from suki.exchange.progress import Bar, JsonLines, Silence

    if options.progress == "json":
        return JsonLines(sys.stderr)
    return Bar(sys.stderr) if options.progress == "auto" and sys.stderr.isatty() else Silence()


def _speak() -> None:
    """Sentences without a database: Django is set up with nothing but its languages."""
    import django
    from django.conf import settings

    if not settings.configured:
        locale = Path(__file__).resolve().parents[2] / "locale"
        settings.configure(USE_I18N=True, LANGUAGE_CODE="en", LOCALE_PATHS=[locale])
        django.setup()


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
