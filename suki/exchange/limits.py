"""How much one file may hold: enough for a firm's history, too little to bring the machine down."""

MEBIBYTE = 1024 * 1024

LONGEST_CELL = 1_000_000
"""Characters in one cell; Excel itself stops at 32,767."""

LARGEST_TEXT = 8 * 1024 * MEBIBYTE
LARGEST_WORKBOOK = 768 * MEBIBYTE
"""Bytes after unpacking."""

SUSPICIOUS_RATIO = 200
SUSPICIOUS_SIZE = 64 * MEBIBYTE
"""Beyond this size, a file that unpacks to over 200 times its packed size is taken for a bomb."""

WORKBOOK_MEMORY = 3 * 1024 * MEBIBYTE
WORKBOOK_SECONDS = 300
"""What the separate process that reads a workbook may use."""

QUERY_MEMORY = "400MB"
QUERY_THREADS = 2
QUERY_DISK = "20GB"
"""What DuckDB may use while a recipe's queries run."""


def is_bomb(packed: int, unpacked: int) -> bool:
    """Whether a file grows so much in unpacking that nobody meant it."""
    return unpacked > SUSPICIOUS_SIZE and unpacked > packed * SUSPICIOUS_RATIO
