"""What there is to say of statistics: analyses, structures of a covariance, corrections, strategies."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

from lassitude.study.analyses.imputation import Method
from lassitude.study.analysis_plan import Analysis
from lassitude.study.designs import Design
from lassitude.study.estimands import Strategy
from lassitude.study.multiplicity import Procedure
from lassitude.study.strict import Table
from lassitude.workflows.explanations import Explanation

_ATTRIBUTE = re.compile(r"^(\w+(?:, \w+)*) : (.+)$")


class Named(NamedTuple):
    """A value of a key of the mixed model: what it means, and its name in SAS and in R's mmrm."""

    meaning: str
    sas: str
    r: str


COVARIANCES: MappingProxyType[str, Named] = MappingProxyType(
    {
        "unstructured": Named("a variance for each visit and a covariance for each pair", "un", "us"),
        "heterogeneous-toeplitz": Named(
            "a variance for each visit, a correlation for each number of visits apart", "toeph", "toeph"
        ),
        "toeplitz": Named("one variance, a correlation for each number of visits apart", "toep", "toep"),
        "heterogeneous-autoregressive": Named(
            "a variance for each visit, correlations that fall by one factor a visit", "arh(1)", "ar1h"
        ),
        "autoregressive": Named("one variance, correlations that fall by one factor a visit", "ar(1)", "ar1"),
        "heterogeneous-compound-symmetry": Named(
            "a variance for each visit, one correlation of any two visits", "csh", "csh"
        ),
        "compound-symmetry": Named("one variance, one correlation of any two visits", "cs", "cs"),
        "heterogeneous-ante-dependence": Named(
            "a variance for each visit, a correlation for each pair of neighbors", "ante(1)", "adh"
        ),
        "ante-dependence": Named("one variance, a correlation for each pair of neighbors", "", "ad"),
        "spatial-exponential": Named(
            "one variance, a correlation that falls exponentially with the days between visits",
            "sp(exp)(day)",
            "sp_exp(day)",
        ),
        "spatial-gaussian": Named(
            "one variance, a correlation that falls with the square of the days between visits",
            "sp(gau)(day)",
            "",
        ),
    }
)
"""Structures of the covariance of one person's visits."""

CORRECTIONS: MappingProxyType[str, Named] = MappingProxyType(
    {
        "kenward-roger": Named(
            "degrees of freedom and standard errors that count the covariance as estimated (Kenward and "
            "Roger 1997), for small trials",
            "ddfm=kr",
            "another number, see docs/statistics.md",
        ),
        "kenward-roger-linear": Named(
            "Kenward and Roger's without the second derivatives of the covariance",
            "ddfm=kr(firstorder)",
            'vcov = "Kenward-Roger-Linear"',
        ),
        "satterthwaite": Named(
            "degrees of freedom by how unsure the variance of the contrast is",
            "ddfm=satterthwaite",
            'method = "Satterthwaite"',
        ),
        "between-within": Named(
            "degrees of freedom by counting people and visits", "ddfm=bw", 'method = "Between-Within"'
        ),
        "CR0": Named("standard errors from residuals by person, uncorrected", "empirical", '"Empirical"'),
        "CR2": Named(
            "standard errors from residuals by person, bias-reduced", "", '"Empirical-Bias-Reduced"'
        ),
        "CR3": Named(
            "standard errors from residuals by person, like a jackknife", "", '"Empirical-Jackknife"'
        ),
    }
)
"""Degrees of freedom and standard errors of the mixed model."""

_UNIONS = {
    "designs": ("design", Design),
    "analyses": ("analysis", Analysis),
    "imputations": ("way to impute", Method),
    "strategies": ("strategy for intercurrent events", Strategy),
    "procedures": ("procedure for several hypotheses", Procedure),
}
_VALUES = {
    "covariances": ("covariance of the mixed model (key covariance)", COVARIANCES),
    "corrections": ("correction in the mixed model (keys degrees_of_freedom, standard_errors)", CORRECTIONS),
}
KINDS = (*_UNIONS, *_VALUES)
"""Kinds of statistics that a protocol can name, as `list` calls them."""


def statistics(kind: str) -> dict[str, str]:
    """List what there is of one kind of statistics, with what it is.

    Parameters
    ----------
    kind : str
        One of `KINDS`.

    Examples
    --------
    >>> statistics("analyses")["responders"]
    'The share of people whose change meets a cut-off, compared between arms.'
    """
    if kind in _VALUES:
        return {name: one.meaning for name, one in _VALUES[kind][1].items()}
    return {name: _summary(table) for name, table in _tables(kind).items()}


def statistic(kind: str, name: str) -> Explanation:
    """Explain an analysis, a design, a structure of a covariance and the like, with the keys it takes.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    name : str
        As a protocol names it.

    Examples
    --------
    >>> statistic("analyses", "mmrm").details["key change_from"]
    'required. Visit of the baseline, which is a covariate; visits after it are the outcome.'
    >>> statistic("covariances", "toeplitz").details["in SAS"]
    'toep'
    """
    if kind in _VALUES:
        called, values = _VALUES[kind]
        one = values[name]
        there = {"in SAS": one.sas, "in R's mmrm": one.r, "at length": "docs/protocol.md, docs/statistics.md"}
        details = {program: told or "not offered" for program, told in there.items()}
        return Explanation(name, called, one.meaning, file="study/analyses/mixed_models.py", details=details)
    table = _tables(kind)[name]
    file = f"{table.__module__.removeprefix('lassitude.').replace('.', '/')}.py"
    return Explanation(name, _UNIONS[kind][0], _summary(table), file=file, details=dict(_keys(table)))


def _tables(kind: str) -> dict[str, type[Table]]:
    """Return the tables of a union by the word that tells them apart."""
    members: Any = get_args(get_args(_UNIONS[kind][1])[0])
    return {get_args(one.model_fields["type"].annotation)[0]: one for one in members}


def _summary(table: type[Table]) -> str:
    return (inspect.getdoc(table) or "").partition("\n")[0].replace("`", "'")


def _keys(table: type[Table]) -> Iterator[tuple[str, str]]:
    told = _attributes(table)
    for name, field in table.model_fields.items():
        if name == "type":
            continue
        need = "required" if field.is_required() else "optional"
        words = told.get(name, "").replace("`", "'")
        yield f"key {field.alias or name}", f"{need}. {words}" if words else need


def _attributes(table: type[Table]) -> dict[str, str]:
    """Read what the section of attributes says of each key."""
    found: dict[str, str] = {}
    names: list[str] = []
    for line in (inspect.getdoc(table) or "").partition("Attributes\n----------\n")[2].splitlines():
        heading = _ATTRIBUTE.match(line)
        if heading:
            names = heading[1].split(", ")
        elif line.startswith("    "):
            found |= {name: f"{found.get(name, '')} {line.strip()}".strip() for name in names}
        elif line:
            break
    return found
