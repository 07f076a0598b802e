"""Tables for a paper as one HTML page that can be printed or copied into a manuscript."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from lassitude.report.paper_tables import paper_tables
from lassitude.report.refusals import DISCLAIMER
from lassitude.report.statistic_words import names_in_words
from lassitude.results import Results

if TYPE_CHECKING:
    from jinja2 import Template


def paper_html(results: Results) -> str:
    """Write the tables of results as a page without scripts and without anything loaded from outside.

    Parameters
    ----------
    results : Results
        Of any kind.

    Returns
    -------
    str
        Equal results give equal text.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> "<title>pilot · tables</title>" in paper_html(Results("analysis", Study("pilot", "00")))
    True
    """
    return template("paper.html.j2").render(
        title=results.study.title or results.study.id,
        origin=origin(results),
        tables=paper_tables(results),
        warnings=[names_in_words(results, warning.message) for warning in results.warnings],
        css=style(),
        disclaimer=DISCLAIMER,
    )


def origin(results: Results) -> str:
    """Say in a sentence what the numbers are and what made them.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> origin(Results("analysis", Study("pilot", "00" * 32)))
    'Analysis of real data by the plan pilot (SHA-256 000000000000).'
    """
    what = "Analysis of real data" if results.kind == "analysis" else "Prediction, virtual study,"
    program = next((f"; {one.name} {one.version}" for one in results.versions if one.name == "lassitude"), "")
    seed = "" if results.seed is None else f"; seed {results.seed}"
    return f"{what} by the plan {results.study.id} (SHA-256 {results.study.plan_sha256[:12]}{seed}{program})."


@cache
def template(name: str) -> Template:
    """Return a template for pages of tables."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("lassitude.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def style() -> str:
    """Return the style of pages of tables."""
    return resources.files("lassitude.report").joinpath("templates", "paper.css").read_text(encoding="utf-8")
