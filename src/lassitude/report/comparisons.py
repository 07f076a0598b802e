"""What a study was done for: the analysis that comes first, and how its arms differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from lassitude.report import imputation_words, wording
from lassitude.report.inference import inference
from lassitude.report.statistic_words import method_in_words
from lassitude.results import Estimate, EstimateName, Results, split_id

PRIMARY = "primary"
_DIFFERENCES = ("difference", "adjusted_difference", "ls_difference", *imputation_words.DIFFERENCES)
_OVERALL = ("ancova_p", "treatment_p")
_HOW = {
    "adjusted_difference": "adjusted",
    "ls_difference": "mixed model",
    **imputation_words.ADJUSTMENTS,
}
COMPARING_TESTS = frozenset({*_OVERALL, *(f"{name}_p" for name in _DIFFERENCES)})
"""Tests of differences between arms."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How an arm differs from a reference, and how often a test says so.

    Attributes
    ----------
    estimate : Estimate
        The difference.
    name : EstimateName
        Its parts; the statistic names the reference.
    share : float or None
        Share of repetitions with p below 0.05.
    """

    estimate: Estimate
    name: EstimateName
    share: float | None

    @property
    def reference(self) -> str:
        """Name of the arm compared with."""
        return self.name.statistic.partition(":")[2]

    @property
    def adjusted(self) -> bool:
        """Whether the value before and other covariates are taken out."""
        head = self.name.statistic.partition(":")[0]
        return head.startswith(("adjusted", "ls")) or head in imputation_words.DIFFERENCES

    @property
    def how(self) -> str:
        """How the value before and others are taken out, in few words; empty where they are not."""
        head = self.name.statistic.partition(":")[0]
        return _HOW.get(head, "")


def is_difference(name: EstimateName) -> bool:
    """Tell whether an estimate is a difference between arms.

    Examples
    --------
    >>> is_difference(split_id("MFIS.total|difference:placebo|W5|drug"))
    True
    """
    return name.statistic.partition(":")[0] in _DIFFERENCES


def is_sensitivity(name: EstimateName) -> bool:
    """Tell whether an estimate is about periods or carry-over of a crossover."""
    return name.statistic.partition(":")[0] in ("period", "carryover", "difference_given_carryover")


def comparisons(results: Results) -> tuple[Comparison, ...]:
    """Return every difference between arms, those of the primary analysis first, else in their order."""
    shares = {one.id: one.predicted.median for one in results.estimates if one.predicted}
    first = primary_analysis(results)
    named = [(one, split_id(one.id)) for one in results.estimates]
    found = [(one, name) for one, name in named if is_difference(name)]
    ordered = sorted(found, key=lambda pair: pair[0].analysis != first)
    return tuple(Comparison(one, name, shares.get(_share_id(name))) for one, name in ordered)


def primary_comparisons(results: Results) -> tuple[Comparison, ...]:
    """Return the differences between arms that the primary analysis gives."""
    first = primary_analysis(results)
    return tuple(one for one in comparisons(results) if one.estimate.analysis == first)


def leading_comparisons(results: Results) -> tuple[Comparison, ...]:
    """Return the differences of the primary analysis or, where it compares no arms, all there are.

    Where one analysis compares arms at several visits, the last visit leads, and any that was published.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> leading_comparisons(Results("analysis", Study("pilot", "00")))
    ()
    """
    found = primary_comparisons(results) or comparisons(results)
    days = {visit.label: visit.day for visit in results.study.visits}
    last: dict[tuple[str, str, str], str] = {}
    for one in found:
        before = last.setdefault(_compared(one), one.name.visit)
        if days.get(one.name.visit, -inf) > days.get(before, -inf):
            last[_compared(one)] = one.name.visit
    return tuple(one for one in found if one.estimate.published or last[_compared(one)] == one.name.visit)


def comparison_words(results: Results, one: Comparison) -> str:
    """Name a comparison: which arm minus which.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> name = "MFIS.total|ls_difference:usual|W12|exercise"
    >>> found = comparisons(Results("analysis", Study("pilot", "00"), estimates=(Estimate(name, "x", "1"),)))
    >>> comparison_words(Results("analysis", Study("pilot", "00")), found[0])
    'exercise minus usual'
    """
    arm, reference = (wording.arm_label(results, name) for name in (one.name.arm, one.reference))
    return f"{arm} minus {reference}"


def said(results: Results, compared: Iterable[Comparison]) -> tuple[tuple[str, str], ...]:
    """Return what each comparison is called and what a real study found, as a statistician writes it.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> said(Results("analysis", Study("pilot", "00")), ())
    ()
    """
    told = []
    for one in compared:
        if one.estimate.observed:
            endpoint = wording.endpoint_of(results, one.name.endpoint).label
            when = wording.visit_label(results, one.name.visit)
            how = f", {one.how}" if one.how else ""
            what = f"{endpoint}, {comparison_words(results, one)}, {when}{how}"
            told.append((what, method_in_words(inference(one.estimate))))
    return tuple(told)


def primary_analysis(results: Results) -> str:
    """Return the analysis called primary, else the first with a difference or a test, else the first.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> primary_analysis(Results("analysis", Study("pilot", "00")))
    ''
    """
    analyses = list(dict.fromkeys(one.analysis for one in results.estimates))
    if PRIMARY in analyses:
        return PRIMARY
    names = ((one.analysis, split_id(one.id)) for one in results.estimates)
    tested = (analysis for analysis, name in names if is_difference(name) or wording.is_p_value(name))
    return next(tested, next(iter(analyses), ""))


def overall_test(results: Results) -> tuple[Estimate, float | None] | None:
    """Return the primary test of all arms together, with the share of repetitions with p below 0.05.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> test = Estimate("MFIS.total|ancova_p|W12|all", "primary", "1")
    >>> overall_test(Results("analysis", Study("pilot", "00"), estimates=(test,)))[1] is None
    True
    """
    shares = {one.id: one.predicted.median for one in results.estimates if one.predicted}
    first = primary_analysis(results)
    for one in results.estimates:
        name = split_id(one.id)
        if one.analysis == first and name.statistic in _OVERALL:
            return one, shares.get(_shared(name, name.statistic))
    return None


def subset_notes(results: Results) -> tuple[str, ...]:
    """Return what is said of people chosen by an outcome, each sentence once.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> chosen = Estimate("MFIS.total|mean|W12|ex/improvers", "x", "points", notes=("Subset improvers: 7.",))
    >>> subset_notes(Results("analysis", Study("pilot", "00"), estimates=(chosen, chosen)))
    ('Subset improvers: 7.',)
    """
    return tuple(
        dict.fromkeys(note for one in results.estimates for note in one.notes if note.startswith("Subset "))
    )


def _compared(one: Comparison) -> tuple[str, str, str]:
    return one.estimate.analysis, one.name.endpoint, one.name.statistic


def _share_id(name: EstimateName) -> str:
    head, colon, reference = name.statistic.partition(":")
    return _shared(name, f"{head}_p", f"{colon}{reference}")


def _shared(name: EstimateName, test: str, about: str = "") -> str:
    return f"{name.endpoint}|share_{test}_below_0.05{about}|{name.visit}|{name.arm}"
