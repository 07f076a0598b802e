"""Score what was predicted of held-out studies against what they printed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lassitude.evidence import resolve
from lassitude.evidence.claims import claim
from lassitude.prediction.describing import endpoint_labels
from lassitude.prediction.scoreboard.forecasts import beyond, central, crps, normal_score
from lassitude.prediction.scoreboard.held_out import HeldOut, Null, nulls
from lassitude.prediction.scoreboard.kinds import domain_of, kind_of
from lassitude.prediction.scoreboard.null_rule import reproduced
from lassitude.prediction.scoreboard.published import printed, scored_estimates
from lassitude.prediction.scoreboard.record import Failed, NullFound, Outcome, Rival
from lassitude.prediction.scoreboard.rivals import Asked, no_change, other_studies, rival, sampling_error
from lassitude.prediction.spreads import predicted
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.statistics.estimates import EstimateBatch
from lassitude.study.endpoints import parse_estimate_id

Batches = Mapping[str, EstimateBatch]


def score(one: HeldOut, batches: Batches) -> tuple[Outcome | Failed, ...]:
    """Score every printed number of a held-out study that is predicted.

    A number that several estimates stand beside, such as two scorings of a scale whose version was not
    printed, counts once, by the first of them.

    Parameters
    ----------
    one : HeldOut
        The study.
    batches : mapping of str to EstimateBatch
        Every estimate of its plan, [replicate].

    Raises
    ------
    RequestError
        When the plan does not make a scored estimate.
    """
    labels = endpoint_labels(one.protocol)
    found: list[Outcome | Failed] = []
    for name, (pointer, counted) in _asked(one).items():
        batch = _batch(one, name, batches)
        try:
            values = known_values(batch)
        except RequestError as error:
            found.append(Failed(one.study, one.name, name, domain_of(name), counted, str(error)))
            continue
        label = labels[parse_estimate_id(name).endpoint]
        found.append(_outcome(one, name, pointer, label, batch.unit, values, counted))
    return tuple(found)


def all_failed(one: HeldOut, reason: str) -> tuple[Failed, ...]:
    """Write down that a study could not be drawn, for each number or null that it is scored by.

    Examples
    --------
    >>> from lassitude.prediction.scoreboard.held_out import chosen
    >>> {found.reason for found in all_failed(chosen(("sixmw_ms_2008",))[0], "Nobody may enter.")}
    {'Nobody may enter.'}
    """
    asked = {name: counted for name, (_, counted) in _asked(one).items()}
    asked |= {null.estimate: False for null in nulls() if null.protocol == one.name}
    return tuple(
        Failed(one.study, one.name, name, domain_of(name), counted, reason) for name, counted in asked.items()
    )


def _asked(one: HeldOut) -> dict[str, tuple[str, bool]]:
    """Return pointer of each scored estimate, and whether it is the first that stands beside it."""
    seen: set[str] = set()
    found: dict[str, tuple[str, bool]] = {}
    for name, pointer in scored_estimates(one).items():
        found[name] = (pointer, pointer not in seen)
        seen.add(pointer)
    return found


def score_null(null: Null, one: HeldOut, batches: Batches) -> NullFound:
    """Judge whether a study that found nothing is predicted to.

    Raises
    ------
    RequestError
        When the plan does not make the estimate, or no replicate gave it.
    """
    batch = _batch(one, null.estimate, batches)
    values = known_values(batch)
    middle, wide, smallest = float(np.median(values)), central(values, 0.9), float(resolve(null.smallest))
    return NullFound(
        study=null.study,
        protocol=null.protocol,
        estimate=null.estimate,
        label=endpoint_labels(one.protocol)[parse_estimate_id(null.estimate).endpoint],
        unit=batch.unit,
        smallest=smallest,
        median=middle,
        interval90=wide,
        reproduced=reproduced(middle, wide, smallest),
    )


def known_values(batch: EstimateBatch) -> NDArray[np.float64]:
    """Return an estimate in the replicates that gave it.

    Raises
    ------
    RequestError
        When none did.

    Examples
    --------
    >>> known_values(EstimateBatch("a.b|mean|M0|x", "a", "1", np.array([1.0, np.nan]), np.array([3, 0]), "",
    ...                            np.array([True, False])))
    array([1.])
    """
    values = batch.value[batch.converged & np.isfinite(batch.value)]
    if not len(values):
        why = batch.notes[0] if batch.notes else "the analysis did not say why"
        raise RequestError(f"No repetition gave {batch.id!r}: {why}")
    return values


def _batch(one: HeldOut, name: str, batches: Batches) -> EstimateBatch:
    if name not in batches:
        raise RequestError(f"The plan of {one.name!r} does not make {name!r}.{did_you_mean(name, batches)}")
    return batches[name]


def _outcome(
    one: HeldOut,
    name: str,
    pointer: str,
    label: str,
    unit: str,
    values: NDArray[np.float64],
    counted: bool,
) -> Outcome:
    published = printed(name, pointer, unit)
    half, most = central(values, 0.5), central(values, 0.9)
    still, others = _rivals(name, pointer, unit, values, published)
    return Outcome(
        study=one.study,
        protocol=one.name,
        estimate=name,
        pointer=pointer,
        domain=domain_of(name),
        label=label,
        unit=unit,
        published=published,
        median=float(np.median(values)),
        monte_carlo_se=predicted(values).monte_carlo_se or 0.0,
        interval50=half,
        interval90=most,
        inside50=half.contains(published),
        inside90=most.contains(published),
        z=normal_score(values, published),
        beyond=beyond(values, published),
        crps=crps(values, published),
        no_change=still,
        other_studies=others,
        counted=counted,
        repetitions=len(values),
    )


def _rivals(
    name: str, pointer: str, unit: str, values: NDArray[np.float64], published: float
) -> tuple[Rival | None, Rival | None]:
    kind, held = kind_of(name), claim(pointer)
    if kind is None or unit in ("people", "events"):
        return None, None
    asked = Asked(name, unit, kind, held, sampling_error(kind, held, unit, values))
    still, others = no_change(asked), other_studies(asked)
    return (
        None if still is None else rival(still, published),
        None if others is None else rival(others[0], published, others[1]),
    )
