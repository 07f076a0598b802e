"""A change that was reported of one arm: what is asked, and what of it can be reckoned with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from lassitude.instruments import instrument
from lassitude.instruments.parts import PartSpec
from lassitude.prediction.single_arm_draws import Selection, Setting
from lassitude.prediction.single_arm_entry import Entry, parse_entry, part_of
from lassitude.prediction.single_arm_priors import Belief
from lassitude.prediction.single_arm_regression import population_mean, spread_at_entry
from lassitude.prediction.single_arm_scores import Score, score_of
from lassitude.quantities.errors import RequestError, did_you_mean

Blinding = Literal["open", "blinded", "none"]
Comparator = Literal["placebo", "attention", "waiting-list", "usual-care"]

LONGEST_WEEKS = 520.0
_FATIGUE = frozenset({"fatigue_physical", "fatigue_cognitive"})


@dataclass(frozen=True, slots=True)
class SingleArm:
    """A mean change before and after, as a paper reports it of one arm.

    Attributes
    ----------
    instrument : str
        Such as ``MFIS`` (its total, or the part that entry rules on) or ``MFIS.physical``.
    people : int
        Measured before and after.
    weeks : float
        From the start to the outcome.
    blinding : {"open", "blinded", "none"}
        What people knew of what they received; ``none`` where nothing was given.
    change : float, optional
        The mean change, after minus before.
    entry : str, optional
        Who was let in, such as ``MFIS.total > 33``; see `parse_entry`.
    comparator : {"placebo", "attention", "waiting-list", "usual-care"}, optional
        What the arm was there for, where it was not itself studied.
    condition : str
        Of the people.
    entry_mean : float, optional
        Mean before, of those who were let in.
    population_mean, population_sd, icc : float, optional
        Of the outcome, in the population that was screened, in place of the published ones.
    correlation : float, optional
        Of the outcome with the score that entry rules on, where that is another one.
    criterion_mean, criterion_sd, criterion_icc : float, optional
        Of that other score, in place of the published ones.
    """

    instrument: str
    people: int
    weeks: float
    blinding: Blinding
    change: float | None = None
    entry: str | None = None
    comparator: Comparator | None = None
    condition: str = "rrms"
    entry_mean: float | None = None
    population_mean: float | None = None
    population_sd: float | None = None
    icc: float | None = None
    correlation: float | None = None
    criterion_mean: float | None = None
    criterion_sd: float | None = None
    criterion_icc: float | None = None

    @property
    def day(self) -> float:
        """Day of the outcome, from the start."""
        return 7.0 * self.weeks

    @property
    def belief(self) -> Belief:
        """What people of this arm could expect something of."""
        if self.comparator == "attention":
            return "attention"
        return "none" if self.comparator in ("waiting-list", "usual-care") else self.blinding


def setting_of(asked: SingleArm) -> Setting:
    """Look up everything that a request names, and refuse what cannot be reckoned with.

    Parameters
    ----------
    asked : SingleArm
        As a person wrote it.

    Raises
    ------
    RequestError
        Where, what and how to go on.

    Examples
    --------
    >>> setting_of(SingleArm("MFIS", 40, 12, "open", entry="MFIS.total > 33")).day
    84.0
    >>> setting_of(SingleArm("MIFS", 40, 12, "open"))
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: There is no instrument 'MIFS'. Did you mean ...
    """
    _check_request(asked)
    _check_that_another_score_is_judged(asked)
    entry = None if asked.entry is None else parse_entry(asked.entry)
    measure = outcome_of(asked, entry)
    part = part_of(measure)
    _check_numbers(asked, measure, part)
    numbers = (asked.population_mean, asked.population_sd, asked.icc)
    score = score_of(measure, asked.condition, *numbers, "--population-sd and --icc")
    setting = Setting(
        score=score,
        worse=-1.0 if part.direction == "higher_better" else 1.0,
        recall_days=float(instrument(measure.partition(".")[0]).recall_days),
        people=asked.people,
        day=asked.day,
        belief=asked.belief,
        attended=asked.belief != "none",
        selection=None if entry is None else _selection(asked, entry, score),
        entry_mean=asked.entry_mean,
    )
    _check_where_the_population_lies(asked, setting, part)
    return setting


def outcome_of(asked: SingleArm, entry: Entry | None) -> str:
    """Return the score whose change was reported.

    Examples
    --------
    >>> outcome_of(SingleArm("MFIS", 40, 12, "open"), None)
    'MFIS.total'
    """
    name, dot, _ = asked.instrument.partition(".")
    known = instrument(name)
    if not set(known.reads) <= _FATIGUE:
        raise RequestError(
            f"{name} asks for {', '.join(known.reads)}; what belief, contact and time do is supposed here of "
            "scores that ask for fatigue alone. Name one of those, such as MFIS."
        )
    if dot:
        part_of(asked.instrument)
        return asked.instrument
    if entry is not None and entry.measure.startswith(f"{name}."):
        return entry.measure
    return f"{name}.{'total' if 'total' in known.parts else next(iter(known.parts))}"


def _check_request(asked: SingleArm) -> None:
    from lassitude.population.conditions import condition

    condition(asked.condition)
    for what, value, kind in (
        ("blinding", asked.blinding, Blinding),
        ("comparator", asked.comparator, Comparator),
    ):
        if value is not None and value not in get_args(kind):
            near = did_you_mean(str(value), get_args(kind))
            raise RequestError(f"There is no {what} {value!r}.{near}")
    if asked.people < 2:
        raise RequestError(f"n is {asked.people}; a mean change of 2 people or more can be told apart.")
    if not 0.0 < asked.weeks <= LONGEST_WEEKS:
        raise RequestError(
            f"weeks is {asked.weeks:g}; more than 0 and at most {LONGEST_WEEKS:g} are possible."
        )
    numbers = {name: getattr(asked, name) for name in ("change", "entry_mean", "population_mean")}
    for name, value in numbers.items():
        if value is not None and not math.isfinite(value):
            raise RequestError(f"{name} is {value}; write a number.")


def _check_that_another_score_is_judged(asked: SingleArm) -> None:
    about = ("correlation", "criterion_mean", "criterion_sd", "criterion_icc")
    given = [name for name in about if getattr(asked, name) is not None]
    if given and asked.entry is None:
        raise RequestError(
            f"{given[0]} is about a score that entry rules on, and no entry is given. Write one, such as "
            '--entry "MFIS.total > 33", or leave it out.'
        )


def _check_numbers(asked: SingleArm, measure: str, part: PartSpec) -> None:
    lowest, highest = part.range
    if asked.change is not None and abs(asked.change) > highest - lowest:
        raise RequestError(
            f"{measure} runs from {lowest:g} to {highest:g}; nobody changes by {asked.change:g}. A change is "
            "after minus before, in points."
        )
    for name in ("entry_mean", "population_mean"):
        value = getattr(asked, name)
        if value is not None and not lowest <= value <= highest:
            raise RequestError(f"{name} is {value:g}; {measure} runs from {lowest:g} to {highest:g}.")
    for name in ("population_sd", "criterion_sd"):
        value = getattr(asked, name)
        if value is not None and not 0.0 < value < math.inf:
            raise RequestError(f"{name} is {value:g}; a spread between people is above 0.")
    if asked.population_sd is not None and asked.population_sd > 0.5 * (highest - lowest):
        raise RequestError(
            f"population_sd is {asked.population_sd:g}; on a scale from {lowest:g} to {highest:g} no SD is "
            f"above {0.5 * (highest - lowest):g}."
        )
    for name in ("icc", "criterion_icc"):
        value = getattr(asked, name)
        if value is not None and not 0.0 <= value <= 1.0:
            raise RequestError(f"{name} is {value:g}; it lies between 0 and 1.")


def _selection(asked: SingleArm, entry: Entry, score: Score) -> Selection:
    if entry.measure == score.measure:
        if asked.correlation is not None:
            raise RequestError(
                f"Entry is judged on the outcome itself, {score.measure}; leave the correlation out."
            )
        if score.mean is None and asked.entry_mean is None:
            raise RequestError(
                f"No population mean of {score.measure} is known here, so what entry above a cut does cannot "
                "be told. Give the mean of those who entered with --entry-mean, or --population-mean."
            )
        return Selection(entry, score)
    return _other_selection(asked, entry, score)


def _other_selection(asked: SingleArm, entry: Entry, score: Score) -> Selection:
    if asked.correlation is None:
        raise RequestError(
            f"Entry is judged on {entry.measure}, and the outcome is {score.measure}: the outcome then "
            "regresses only as far as the two go together, and scores do not convert into each other. Give "
            "their correlation on one day with --correlation, or leave the entry out."
        )
    if not -1.0 <= asked.correlation <= 1.0:
        raise RequestError(f"correlation is {asked.correlation:g}; it lies between -1 and 1.")
    if asked.entry_mean is not None:
        raise RequestError(
            f"The mean of {score.measure} at entry does not tell where {entry.measure} was cut; leave "
            "--entry-mean out."
        )
    ways = "--criterion-sd and --criterion-icc"
    numbers = (asked.criterion_mean, asked.criterion_sd, asked.criterion_icc)
    judged = score_of(entry.measure, asked.condition, *numbers, ways)
    if judged.mean is None:
        raise RequestError(f"No population mean of {entry.measure} is known here; give --criterion-mean.")
    return Selection(entry, judged, asked.correlation)


def _check_where_the_population_lies(asked: SingleArm, setting: Setting, part: PartSpec) -> None:
    if asked.entry_mean is None or asked.population_mean is not None:
        return
    chosen, score = setting.selection, setting.score
    if chosen is None:
        raise RequestError(
            "A mean at entry tells of regression to the mean only beside a rule of entry (--entry) or the "
            "mean of the population (--population-mean). Give one of them, or leave it out."
        )
    window = chosen.entry.window
    if not window.low < asked.entry_mean < window.high:
        raise RequestError(f"A mean of {asked.entry_mean:g} at entry does not go with {chosen.entry.text!r}.")
    width = spread_at_entry(score.sd.value, score.icc.value, window.times)
    found = float(population_mean(asked.entry_mean, width, window))
    lowest, highest = part.range
    if not lowest <= found <= highest:
        raise RequestError(
            f"A mean of {asked.entry_mean:g} after {chosen.entry.text!r} needs a population whose mean is "
            f"{found:.0f}, outside the scale from {lowest:g} to {highest:g} (SD {score.sd.value:.3g}). Check "
            "the two, or give --population-mean."
        )
