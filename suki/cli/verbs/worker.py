"""Works off the queue of jobs."""

import argparse

help = "work off the queue of jobs until it is stopped"
needs_database = True

POLL_SECONDS = 0.3


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2, metavar="N", help="jobs at a time (default 2)")
    parser.add_argument("--once", action="store_true", help="stop when the queue is empty")


def run(options: argparse.Namespace) -> int:
    from django.core.management import call_command

    call_command(
        "procrastinate",
        "worker",
        f"--concurrency={options.concurrency}",
        f"--fetch-job-polling-interval={POLL_SECONDS}",
        *(["--one-shot"] if options.once else []),
    )
    return 0
