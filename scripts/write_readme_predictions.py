"""Write what ``README.md`` tells of the shipped studies, and its figures.

Run ``lassitude run STUDY --out FOLDER/STUDY`` for each shipped study with the default parameter set, then
``python scripts/write_readme_predictions.py FOLDER``. What the page needs of these runs is kept in
``docs/predictions.json``; without a folder the page is written from what is kept.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from lassitude.population.parameter_sets import default_set
from lassitude.report.front_page import STUDIES, hypotheses_section, kept_of, predictions_section
from lassitude.report.markdown import between_marks

ROOT = Path(__file__).parents[1]
FRONT, KEPT, FIGURES = ROOT / "README.md", ROOT / "docs" / "predictions.json", ROOT / "docs" / "figures"
DRAWN = {"canadian-ahsct": "trajectories", "triumphant-ms": "attribution"}


def keep(runs: Path) -> None:
    """Keep what the page needs of a run of each study, and its figure."""
    kept = {name: kept_of(json.loads((runs / name / "results.json").read_bytes())) for name in STUDIES}
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, figure in DRAWN.items():
        shutil.copyfile(runs / name / "figures" / f"{figure}.svg", FIGURES / f"{name}.svg")


def front(text: str) -> str:
    """Return the front page with what is kept."""
    kept = json.loads(KEPT.read_bytes())
    told = between_marks(text, "predictions", predictions_section(kept, default_set().about["misfit"]))
    return between_marks(told, "hypotheses", hypotheses_section(kept))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        keep(Path(sys.argv[1]))
    FRONT.write_text(front(FRONT.read_text(encoding="utf-8")), encoding="utf-8")
