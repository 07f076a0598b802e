"""What results know of their own credibility, beside what the author of the plan states.

The order is that of ASME V&V 40: question, context, risk, verification of code and calculation, validation,
applicability, adequacy. FDA 2023 and ICH M15 keep it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lassitude.prediction.applicability import NOTHING_FITTED, Fitted, Used, quantities, reach, used_by
from lassitude.prediction.scored_set import scored_on
from lassitude.prediction.validation import (
    compared_entries,
    designs_of,
    output_comparison,
    samples_of,
)
from lassitude.results import Results
from lassitude.results.credibility import CELLS, CellName, Credibility, CredibilityCell
from lassitude.study.credibility import Rating, StatedCredibility
from lassitude.study.protocol import Protocol

NOTHING_STATED = StatedCredibility()
OF_DATA: frozenset[CellName] = frozenset(
    {
        "question",
        "context_of_use",
        "decision_consequence",
        "software_quality",
        "numerical_code",
        "solver_error",
        "use_error",
        "adequacy",
    }
)
"""The cells that apply to the analysis of real data, behind which no model stands."""


def with_credibility(results: Results, protocol: Protocol, fitted: Fitted = NOTHING_FITTED) -> Results:
    """Add to the results of a study what is known of their credibility.

    Parameters
    ----------
    results : Results
        Of any kind.
    protocol : Protocol
        What was planned and stated.
    fitted : Fitted
        What the parameter set that people lived under fits.

    Returns
    -------
    Results
        The same with `credibility`.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> from lassitude.study.protocol import read_protocol
    >>> made = with_credibility(Results("prediction", Study("x", "00")), read_protocol("canadian-ahsct"))
    >>> made.credibility.cells[0].name, made.credibility.cells[0].statements
    ('question', ())
    """
    return replace(results, credibility=credibility(results, protocol.credibility, used_by(protocol), fitted))


def credibility(
    results: Results, stated: StatedCredibility, used: Used, fitted: Fitted = NOTHING_FITTED
) -> Credibility:
    """Fill the cells of an assessment from a plan and from results; what neither knows stays empty.

    Parameters
    ----------
    results : Results
        Of any kind; those of real data have the cells that apply to them only.
    stated : StatedCredibility
        What the author of the plan says.
    used : Used
        Conditions, therapies and instruments.
    fitted : Fitted
        What the parameter set that people lived under fits.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> real = Results("analysis", Study("pilot", "00"))
    >>> len(credibility(real, NOTHING_STATED, Used()).cells) == len(OF_DATA)
    True
    """
    modeled = results.kind != "analysis"
    entries = compared_entries(results) if modeled else ()
    known: dict[CellName, Sequence[str]] = {
        "software_quality": _software(results),
        "numerical_code": (_NUMERICAL_CODE,),
        "discretization_error": tuple(_time_steps(results)),
        "solver_error": tuple(_chance(results)),
        "use_error": _use(results),
    }
    if modeled:
        known |= {
            "model_form": (_MODEL_FORM,),
            "model_inputs": tuple(_inputs(results)),
            "test_samples": samples_of(entries),
            "test_conditions": designs_of(entries),
            "equivalency_of_inputs": _equivalency(results),
            "output_comparison": (*output_comparison(entries), *_scored(results, fitted)),
            "relevance_of_quantities": tuple(quantities(results)),
            "relevance_of_validation": tuple(reach(results, used, fitted)),
        }
    cells = (_cell(name, stated, known) for name in CELLS if modeled or name in OF_DATA)
    return Credibility(tuple(cells), entries)


def _cell(
    name: CellName, stated: StatedCredibility, known: Mapping[CellName, Sequence[str]]
) -> CredibilityCell:
    said = getattr(stated, name, None)
    if isinstance(said, Rating):
        return CredibilityCell(name, (f"{said.level.capitalize()}: {said.because}",), "plan")
    if said is not None:
        return CredibilityCell(name, (said,), "plan")
    found = tuple(known.get(name, ()))
    return CredibilityCell(name, found, "results" if found else None)


_NUMERICAL_CODE = (
    "lassitude selftest compares statistics with R and with published examples, scoring with published keys, "
    "integration with a closed form and its order, and random streams with known answers."
)
_MODEL_FORM = (
    "Ordinary differential equations of the body with noise and chance events; lassitude explain shows each. "
    "Every link from biology to a questionnaire is a hypothesis constrained by statistics."
)


def _software(results: Results) -> tuple[str, ...]:
    if not results.versions:
        return ()
    named = ", ".join(f"{one.name} {one.version}" for one in results.versions)
    return (
        f"Computed with {named}.",
        "lassitude selftest qualifies an installation. Whether it was carried out where these numbers were "
        "computed is a fact about a machine, which results do not know.",
    )


def _time_steps(results: Results) -> Iterator[str]:
    for one in results.numerics.step_halving if results.numerics else ():
        side = "within" if one.inside else "beyond"
        yield (
            f"Halving the time step moves {one.endpoint} by {one.relative_error:.2%}, {side} the bar of "
            f"{one.bar:.0%}."
        )


def _chance(results: Results) -> Iterator[str]:
    if results.kind == "analysis":
        reached = sum(one.observed is not None and one.observed.converged for one in results.estimates)
        yield f"{reached} of {len(results.estimates)} planned estimates were reached."
        return
    if results.replicates:
        yield f"{results.replicates.completed} repetitions, {results.replicates.failed} failed."
    ratios = [
        one.predicted.monte_carlo_se / half
        for one in results.estimates
        if one.predicted and one.predicted.monte_carlo_se is not None and one.predicted.interval90
        for half in [0.5 * (one.predicted.interval90.upper - one.predicted.interval90.lower)]
        if half > 0
    ]
    if ratios:
        yield (
            f"Over {len(ratios)} estimates the Monte Carlo standard error of a median is at most "
            f"{max(ratios):.0%} of half its 90% interval."
        )
    widths = [
        point.power.interval95.upper - point.power.interval95.lower
        for curve in (results.power.curves if results.power else ())
        for point in curve.points
        if point.power.interval95 is not None
    ]
    if widths:
        most = 100 * max(widths)
        yield f"The Monte Carlo 95% interval of the power is at most {most:.1f} percentage points wide."


def _use(results: Results) -> tuple[str, ...]:
    return (
        "What was asked was checked before anything was computed; its SHA-256 begins with "
        f"{results.study.plan_sha256[:12]}.",
    )


def _inputs(results: Results) -> Iterator[str]:
    if results.evidence:
        known = results.evidence
        total = known.sourced + known.derived + known.hypothesis
        yield (
            f"Of {total} parameters {known.sourced} were read in a source, {known.derived} derived from one, "
            f"and {known.hypothesis} are hypotheses."
        )
    share = results.headline.hypothesis_variance_share if results.headline else None
    if share is not None:
        yield f"Hypotheses make {share.median:.0%} of the variance over the priors."


def _scored(results: Results, fitted: Fitted) -> Iterator[str]:
    from lassitude.prediction.scoreboard.history import records

    instruments = {one.name.partition(".")[0] for one in results.study.endpoints}
    return scored_on(fitted.name, instruments, records())


def _equivalency(results: Results) -> tuple[str, ...]:
    if not results.study.source or results.power:
        return ()
    return (f"The virtual study repeats the design of {results.study.source}, as its protocol tells.",)
