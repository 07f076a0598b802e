"""Standard output for programs: exact bytes."""

from __future__ import annotations

import json
import sys
from typing import Any


def print_bytes(content: bytes) -> None:
    """Print bytes as they are, whatever the encoding of the terminal."""
    sys.stdout.buffer.write(content)
    sys.stdout.flush()


def print_json(content: Any) -> None:
    """Print a value as JSON with one newline at the end."""
    print_bytes((json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())
