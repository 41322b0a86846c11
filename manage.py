#!/usr/bin/env python3
"""Django's own commands on Suki's database: the same as `suki manage`."""

import sys

from suki.cli.main import main

if __name__ == "__main__":
    sys.exit(main(["manage", *sys.argv[1:]]))
