"""Says what does not agree."""

import argparse
import json

help = "say what does not agree: ledger, documents, numbers, files"
needs_database = True
migrates = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument(
        "--repair", action="store_true", help="first work the ledger's roll-ups out anew from its lines"
    )


def run(options: argparse.Namespace) -> int:
    from suki.upkeep.doctor import examine, repair

    if options.repair:
        repair()
    answers = []
    for answer in examine():
        answers.append(answer)
        if not options.json:
            print(answer, flush=True)
    agrees = all(answer.finding.agrees for answer in answers)
    if options.json:
        print(
            json.dumps(
                {"agrees": agrees, "checks": [answer.as_json for answer in answers]},
                indent=1,
                ensure_ascii=False,
            )
        )
    return 0 if agrees else 1
