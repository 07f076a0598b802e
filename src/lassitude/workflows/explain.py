"""``explain``: what stands behind a name: equation, value, unit, bounds, grade, source, reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import Declaration
from lassitude.workflows.explanations import Explanation

Tell = Callable[[], Explanation]


def explain(name: str) -> tuple[Explanation, ...]:
    """Explain a parameter, state, lever, flow, event, therapy, condition, instrument, study or statistic.

    Parameters
    ----------
    name : str
        As it is declared, or the id of an entry of the evidence ledger; capitals may differ, and a parameter
        may leave out the part before its dot when no other name ends like it.

    Returns
    -------
    tuple of Explanation
        One for each kind of thing of that name: a state may also be a signal.

    Raises
    ------
    RequestError
        If nothing is called so, with the nearest name, or if several parameters end like it.

    Examples
    --------
    >>> [one.kind for one in explain("fitness")]
    ['state', 'signal']
    >>> explain("BARRIER.opening")[0].number.value
    0.276
    """
    found = _named().get(name) or _ignoring_case(name) or _by_ending(name)
    if not found:
        raise RequestError(f"Nothing is called {name!r}.{did_you_mean(name, _named())}")
    return tuple(tell() for tell in found)


def names() -> tuple[str, ...]:
    """List everything that can be explained.

    Examples
    --------
    >>> {"barrier", "FIS", "ahsct", "training_load"} <= set(names())
    True
    """
    return tuple(_named())


@cache
def _named() -> dict[str, tuple[Tell, ...]]:
    gathered: dict[str, tuple[Tell, ...]] = {}
    for name, tell in (
        *_of_body(),
        *_of_catalogs(),
        *_numbers_of_catalogs(),
        *_of_studies(),
        *_of_statistics(),
    ):
        gathered[name] = (*gathered.get(name, ()), tell)
    return gathered


def _of_body() -> Iterator[tuple[str, Tell]]:
    from lassitude.physiology import catalog
    from lassitude.physiology.chance import events
    from lassitude.physiology.states import COVARIATES, LEVERS, STATES
    from lassitude.physiology.trace import traced
    from lassitude.workflows import explaining_body as body

    for one in catalog.parameters():
        yield one, partial(body.parameter, one)
    for one in STATES:
        yield one, partial(body.state, one)
    for one in traced().signals:
        yield one, partial(body.signal, one)
    for one in traced().between.keys() - traced().signals.keys():
        yield one, partial(body.between, one)
    for one in (*LEVERS, *COVARIATES):
        yield one, partial(body.outside, one)
    for one in dict.fromkeys(flow.name for flow in traced().flows):
        yield one, partial(body.flow, one)
    for one in events():
        yield one.name, partial(body.event, one)


def _of_catalogs() -> Iterator[tuple[str, Tell]]:
    from lassitude.instruments import INSTRUMENTS
    from lassitude.population.conditions import CONDITIONS
    from lassitude.therapies.catalog import THERAPIES
    from lassitude.workflows import explaining_catalogs as catalogs

    for kind, tell in (
        (THERAPIES, catalogs.therapy),
        (CONDITIONS, catalogs.condition),
        (INSTRUMENTS, catalogs.instrument),
    ):
        for one in kind:
            yield one, partial(tell, one)


def _numbers_of_catalogs() -> Iterator[tuple[str, Tell]]:
    from lassitude.instruments import INSTRUMENTS
    from lassitude.instruments.catalog import assumptions
    from lassitude.population.conditions import CONDITIONS, declarations_of
    from lassitude.therapies.catalog import THERAPIES, all_declarations, file_of
    from lassitude.workflows.explaining_catalogs import number

    def told(one: Declaration, file: str) -> tuple[str, Tell]:
        return one.name, partial(number, one, file, (one.name.partition(".")[0],))

    for one in all_declarations():
        owner = one.name.partition(".")[0]
        yield told(one, file_of(owner) if owner in THERAPIES else f"therapies/{owner}.toml")
    for condition in CONDITIONS:
        for one in declarations_of(condition):
            yield told(one, "population/conditions.py")
    for instrument in INSTRUMENTS.values():
        for one in assumptions(instrument):
            yield told(one, "instruments/catalog.py")


def _of_studies() -> Iterator[tuple[str, Tell]]:
    from lassitude.evidence.ledger import ledger
    from lassitude.instruments import INSTRUMENTS
    from lassitude.prediction.single_arm_priors import single_arm_declarations
    from lassitude.study.protocol import shipped_experiments, shipped_protocols
    from lassitude.workflows import explaining_studies as studies
    from lassitude.workflows.explaining_catalogs import number

    for instrument in INSTRUMENTS.values():
        for part in instrument.parts:
            name = f"{instrument.name}.{part}"
            yield name, partial(studies.endpoint, name)
    for name in (*shipped_protocols(), *shipped_experiments()):
        yield name, partial(studies.study, name)
    for name in ledger():
        yield name, partial(studies.ledger_entry, name)
    for one in single_arm_declarations().values():
        if one.name.startswith("single_arm."):
            yield one.name, partial(number, one, "prediction/single_arm_priors.py", ("attribute",))


def _of_statistics() -> Iterator[tuple[str, Tell]]:
    from lassitude.workflows import explaining_statistics as explained

    for kind in explained.KINDS:
        for name in explained.statistics(kind):
            yield name, partial(explained.statistic, kind, name)


def _ignoring_case(name: str) -> tuple[Tell, ...]:
    folded = name.casefold()
    return tuple(tell for one, tells in _named().items() if one.casefold() == folded for tell in tells)


def _by_ending(name: str) -> tuple[Tell, ...]:
    matching = [one for one in _named() if one.endswith(f".{name}")]
    if len(matching) > 1:
        first, more = sorted(matching)[:5], len(matching) - 5
        others = f" and {more} more" if more > 0 else ""
        raise RequestError(f"Several names end in {name!r}: {', '.join(first)}{others}. Name one whole.")
    return _named()[matching[0]] if matching else ()
