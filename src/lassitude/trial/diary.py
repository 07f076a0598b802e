"""The diary of a block of people: what was measured of them and what happened, as arrays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lassitude.instruments.parts import Observed
from lassitude.trial.bodies import Snapshot

COUNTED = ("sessions_due", "sessions_kept", "doses_due", "doses_taken")
"""Running totals of the body from which adherence is told."""
RELAPSES_REMEMBERED = ("last_relapse_day", "earlier_relapse_day")
LOG = "log."
"""What stands behind it has one entry for each thing that happened, not for each person."""


class Diary:
    """Pages that are written as a block of people goes from stop to stop.

    ==================================  ====================  ==============================================
    page                                shape                 content
    ==================================  ====================  ==============================================
    ``value.INSTRUMENT.part``           [visit, person]       what was measured, NaN where nothing was
    ``status.`` and ``limit.`` thereof  [visit, person]       only where not everything was observed
    ``item.INSTRUMENT.part``            [visit, first]        single items, of the first replicate only
    ``repeat.INSTRUMENT.part``          [person]              a second measurement at the first visit
    ``held.day``                        [visit, person]       absolute day on which a visit was held
    ``truth.signal``                    [visit, person]       what only a simulation knows
    ``count.total``                     [count, person]       sessions and doses until a day
    ``log.relapse.place``, ``.day``     [relapse]             who relapsed when
    ``log.event.N.place``, ``.day``     [event]               whom an event of rule N befell when
    ``log.clinic.place``, ``.day``      [seen]                who was seen between visits, and when
    ``log.clinic.INSTRUMENT.part``      [seen]                what was measured then
    ==================================  ====================  ==============================================

    Parameters
    ----------
    people, visits, counts : int
        How many.
    place : int
        Place of the block's first person in the list of all.
    first : array of int
        Positions in the block of the people of the first replicate.
    """

    def __init__(self, people: int, visits: int, counts: int, place: int, first: NDArray[np.intp]) -> None:
        self._people, self._visits, self._counts = people, visits, counts
        self._place, self._first = place, first
        self._pages: dict[str, NDArray] = {}
        self._log: dict[str, list[NDArray]] = {}

    def visit(
        self,
        number: int,
        who: NDArray[np.bool_],
        day: float,
        shown: Mapping[str, NDArray[np.float64]],
        answers: Mapping[str, Mapping[str, Observed]],
    ) -> None:
        """Write down a visit of those who are seen."""
        self._put("held.day", self._visits, number, who, np.float64(day))
        for name, value in shown.items():
            self._put(f"truth.{name}", self._visits, number, who, value)
        for instrument, parts in answers.items():
            for part, one in parts.items():
                if part.startswith("item_"):
                    page, few = f"item.{instrument}.{part}", self._first
                    self._put(page, self._visits, number, who[few], one.value[few])
                    continue
                self._put(f"value.{instrument}.{part}", self._visits, number, who, one.value)
                if one.status is not None:
                    status = one.status.astype(np.float64)
                    limit = np.float64(np.nan if one.limit is None else one.limit)
                    self._put(f"status.{instrument}.{part}", self._visits, number, who, status)
                    self._put(f"limit.{instrument}.{part}", self._visits, number, who, limit)

    def again(self, answers: Mapping[str, Mapping[str, Observed]]) -> None:
        """Write down a second measurement at the first visit."""
        for instrument, parts in answers.items():
            for part, one in parts.items():
                if not part.startswith("item_"):
                    self._pages[f"repeat.{instrument}.{part}"] = one.value

    def clinic(
        self, who: NDArray[np.bool_], day: float, answers: Mapping[str, Mapping[str, Observed]]
    ) -> None:
        """Write down those who are seen between visits."""
        places = np.flatnonzero(who)
        self._happened("clinic", places, np.full(len(places), float(day)))
        for instrument, parts in answers.items():
            for part, one in parts.items():
                if not part.startswith("item_"):
                    self._log.setdefault(f"clinic.{instrument}.{part}", []).append(one.value[places])

    def relapses(self, now: Snapshot, since: int) -> None:
        """Write down the relapses from a day on; a body remembers the last two."""
        for name in RELAPSES_REMEMBERED:
            places = np.flatnonzero(now.state[name] >= since)
            self._happened("relapse", places, now.state[name][places].astype(np.float64))

    def event(self, number: int, who: NDArray[np.bool_], day: NDArray[np.float64]) -> None:
        """Write down whom an event befell, and when."""
        places = np.flatnonzero(who)
        self._happened(f"event.{number}", places, day[places])

    def count(self, number: int, now: Snapshot) -> None:
        """Write down sessions and doses until now."""
        everybody = np.ones(self._people, bool)
        for name in COUNTED:
            self._put(f"count.{name}", self._counts, number, everybody, now.state[name].astype(np.float64))

    def pages(self) -> dict[str, NDArray]:
        """Return everything that was written."""
        log = {f"{LOG}{name}": np.concatenate(entries) for name, entries in self._log.items()}
        return {**self._pages, **log}

    def _put(
        self, page: str, rows: int, row: int, who: NDArray[np.bool_], value: NDArray[np.float64] | np.float64
    ) -> None:
        if page not in self._pages:
            empty = 0.0 if page.startswith("status.") else np.nan
            self._pages[page] = np.full((rows, len(who)), empty)
        np.copyto(self._pages[page][row], value, where=who)

    def _happened(self, what: str, places: NDArray[np.intp], days: NDArray[np.float64]) -> None:
        self._log.setdefault(f"{what}.place", []).append(places + self._place)
        self._log.setdefault(f"{what}.day", []).append(days)
