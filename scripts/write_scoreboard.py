"""Write ``docs/scoreboard.md``, its figure and the section of the front page from the kept scores.

Run ``python scripts/write_scoreboard.py`` after ``lassitude scoreboard --record``.
"""

from __future__ import annotations

from pathlib import Path

from lassitude.prediction.scoreboard.held_out import held_out, left_out, not_expressed
from lassitude.prediction.scoreboard.history import newest, records
from lassitude.report.markdown import between_marks
from lassitude.report.scoreboard import front_section, scoreboard_page
from lassitude.report.scoreboard_figure import scoreboard_figure

ROOT = Path(__file__).parents[1]
PAGE, FIGURE = ROOT / "docs" / "scoreboard.md", ROOT / "docs" / "figures" / "scoreboard.svg"
FRONT = ROOT / "README.md"


def page() -> str:
    """Return the whole page."""
    predicted = {one.name: one.protocol.title for one in held_out()}
    return scoreboard_page(records(), predicted, not_expressed(), left_out())


def front(text: str) -> str:
    """Return the front page with the section of the newest record."""
    return between_marks(text, "scoreboard", front_section(newest()))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    FRONT.write_text(front(FRONT.read_text(encoding="utf-8")), encoding="utf-8")
    last = newest()
    if last is not None:
        FIGURE.write_text(scoreboard_figure(last).svg, encoding="utf-8")
