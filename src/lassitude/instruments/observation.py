"""Observing: from signals of the body to what an instrument shows on one day."""

from __future__ import annotations

from numpy.typing import ArrayLike

from lassitude.instruments.catalog import instrument
from lassitude.instruments.declarations import Instrument
from lassitude.instruments.parts import Observed, Signals
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.randomness.streams import Keys


def observe(
    chosen: str | Instrument, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Use one instrument on each person once.

    Parameters
    ----------
    chosen : str or Instrument
        A name of the catalog, or an instrument whose parameters were replaced.
    signals : mapping of str to array of float, shape [...]
        At least the signals that the instrument reads, in the units of
        :data:`lassitude.quantities.signals.SIGNALS`, averaged over its recall.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int, broadcastable
        Day of the visit. The same person, instrument and day always give the same answer.

    Returns
    -------
    dict of str to Observed
        One entry for every part of the instrument, items included. A NaN signal gives NaN.

    Raises
    ------
    RequestError
        If there is no such instrument, or a signal that it reads is not given.

    Examples
    --------
    >>> import numpy as np
    >>> from lassitude.randomness.streams import person_keys
    >>> body = {"fatigue_physical": np.zeros(3), "fatigue_cognitive": np.zeros(3)}
    >>> answers = observe("MFIS", body, person_keys(2018, 0, np.arange(3)), 0)
    >>> answers["total"].value.shape, sorted(answers)[:2]
    ((3,), ['cognitive', 'item_01'])
    """
    one = chosen if isinstance(chosen, Instrument) else instrument(chosen)
    for name in one.reads:
        if name not in signals:
            raise RequestError(
                f"{one.name} reads the signal {name!r}, which is not given.{did_you_mean(name, signals)}"
            )
    return one.respond(one.parameters, signals, keys, occasion)
