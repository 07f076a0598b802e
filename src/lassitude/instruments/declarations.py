"""What an instrument is: frozen data about its parts, its rules and its origin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.instruments.forms import Form
from lassitude.instruments.missing import MissingRule
from lassitude.instruments.parts import Answers, Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters
from lassitude.randomness.streams import Keys

Owner = TypeVar("Owner", bound=Parameters)


@dataclass(frozen=True, slots=True)
class Retest:
    """What a study found when unchanged people were measured twice.

    Attributes
    ----------
    part : str
        Part of the instrument.
    days : int or None
        Days between the two measurements; None where the source does not say.
    icc : float, tuple of two floats or None
        Intraclass correlation, or the retest correlation where the study gives that; lowest and highest
        where it gives a range.
    sem : float or None
        Standard error of measurement, in the part's unit.
    source : str
        Ledger id or DOI.
    reproduced : bool
        Whether simulated people show it; otherwise it is told, and the assumptions say why not.
    """

    part: str
    days: int | None
    icc: float | tuple[float, float] | None
    sem: float | None
    source: str
    reproduced: bool


Respond = Callable[[Any, Signals, Keys, ArrayLike], dict[str, Observed]]
Tally = Callable[[Answers, MissingRule], dict[str, NDArray[np.float64]]]


@dataclass(frozen=True, slots=True)
class Instrument:
    """Everything that is known of one instrument.

    Attributes
    ----------
    name, label, version : str
        Short name used in endpoints, full name, and which version of form or procedure this is.
    parts : mapping of str to PartSpec
        Every part that :func:`~lassitude.instruments.observation.observe` returns.
    reads : tuple of str
        Names of the signals that decide the answers.
    recall_days : int
        Over how many days the person is asked to look back; 0 for the moment itself.
    rights : str
        Who owns the wording, and what is shipped of it.
    source : tuple of str
        Ledger ids and DOIs of structure and response model.
    assumed : tuple of str
        What rests on assumption rather than on a source.
    parameters : Parameters
        Numbers of the response model, each with unit, bounds and source.
    respond : callable
        From parameters, signals, keys and occasion to what is observed.
    tally : callable or None
        Pure scoring of answers by item number; None where there are no items.
    missing_rules : tuple of MissingRule
        The rules that may be declared for missing items; the first one is the default.
    form : Form or None
        Which items there are and what is scored of them; None where there is no questionnaire.
    retests : tuple of Retest
        Published reliability over a stated interval.
    """

    name: str
    label: str
    version: str
    parts: Mapping[str, PartSpec]
    reads: tuple[str, ...]
    recall_days: int
    rights: str
    source: tuple[str, ...]
    assumed: tuple[str, ...]
    parameters: Parameters
    respond: Respond
    tally: Tally | None = None
    missing_rules: tuple[MissingRule, ...] = ()
    form: Form | None = None
    retests: tuple[Retest, ...] = ()


def central(owner: type[Owner]) -> Owner:
    """Build the parameters of a class at their declared values.

    Examples
    --------
    >>> from lassitude.instruments.examination import EdssParameters
    >>> central(EdssParameters).lasting_share
    0.9
    """
    return owner()
