"""Published beside predicted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from lassitude.evidence import entry, entry_id, resolve
from lassitude.evidence.claims.beside import published_in
from lassitude.prediction.describing import endpoint_labels, first_sentence
from lassitude.prediction.spreads import predicted, share
from lassitude.results import Estimate, PublishedDirection, published_beside
from lassitude.statistics.estimates import EstimateBatch
from lassitude.study.endpoints import estimate_id, parse_estimate_id
from lassitude.study.multiplicity import levels
from lassitude.study.protocol import Protocol

SIGNIFICANCE = 0.05
_P_VALUES = frozenset(
    {
        "rm_anova_p",
        "wilcoxon_p",
        "t_p",
        "ancova_p",
        "treatment_p",
        "mixed_anova_p:arm*visit",
        "mmrm_p:arm",
        "event_rate_p",
        "logrank_p",
    }
)
_COMPARISONS = frozenset(
    {
        "difference",
        "adjusted_difference",
        "ls_difference",
        "ls_contrast",
        "regression_difference",
        "responder_difference",
        "imputed_responder_difference",
        "jump_to_reference_responder_difference",
        "copy_increments_responder_difference",
        "copy_reference_responder_difference",
        "retrieved_dropout_responder_difference",
        "imputed_difference",
        "jump_to_reference_difference",
        "copy_increments_difference",
        "copy_reference_difference",
        "retrieved_dropout_difference",
        "responder_odds_ratio",
        "rate_ratio",
        "hazard_ratio",
        "geometric_mean_ratio",
        "censored_difference",
    }
)
_DECISIONS = frozenset({"any_rejected", "all_rejected"})


def predicted_estimates(protocol: Protocol, batches: Mapping[str, EstimateBatch]) -> Iterator[Estimate]:
    """Summarize every planned estimate over replicates, the published number beside it.

    Yields
    ------
    Estimate
        In the order of the plan; after every test and every difference between arms the share of replicates
        in which its p value is below 0.05; after every adjusted p value the share in which it is not above
        the level of its procedure.
    """
    labels, alphas = endpoint_labels(protocol), levels(protocol.multiplicity)
    for batch in batches.values():
        parsed = parse_estimate_id(batch.id)
        head = parsed.statistic.partition(":")[0]
        decided = head in _DECISIONS
        summary = (
            share(batch.value == 1) if decided else predicted(np.where(batch.converged, batch.value, np.nan))
        )
        pointer = protocol.published.get(batch.id)
        published = None
        if pointer is not None:
            role = entry(entry_id(pointer)).role
            published = published_beside(published_in(pointer, batch.unit), pointer, role, summary)
        yield Estimate(
            batch.id,
            batch.analysis,
            batch.unit,
            summary,
            None,
            published,
            labels[parsed.endpoint],
            batch.notes[:3],
        )
        if parsed.statistic in _P_VALUES:
            yield _significant(batch, parsed.statistic, batch.value, labels[parsed.endpoint])
        elif head in _COMPARISONS and batch.p is not None:
            yield _significant(batch, _its_p(parsed.statistic), batch.p, labels[parsed.endpoint])
        elif head == "p_adjusted":
            yield _rejected(batch, alphas[batch.analysis], labels[parsed.endpoint])


def _its_p(statistic: str) -> str:
    head, colon, reference = statistic.partition(":")
    return f"{head}_p{colon}{reference}"


def _significant(batch: EstimateBatch, test: str, p: NDArray[np.float64], label: str) -> Estimate:
    parsed = parse_estimate_id(batch.id)
    head, colon, reference = test.partition(":")
    statistic = f"share_{head}_below_{SIGNIFICANCE}{colon}{reference}"
    known = p[batch.converged & np.isfinite(p)]
    name = estimate_id(parsed.endpoint, statistic, parsed.visit, parsed.arm)
    return Estimate(name, batch.analysis, "1", share(known < SIGNIFICANCE), label=label)


def _rejected(batch: EstimateBatch, level: float, label: str) -> Estimate:
    """Say how often a hypothesis is rejected; one without a test is not."""
    parsed = parse_estimate_id(batch.id)
    head, colon, rest = parsed.statistic.partition(":")
    statistic = f"share_{head}_below_{level:g}{colon}{rest}"
    name = estimate_id(parsed.endpoint, statistic, parsed.visit, parsed.arm)
    return Estimate(name, batch.analysis, "1", share(batch.value <= level), label=label)


def predicted_directions(
    protocol: Protocol, batches: Mapping[str, EstimateBatch]
) -> Iterator[PublishedDirection]:
    """Say in how many replicates an estimate has the published sign."""
    for name, published in protocol.published_directions.items():
        agreement = None
        if name in batches:
            values = batches[name].value[batches[name].converged]
            agreement = share((values > 0) == (published.direction == "positive"))
        yield PublishedDirection(
            estimate=name,
            direction=published.direction,
            meaning=first_sentence(str(resolve(published.pointer))),
            source=published.pointer,
            role=entry(entry_id(published.pointer)).role,
            agreement=None if agreement is None else agreement.median,
            monte_carlo_se=None if agreement is None else agreement.monte_carlo_se,
        )
