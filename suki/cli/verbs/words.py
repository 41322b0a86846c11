"""Keeps the catalogues of the five languages complete; for those who change or translate Suki."""

import argparse

help = "find new sentences for the catalogues and compile them (for translators)"
needs_database = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail where something is missing"
    )


def run(options: argparse.Namespace) -> int:
    from suki.cli.words import (
        PLURALS,
        bring_up_to_date,
        catalogue_of,
        is_compiled,
        names_in,
        sentences_shown,
        untranslated,
        write_catalogue,
    )

    _set_django_up()
    shown = sentences_shown()
    complete = True
    for language in PLURALS:
        catalogue = bring_up_to_date(language, shown)
        if not options.check:
            write_catalogue(language, catalogue)
        up_to_date = is_compiled(language) and names_in(catalogue_of(language)) == names_in(catalogue)
        waiting = untranslated(catalogue)
        complete = complete and up_to_date and not waiting
        state = "" if up_to_date else ", not up to date"
        print(f"{language:4} {len(shown)} sentences, {len(waiting)} to translate{state}")
    return 0 if complete or not options.check else 1


def _set_django_up() -> None:
    """Reading templates needs the framework's own marks, but no installation."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
