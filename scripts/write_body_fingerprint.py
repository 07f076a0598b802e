"""Write the fingerprint of virtual people that `lassitude selftest` expects.

Run ``python scripts/write_body_fingerprint.py`` when the body changes on purpose, and say in the changelog,
under "Results change", what changed.
"""

from __future__ import annotations

from pathlib import Path

from lassitude.prediction.pipeline import prepare_process
from lassitude.workflows.qualification import bodies

PAGE = Path(bodies.__file__).with_name("body_fingerprint.py")
OPENING = '''"""Means over 256 virtual people after thirty days.

Written by scripts/write_body_fingerprint.py.
"""

from __future__ import annotations

FINGERPRINT = {
'''


def main() -> None:
    """Write the file."""
    prepare_process()
    lines = [f'    "{name}": {value:.10g},\n' for name, value in bodies.fingerprint().items()]
    PAGE.write_text(OPENING + "".join(lines) + "}\n", encoding="utf-8")
    print(f"Wrote {PAGE}")


if __name__ == "__main__":
    main()
