"""What a multiple imputation did, in words, and the names of its statistics."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from lassitude.study.analyses.imputation import (
    BootstrapVariance,
    CopyIncrements,
    CopyReference,
    JumpToReference,
    Method,
    MissingAtRandom,
    MultipleImputation,
    RetrievedDropout,
)

NAMES: dict[type[Method], str] = {
    MissingAtRandom: "imputed",
    JumpToReference: "jump_to_reference",
    CopyIncrements: "copy_increments",
    CopyReference: "copy_reference",
    RetrievedDropout: "retrieved_dropout",
}
"""How the statistics of each method begin."""

_MISSING = {
    MissingAtRandom: "missing values taken at random given arm, covariates and the visits before",
    JumpToReference: "values missing after the event with the reference arm's means (jump to reference)",
    CopyIncrements: "values missing after the event with the reference arm's increments (copy increments)",
    CopyReference: "values missing after the event as if in the reference arm all along (copy reference)",
    RetrievedDropout: "values missing after the event like those measured after it in the same arm "
    "(retrieved dropout)",
}


def method_in_words(analysis: MultipleImputation, covariates: Iterable[str]) -> str:
    """Say how values are imputed, analyzed and pooled, the variance by its name.

    Parameters
    ----------
    analysis : MultipleImputation
        As planned.
    covariates : iterable of str
        Names of those besides the baseline.

    Examples
    --------
    >>> plan = MultipleImputation(type="multiple-imputation", endpoint="FIS.total", change_from="M0", at="M6",
    ...                           reference="placebo", imputations=20)
    >>> method_in_words(plan, []).partition(":")[0]
    '20 imputations, one covariance'
    """
    others = "".join(f", {name}" for name in covariates)
    variance = analysis.variance
    shared = "covariance by arm" if analysis.covariance_by_arm else "one covariance"
    return (
        f"{analysis.imputations} imputations, {shared}: {_MISSING[type(analysis.method)]}; "
        "least squares of the "
        "value at "
        f"{analysis.at} on arm, the value at {analysis.change_from}{others}; "
        + (
            f"variance by bootstrap ({variance.samples} samples of {variance.imputations} imputations, von "
            "Hippel and Bartlett)"
            if isinstance(variance, BootstrapVariance)
            else _rubin_in_words(analysis.method)
        )
    )


def missing_in_words(analysis: MultipleImputation) -> str:
    """Say what is drawn and how results are pooled, whatever is compared.

    Parameters
    ----------
    analysis : MultipleImputation
        Pooled by Rubin's rules.

    Examples
    --------
    >>> plan = MultipleImputation(type="multiple-imputation", endpoint="FIS.total", change_from="M0", at="M6",
    ...                           reference="placebo", imputations=20)
    >>> missing_in_words(plan).rpartition(", ")[0]
    "20 imputations, one covariance: missing values taken at random given arm, covariates and the visits before; variance by Rubin's rules"
    """  # noqa: E501
    shared = "covariance by arm" if analysis.covariance_by_arm else "one covariance"
    drawn = f"{analysis.imputations} imputations, {shared}: {_MISSING[type(analysis.method)]}"
    return f"{drawn}; {_rubin_in_words(analysis.method)}"


def _rubin_in_words(method: Method) -> str:
    told = "variance by Rubin's rules, degrees of freedom by Barnard and Rubin"
    if isinstance(method, JumpToReference | CopyIncrements | CopyReference):
        return f"{told} (information-anchored)"
    return told


def imputed_note(
    drawn: NDArray[np.bool_], used: NDArray[np.bool_], after: NDArray[np.bool_], analysis: MultipleImputation
) -> str:
    """Say which share of the values analyzed was imputed.

    Parameters
    ----------
    drawn, used, after : array of bool [replicate, subject]
        Whose value is imputed, who is analyzed, and who had the event before the visit.
    analysis : MultipleImputation
        Its visit.

    Examples
    --------
    >>> plan = MultipleImputation(type="multiple-imputation", endpoint="FIS.total", change_from="M0", at="M6",
    ...                           reference="placebo")
    >>> one = np.array([[True, False, False, False]])
    >>> imputed_note(one, np.ones((1, 4), bool), ~one, plan)
    'Imputed at M6: 1 of 4 values (25%).'
    """
    counts, total, late = drawn.sum(axis=1), used.sum(axis=1), (drawn & after & used).sum(axis=1)
    share = 100.0 * np.median(counts / np.maximum(total, 1))
    many = f"a median of {np.median(counts):g} (from {counts.min()} to {counts.max()})"
    whole = f"{counts[0] if counts.size == 1 else many} of {np.median(total):g} values ({share:.0f}%)"
    if isinstance(analysis.method, MissingAtRandom):
        return f"Imputed at {analysis.at}: {whole}."
    kind = "after a person's last value" if analysis.estimand is None else "after an event"
    return f"Imputed at {analysis.at}: {whole}, {np.median(late):g} of them {kind}."


def resampled_notes(means: NDArray[np.float64]) -> tuple[str, ...]:
    """Say how many samples drawn again could not be imputed; nothing where all could.

    Parameters
    ----------
    means : array of float64 [replicate, arm, sample, imputation]
        NaN in samples that could not.

    Examples
    --------
    >>> resampled_notes(np.array([[[[1.0, 2.0], [np.nan, np.nan]]]]))
    ('1 of 2 bootstrap samples could not be imputed and are left out.',)
    """
    failed = np.isnan(means).any(axis=(1, 3))
    if not failed.any():
        return ()
    told = f"{int(failed.sum())} of {failed.size} bootstrap samples could not be imputed and are left out."
    return (told,)
