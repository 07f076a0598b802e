"""Complete the visit that is analyzed, in every imputation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.randomness.streams import Keys
from lassitude.statistics.imputation.augmentation import Augmented, augment, shortage, take
from lassitude.statistics.imputation.filling import fill_ends, fill_gaps, noise_for
from lassitude.statistics.imputation.incomplete import Flat, Incomplete, flatten, last_seen
from lassitude.statistics.imputation.regressions import Regressions
from lassitude.statistics.imputation.retrieved import retrieved_values
from lassitude.statistics.imputation.rules import law_of
from lassitude.study.analyses.imputation import Method, RetrievedDropout

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

_AT_ONCE = 2e6
"""Numbers in the largest array that one piece of the replicates makes, about."""
_SWEEPS = 20


@dataclass(frozen=True, eq=False)
class Completed:
    """The last visit of `Incomplete`, completed.

    Attributes
    ----------
    outcome : array of float64 [replicate, subject, imputation]
        NaN for who is not in the analysis, and everywhere in a replicate that failed.
    imputed : array of bool [replicate, subject]
        Whose value is drawn.
    failed : array of bool [replicate]
        Where nothing could be drawn.
    reason : str
        Why the first of them failed.
    """

    outcome: Floats
    imputed: Booleans
    failed: Booleans
    reason: str


def complete(
    given: Incomplete, method: Method, imputations: int, seed: int, visits: Sequence[str]
) -> Completed:
    """Draw the missing values of the last visit in every imputation.

    Parameters
    ----------
    given : Incomplete
        Values with gaps.
    method : Method
        What values after an event are like; all others are missing at random.
    imputations : int
        How many.
    seed : int
        Of all draws. Draws depend on the seed, the numbers of replicate and imputation, the person and what
        is drawn, and on nothing else: not on the order of people or on other replicates.
    visits : sequence of str
        Labels, for messages.

    Returns
    -------
    Completed
    """
    pieces = [_piece(piece, method, imputations, seed, visits) for piece in _pieces(given, imputations)]
    return Completed(
        np.concatenate([one.outcome for one in pieces]),
        np.concatenate([one.imputed for one in pieces]),
        np.concatenate([one.failed for one in pieces]),
        next((one.reason for one in pieces if one.reason), ""),
    )


def _pieces(given: Incomplete, imputations: int) -> Iterator[Incomplete]:
    """Cut the replicates so that the largest array stays in memory."""
    replicates, subjects, visits = given.values.shape
    width = 1 + given.covariates.shape[2] + visits
    size = max(1, int(_AT_ONCE / (subjects * imputations * visits * width)))
    for start in range(0, replicates, size):
        part = slice(start, start + size)
        yield replace(
            given,
            values=given.values[part],
            covariates=given.covariates[part],
            arm=given.arm[part],
            after=given.after[part],
            replicate=given.replicate[part],
            chain=given.chain[part],
        )


def _piece(
    given: Incomplete, method: Method, imputations: int, seed: int, visits: Sequence[str]
) -> Completed:
    flat = flatten(given, seed)
    imputed = (given.arm >= 0) & np.isnan(given.values[:, :, -1])
    drawn = augment(flat, imputations)
    failed = np.logical_or.reduce(drawn.failed.reshape(-1, flat.arms), axis=1) & imputed.any(axis=1)
    reason = shortage(drawn, flat, given.arms, visits) if failed.any() else ""
    retrieving = isinstance(method, RetrievedDropout)
    known = replace(flat, observed=flat.early) if retrieving else flat
    who = np.flatnonzero(~known.observed[:, -1])
    values = _drawn(known, who, drawn, law_of(flat, who, drawn.law, method))
    if retrieving:
        found = retrieved_values(flat, who, values, drawn.occasion, method, given.arms)
        values[:, :, -1] = found.values
        failed, reason = failed | found.failed, reason or found.reason
    outcome = np.repeat(given.values[:, :, -1:], imputations, axis=2)
    lacking = ~flat.observed[who, -1]
    people = who[lacking]
    scaled = values[lacking, :, -1] * flat.scale[people, None] + flat.center[people, None]
    outcome[flat.replicate[people], flat.subject[people]] = scaled
    outcome = np.where((given.arm >= 0)[..., None] & ~failed[:, None, None], outcome, np.nan)
    return Completed(outcome, imputed, failed, reason)


def _drawn(flat: Flat, who: Integers, drawn: Augmented, law: Regressions) -> Floats:
    """Return all visits of some people, missing ones drawn, [person, imputation, visit]."""
    visits = flat.values.shape[1]
    occasion, keys = drawn.occasion[flat.group[who]], Keys(flat.keys.word0[who], flat.keys.word1[who])
    fixed, observed = flat.fixed[who], flat.observed[who]
    missing = ~observed & ~drawn.filled[who]
    noise = noise_for(keys, "imputation end", occasion, visits)
    values = fill_ends(drawn.values[who], missing, fixed, law, noise)
    seen = last_seen(observed)
    gaps = ~observed & (np.arange(visits) < seen[:, None])
    late = np.flatnonzero(gaps.any(axis=1) & (observed & flat.after[who]).any(axis=1))
    if late.size:
        again = Keys(keys.word0[late], keys.word1[late])
        found, own = values[late], take(law, late)
        for sweep in range(_SWEEPS):
            noise = noise_for(again, "imputation late gap", occasion[late], visits, sweep)
            found = fill_gaps(found, gaps[late], seen[late], fixed[late], own, noise)
        ends = ~observed[late] & ~gaps[late]
        noise = noise_for(again, "imputation late end", occasion[late], visits)
        values[late] = fill_ends(found, ends, fixed[late], own, noise)
    return values
