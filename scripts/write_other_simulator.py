"""Write the tables of ``docs/other-simulator.md``: how far ways of solving a patient's equations lie apart.

Run ``python scripts/write_other_simulator.py``; it computes everything it tells, which takes some minutes of
processor time. Each part is written as soon as it is known; name parts to write them alone:
``python scripts/write_other_simulator.py "three years from a transplantation"``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from lassitude.interchange.agreement import (
    BAR,
    Distance,
    production_against_reference,
    roadrunner_against_reference,
)
from lassitude.interchange.compared import often_ill, over_studies
from lassitude.interchange.life import lived
from lassitude.interchange.patient import Patient
from lassitude.interchange.sbml import sbml
from lassitude.prediction.pipeline import prepare_process
from lassitude.quantities.signals import SIGNALS
from lassitude.report.markdown import between_marks, table_rows

PAGE = Path(__file__).parents[1] / "docs" / "other-simulator.md"
HEAD = ("signal", "unit", "range", "largest", "typical")
DAYS = 45
Distances = Mapping[str, Distance]


def of_another(found: Distances) -> str:
    """Tell how far libRoadRunner lies from the reference: how many signals keep the bar, and each."""
    farthest = max(found, key=lambda name: found[name].largest)
    kept = sum(one.largest <= BAR for one in found.values())
    summary = (
        f"libRoadRunner keeps the bar in {kept} of {len(found)} signals; the largest distance is "
        f"{found[farthest].largest:.0e} of the range, of `{farthest}`."
    )
    return f"{summary}\n\n{_table(found, '.0e')}"


def of_production(found: Distances) -> str:
    """Tell the error of the stepper, the least exact signals first."""
    return _table(found, ".2%")


def _table(found: Distances, shown: str) -> str:
    moved = {name: one for name, one in found.items() if one.range > 0.0}
    rows = [HEAD, ("---", "---", "---:", "---:", "---:")]
    for name, one in sorted(moved.items(), key=lambda item: -item[1].typical):
        shares = (format(one.largest, shown), format(one.typical, shown))
        rows.append((f"`{name}`", SIGNALS[name].unit, f"{one.range:.3g}", *shares))
    still = ", ".join(f"`{name}`" for name in found if name not in moved)
    return table_rows(rows) + (f"\n\nStanding still: {still}." if still else "")


def _another() -> str:
    patient = often_ill(DAYS)
    happenings = lived(patient).happenings
    return of_another(roadrunner_against_reference(patient, happenings, sbml(patient, happenings)))


def _production(patient: Patient) -> str:
    return of_production(production_against_reference(patient, lived(patient).happenings))


def page(text: str, part: str, told: str) -> str:
    """Return the page with another text for one of its parts."""
    return between_marks(text, part, f"\n{told}\n")


def main(asked: Sequence[str]) -> None:
    """Write the parts that are asked for, all where none is."""
    prepare_process()
    parts: dict[str, Callable[[], str]] = {"libRoadRunner": _another}
    parts |= {told: partial(_production, patient) for told, patient in over_studies().items()}
    for part, measured in parts.items():
        if not asked or part in asked:
            told = measured()
            PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), part, told), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
