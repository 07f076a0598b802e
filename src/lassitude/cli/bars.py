"""Interval bars in one line of text: thin 90%, thick 50%, the median and the published mark."""

from __future__ import annotations

from lassitude.report.bars import WIDTH, Bar

CELLS, NARROW = 16, 10
THIN, THICK, MEDIAN, PUBLISHED, LINE = "─", "━", "┃", "◆", "┊"
LEGENDS = {
    "prediction": f"{THIN} 90%  {THICK} 50%  {MEDIAN} median",
    "analysis": f"{THIN} 95%  {MEDIAN} observed",
}
PUBLISHED_LEGEND = f"  {PUBLISHED} published"
LINE_LEGEND = f"  {LINE} p = 0.05"


def text_bar(bar: Bar | None, cells: int = CELLS) -> str:
    """Draw a bar with characters.

    Parameters
    ----------
    bar : Bar or None
        Places from 0 to `lassitude.report.bars.WIDTH`; None draws nothing.
    cells : int
        Length of the text.

    Returns
    -------
    str
        What is drawn later covers what was drawn before: 90%, 50%, the line at p = 0.05, median, published.
    """
    if bar is None:
        return ""
    line = [" "] * cells
    ends = bar.observed_ends if bar.wide is None else bar.wide
    for interval, sign in ((ends, THIN), (bar.narrow, THICK)):
        if interval is not None:
            first, last = (_cell(place, cells) for place in interval)
            line[first : last + 1] = sign * (last - first + 1)
    middle = bar.observed if bar.middle is None else bar.middle
    for place, sign in ((bar.line, LINE), (middle, MEDIAN), (bar.published, PUBLISHED)):
        if place is not None:
            line[_cell(place, cells)] = sign
    return "".join(line)


def _cell(place: float, cells: int) -> int:
    return min(int(place / WIDTH * cells), cells - 1)
