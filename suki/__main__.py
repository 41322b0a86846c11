"""`python -m suki` is the command `suki`."""

import sys

from suki.cli.main import main

sys.exit(main())
