"""Django's own commands on Suki's database."""

import argparse

help = "run one of Django's commands, such as 'shell' or 'migrate'"
needs_database = True
migrates = False
passes_on = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is passed on."""


def run(options: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["suki manage", *options.rest])
    return 0
