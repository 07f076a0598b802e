"""Results as one offline page for a clinician, with tables, figures, and the truth of a virtual study."""

from lassitude.report.drawing import Drawing
from lassitude.report.page import draw, render
from lassitude.report.refusals import REFUSALS
from lassitude.report.writing import write_report

__all__ = ["REFUSALS", "Drawing", "draw", "render", "write_report"]
