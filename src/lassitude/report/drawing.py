"""Matplotlib figures as SVG text: the same bytes twice, text as text, ids that do not collide on a page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito, Color Universal Design: distinguishable with the common color vision deficiencies.
BLUE, VERMILLION, GREEN = "#0072B2", "#D55E00", "#009E73"
ORANGE, SKY, PURPLE, INK, MUTED = "#E69F00", "#56B4E9", "#CC79A7", "#1b2430", "#57636f"
DARK = {BLUE: "#00598c", ORANGE: "#7a5200", GREEN: "#00674b", PURPLE: "#8a3f6c", SKY: "#1c5d85"}
"""For words in the color of a line: dark enough to be read on white."""

_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "lassitude",
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "sans-serif"],
    "font.size": 10.5,
    "axes.titlesize": 11.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.labelsize": 10.5,
    "axes.labelcolor": INK,
    "axes.edgecolor": "#9aa5b1",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": "#e4e8ec",
    "grid.linewidth": 0.8,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "legend.frameon": False,
    "legend.fontsize": 10,
    "hatch.linewidth": 0.6,
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished figure.

    Attributes
    ----------
    name : str
        File name without extension; also the prefix of all ids inside.
    title, caption, alternative : str
        Heading, what to read from it, and the text for those who cannot see it.
    svg : str
        A whole SVG document.
    """

    name: str
    title: str
    caption: str
    alternative: str
    svg: str

    @property
    def inline(self) -> str:
        """The SVG element alone, to stand inside an HTML page."""
        return self.svg[self.svg.index("<svg") :]


@contextmanager
def canvas(width: float, height: float) -> Iterator[Figure]:
    """Give an empty figure in the house style, independent of any user's settings.

    Parameters
    ----------
    width, height : float
        Size in inches.
    """
    from matplotlib import rc_context, rcParamsDefault
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    defaults: dict[Any, Any] = {
        key: rcParamsDefault[key] for key in rcParamsDefault if not key.startswith("backend")
    }
    with rc_context(defaults | _STYLE):
        figure = Figure(figsize=(width, height))
        FigureCanvasSVG(figure)
        figure.set_layout_engine("constrained", h_pad=0.14, w_pad=0.1)
        yield figure


def to_svg(figure: Figure, name: str, title: str, alternative: str) -> str:
    """Write a figure as an SVG document with title and description, without dates and outside resources.

    Parameters
    ----------
    figure : Figure
        Made by `canvas`, still inside it.
    name : str
        Prefix of all ids.
    title, alternative : str
        Accessible name and description; any text.

    Returns
    -------
    str
        UTF-8 text that starts with the XML declaration.
    """
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = re.sub(r"<!DOCTYPE.*?>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    text = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", text)
    described = (
        f'role="img" aria-labelledby="{name}-title {name}-description">\n'
        f' <title id="{name}-title">{escape(title)}</title>\n'
        f' <desc id="{name}-description">{escape(alternative)}</desc>'
    )
    return re.sub(r"(<svg[^>]*?)>", lambda found: f"{found[1]} {described}", text, count=1)


def legend_columns(labels: Iterable[str], width: float) -> int:
    """Return how many columns of a legend fit side by side, at most four.

    Parameters
    ----------
    labels : iterable of str
        At least one.
    width : float
        Width of the figure, inches.

    Examples
    --------
    >>> legend_columns(["published"], 9.6), legend_columns(["90% of repetitions, dimethyl fumarate"], 7.2)
    (4, 1)
    """
    letter, handle = 0.09, 0.6
    return min(4, max(1, int(width / (letter * max(map(len, labels)) + handle))))


def name_rows(panel: Axes, labels: Sequence[str]) -> None:
    """Give each row of a panel its name, the first at the top, and mark zero on the axis below.

    Parameters
    ----------
    panel : Axes
        Whose rows lie at 0, 1 and so on.
    labels : sequence of str
        One a row.
    """
    panel.axvline(0, color=INK, linewidth=0.9)
    panel.set_yticks(range(len(labels)), list(labels))
    panel.set_ylim(len(labels) - 0.5, -0.5)
    panel.tick_params(axis="y", length=0, labelcolor=INK)
    panel.grid(axis="x")
    panel.spines["left"].set_visible(False)
