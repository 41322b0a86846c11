"""Works off the queue of jobs."""

import argparse

help = "work off the queue of jobs until it is stopped"
needs_database = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2, metavar="N", help="jobs at a time (default 2)")
    parser.add_argument("--once", action="store_true", help="stop when the queue is empty")


def run(options: argparse.Namespace) -> int:
    from suki.base.working import run_worker

    run_worker(concurrency=options.concurrency, once=options.once)
    return 0
