"""Seeing: what instruments read of people on one day, each over its own recall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.instruments import instrument, observe
from lassitude.instruments.catalog import with_numbers
from lassitude.instruments.declarations import Instrument
from lassitude.instruments.parts import Observed
from lassitude.physiology.readouts import TIME_OF_DAY, TOTALS_SEEN, signals
from lassitude.population.cohort import Cohort
from lassitude.quantities.errors import RequestError
from lassitude.study.endpoints import AGE, parse_endpoint
from lassitude.trial.bodies import LONGEST_RECALL, RECALLS, Snapshot
from lassitude.trial.hours import MOMENT

Seen = Mapping[int, Mapping[str, NDArray[np.float64]]]
"""By recall in days: every named signal, [person]."""
SEX = "sex"


def recall_of(one: Instrument) -> int:
    """Return over how many days the signals of an instrument are averaged: its recall, at most four weeks.

    Examples
    --------
    >>> recall_of(instrument("MFIS")), recall_of(instrument("EDSS"))
    (28, 1)
    """
    return next((days for days in RECALLS if days >= one.recall_days), LONGEST_RECALL)


def recalls_of(names: Iterable[str]) -> tuple[int, ...]:
    """Return every recall that some instruments need.

    Examples
    --------
    >>> recalls_of(["steps", "MFIS", "EDSS"])
    (1, 7, 28)
    """
    return tuple(sorted({recall_of(instrument(name)) for name in names}))


def totals(now: Snapshot) -> dict[str, NDArray[np.float32]]:
    """Return the running totals of which instruments see the growth.

    Examples
    --------
    >>> from lassitude.population.cohort import draw_cohort
    >>> from lassitude.trial.bodies import at_entry
    >>> sorted(totals(at_entry(draw_cohort("rrms", 1, np.arange(2)))))
    ['lesions_born', 'relapses_had']
    """
    return {total: now.state[total] for total in TOTALS_SEEN.values()}


def seen(
    now: Snapshot,
    before: Mapping[str, NDArray[np.float32]],
    cohort: Cohort,
    recalls: Iterable[int] = (LONGEST_RECALL,),
) -> dict[int, dict[str, NDArray[np.float64]]]:
    """Return the signals of people as they are looked back at over each recall.

    Parameters
    ----------
    now : Snapshot
        On the day of the reading.
    before : mapping of str to array, [person]
        Running totals at the previous reading.
    cohort : Cohort
        The same people.
    recalls : iterable of int
        Days, of :data:`lassitude.trial.bodies.RECALLS`.

    Returns
    -------
    dict of int to dict of str to float64 array, [person]
        States are those of the day; what fluctuates is averaged over the recall.

    Examples
    --------
    >>> from lassitude.physiology.organism import AVERAGES
    >>> from lassitude.population.cohort import draw_cohort
    >>> from lassitude.trial.bodies import at_entry
    >>> two = draw_cohort("rrms", 1, np.arange(2))
    >>> still = dict.fromkeys(AVERAGES, 0.0)
    >>> now = at_entry(two)._replace(averages={7: still})
    >>> seen(now, totals(now), two, [7])[7]["relapses"]
    array([0., 0.])
    """
    state: dict[str, Any] = {**cohort.covariates, **now.state}
    if MOMENT in now.averages:
        state[TIME_OF_DAY] = now.day % 1.0
    people = len(cohort.persons)
    return {
        days: {
            name: np.broadcast_to(np.asarray(value, np.float64), people)
            for name, value in signals(state, now.averages[days], before, cohort.parameters).items()
        }
        for days in recalls
    }


def read(name: str | Instrument, shown: Seen, cohort: Cohort, occasion: ArrayLike) -> dict[str, Observed]:
    """Use one instrument on people who are seen over its recall.

    Parameters
    ----------
    name : str or Instrument
        A name of the catalog, or an instrument; its numbers are those told of the cohort.
    shown : Seen
        From :func:`seen`; what asks about the moment looks at that of people who live by the hour, else at
        the last day.
    cohort : Cohort
        The same people.
    occasion : int or array of int
        Of the measurement.

    Examples
    --------
    >>> from lassitude.population.cohort import draw_cohort
    >>> two = draw_cohort("rrms", 1, np.arange(2))
    >>> read("relapses", {1: {"relapses": np.array([0.0, 1.0])}}, two, 0)["count"].value
    array([0., 1.])
    """
    one = with_numbers(instrument(name) if isinstance(name, str) else name, cohort.told)
    recall = MOMENT if MOMENT in shown and one.recall_days == MOMENT else recall_of(one)
    return observe(one, shown[recall], cohort.keys, occasion)


def _instrument(measure: str) -> str | None:
    return None if measure in (AGE, SEX) else parse_endpoint(measure).instrument


def instruments_of(measures: Iterable[str]) -> tuple[str, ...]:
    """Return the instruments that some measures need, each once.

    Examples
    --------
    >>> instruments_of(["age_years", "MFIS.total", "MFIS.physical", "sex"])
    ('MFIS',)
    """
    found = (_instrument(name) for name in measures)
    return tuple(dict.fromkeys(name for name in found if name is not None))


def values_of(
    measures: Iterable[str], shown: Seen, cohort: Cohort, occasion: ArrayLike
) -> dict[str, NDArray[np.float64]]:
    """Measure people, each value with the error of its instrument.

    Parameters
    ----------
    measures : iterable of str
        Endpoints without a visit, ``age_years``, or ``sex`` (1 = female).
    shown : Seen
        From :func:`seen`; may be empty where no instrument is needed.
    cohort : Cohort
        The same people.
    occasion : int or array of int
        Of the measurement.

    Returns
    -------
    dict of str to array, [person]

    Raises
    ------
    RequestError
        For a part that its instrument does not have.

    Examples
    --------
    >>> from lassitude.population.cohort import draw_cohort
    >>> two = draw_cohort("rrms", 1, np.arange(2))
    >>> bool((values_of(["age_years"], {}, two, 0)["age_years"] > 10).all())
    True
    """
    names = tuple(dict.fromkeys(measures))
    answers = {name: read(name, shown, cohort, occasion) for name in instruments_of(names)}
    values = {AGE: cohort.covariates["age_years"], SEX: cohort.female.astype(np.float64)}
    for name in names:
        if name in values:
            continue
        endpoint = parse_endpoint(name)
        parts = answers[str(endpoint.instrument)]
        if endpoint.part not in parts:
            raise RequestError(f"{endpoint.instrument} has no part {endpoint.part!r}.")
        values[name] = parts[endpoint.part].value
    return {name: values[name] for name in names}
