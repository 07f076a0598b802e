"""Hypotheses of a plan taken together: p values adjusted, and what is found with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.statistics.draft import PURE
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.multiplicity import (
    Graph,
    adjusted,
    false_discovery,
    fixed_sequence,
    holm,
    parallel_gatekeeping,
    serial_gatekeeping,
)
from lassitude.study.endpoints import EVERYONE, estimate_id, parse_estimate_id
from lassitude.study.multiplicity import (
    FalseDiscovery,
    FixedSequence,
    GraphicalProcedure,
    Holm,
    ParallelGatekeeping,
    Procedure,
    SerialGatekeeping,
    hypotheses_of,
    level_of,
)


def adjusted_estimates(
    procedures: Mapping[str, Procedure], estimates: Mapping[str, EstimateBatch]
) -> Iterator[EstimateBatch]:
    """Adjust the p values that each procedure names.

    Parameters
    ----------
    procedures : mapping of str to Procedure
        Of the plan, by name.
    estimates : mapping of str to EstimateBatch
        Every planned estimate, by id.

    Yields
    ------
    EstimateBatch
        For each hypothesis ``p_adjusted:PROCEDURE:STATISTIC``, and by the first hypothesis of a procedure
        ``any_rejected:PROCEDURE`` and ``all_rejected:PROCEDURE``: 1 where a replicate rejects any or all, so
        that their means over replicates are the disjunctive and the conjunctive power.

    Raises
    ------
    RequestError
        If a hypothesis is no estimate of the plan, or has no p value.
    """
    for name, procedure in procedures.items():
        ids = _hypotheses(name, procedure, estimates)
        found = [_tested(name, one, estimates) for one in ids]
        p = np.stack([_p_of(one) for one in found], axis=1)
        corrected = adjust(procedure, p)
        level, method = level_of(procedure), in_words(procedure, len(ids))
        for place, (identifier, one) in enumerate(zip(ids, found, strict=True)):
            yield _adjusted(name, identifier, one, corrected[:, place], method, level)
        yield from _together(name, ids[0], found, corrected <= level, method)


def adjust(procedure: Procedure, p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Adjust p values by a procedure.

    Parameters
    ----------
    procedure : Procedure
        How.
    p : array of float64 [replicate, hypothesis]
        In the order of its hypotheses; NaN where there is no test.

    Examples
    --------
    >>> plan = Holm(type="holm", hypotheses=("FIS.total|t_p|M6|a", "FIS.total|t_p|M6|b"))
    >>> adjust(plan, np.array([[0.02, 0.03]])).tolist()
    [[0.04, 0.04]]
    """
    match procedure:
        case Holm():
            return adjusted(holm(p.shape[1]), p)
        case FixedSequence():
            return adjusted(fixed_sequence(p.shape[1]), p)
        case ParallelGatekeeping(families=families):
            return adjusted(parallel_gatekeeping([len(family) for family in families]), p)
        case SerialGatekeeping(families=families):
            return serial_gatekeeping([len(family) for family in families], p)
        case GraphicalProcedure():
            return adjusted(_graph(procedure), p)
        case FalseDiscovery():
            return false_discovery(p)


def _graph(procedure: GraphicalProcedure) -> Graph:
    names = list(procedure.nodes)
    passed = np.zeros((len(names), len(names)))
    for i, node in enumerate(procedure.nodes.values()):
        for other, share in node.passes.items():
            passed[i, names.index(other)] = share
    return Graph(np.array([node.weight for node in procedure.nodes.values()]), passed)


def in_words(procedure: Procedure, count: int) -> str:
    """Say how hypotheses are tested together.

    Examples
    --------
    >>> in_words(Holm(type="holm", hypotheses=("FIS.total|t_p|M6|a",)), 1)
    'p adjusted by Holm over 1 hypothesis, familywise error 0.05'
    """
    words = {
        "holm": "by Holm",
        "fixed-sequence": "by a fixed sequence",
        "serial-gatekeeping": "by serial gatekeeping with Holm",
        "parallel-gatekeeping": "by parallel gatekeeping",
        "graph": "by a graph of Bretz and Maurer",
        "false-discovery-rate": "by Benjamini and Hochberg",
    }
    error = "false discovery rate" if isinstance(procedure, FalseDiscovery) else "familywise error"
    how = words[procedure.type]
    tested = "1 hypothesis" if count == 1 else f"{count} hypotheses"
    return f"p adjusted {how} over {tested}, {error} {level_of(procedure):g}"


def _hypotheses(name: str, procedure: Procedure, estimates: Mapping[str, EstimateBatch]) -> tuple[str, ...]:
    if not isinstance(procedure, FalseDiscovery) or procedure.panel is None:
        return hypotheses_of(procedure)
    own = [
        one.id
        for one in estimates.values()
        if one.analysis == procedure.panel and parse_estimate_id(one.id).statistic == procedure.statistic
    ]
    if not own:
        made = sorted(
            {parse_estimate_id(o.id).statistic for o in estimates.values() if o.analysis == procedure.panel}
        )
        raise RequestError(
            f"multiplicity.{name}: the analysis {procedure.panel!r} makes no {procedure.statistic!r}."
            f"{did_you_mean(procedure.statistic or '', made)} It makes {', '.join(made)}."
        )
    return tuple(own)


def _tested(name: str, identifier: str, estimates: Mapping[str, EstimateBatch]) -> EstimateBatch:
    if identifier not in estimates:
        near = did_you_mean(identifier, estimates)
        raise RequestError(f"multiplicity.{name}: the plan makes no estimate {identifier}.{near}")
    found = estimates[identifier]
    if found.p is None:
        tested = [other for other, one in estimates.items() if one.p is not None]
        raise RequestError(
            f"multiplicity.{name}: {identifier} has no p value.{did_you_mean(identifier, tested)}"
        )
    return found


def _p_of(one: EstimateBatch) -> NDArray[np.float64]:
    nothing = np.full(one.value.shape, np.nan)
    return nothing if one.p is None else np.where(one.converged, one.p, nothing)


def _adjusted(
    name: str, identifier: str, one: EstimateBatch, p: NDArray[np.float64], method: str, level: float
) -> EstimateBatch:
    parts = parse_estimate_id(identifier)
    statistic = f"p_adjusted:{name}:{parts.statistic}"
    notes = ()
    if p.size == 1:
        decision = "rejected" if p[0] <= level else "not rejected"
        notes = (f"The hypothesis is {decision} at {level:g}.",)
    return EstimateBatch(
        id=estimate_id(parts.endpoint, statistic, parts.visit, parts.arm),
        analysis=name,
        unit=PURE,
        value=p,
        n=one.n,
        method=method,
        converged=np.isfinite(p),
        p=p,
        notes=notes if np.isfinite(p).all() else (*notes, *one.notes),
    )


def _together(
    name: str, first: str, found: Sequence[EstimateBatch], rejected: NDArray[np.bool_], method: str
) -> Iterator[EstimateBatch]:
    parts = parse_estimate_id(first)
    n = np.stack([one.n for one in found]).max(axis=0)
    values = {"any_rejected": np.any(rejected, axis=1), "all_rejected": np.all(rejected, axis=1)}
    for statistic, value in values.items():
        yield EstimateBatch(
            id=estimate_id(parts.endpoint, f"{statistic}:{name}", parts.visit, EVERYONE),
            analysis=name,
            unit=PURE,
            value=np.asarray(value, dtype=np.float64),
            n=n,
            method=method,
            converged=np.ones(n.shape, dtype=bool),
        )
