"""Write the part of ``docs/calibration.md`` that tells how known parameters were found again.

Run ``lassitude calibrate --recover SET --out FOLDER`` for the newest shipped set, copy ``recovery.json``
beside its draws, then run ``python scripts/write_recovery.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

from lassitude.population.parameter_sets import parameter_set_named, shipped_sets
from lassitude.report.markdown import between_marks
from lassitude.report.recovery_words import recovery_section

PAGE = Path(__file__).parents[1] / "docs" / "calibration.md"


def page(text: str) -> str:
    """Return the page with the recovery that is kept beside the newest set that has one."""
    sets = [parameter_set_named(name) for name in shipped_sets()]
    chosen, kept = next(
        (one, file) for one in reversed(sets) if (file := Path(one.file).with_name("recovery.json")).is_file()
    )
    told = json.loads(kept.read_bytes())
    stages = [one["stage"] for one in chosen.about["stages"]]
    return between_marks(text, "recovery", recovery_section(told, stages))


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
