"""Multiple imputation: missing values drawn many times by a stated rule, and the results pooled."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.analyses.chosen import Variant
from lassitude.study.strict import Count, Number, Table, Text


class MissingAtRandom(Table):
    """Missing values are like those of people of the same arm with the same course so far."""

    type: Literal["missing-at-random"]


class JumpToReference(Table):
    """After the event, people of an arm have the means of the reference arm at once."""

    type: Literal["jump-to-reference"]


class CopyIncrements(Table):
    """After the event, people of an arm keep what they gained and change as the reference arm does."""

    type: Literal["copy-increments"]


class CopyReference(Table):
    """People who have the event are as if they had been in the reference arm all along."""

    type: Literal["copy-reference"]


class RetrievedDropout(Table):
    """After the event, missing values are like those of people of the same arm measured after it.

    Attributes
    ----------
    at_least : int
        People of an arm measured after the event, below which its missing values are not imputed.
    """

    type: Literal["retrieved-dropout"]
    at_least: Annotated[int, Field(strict=True, ge=3)] = 10


Method = Annotated[
    MissingAtRandom | JumpToReference | CopyIncrements | CopyReference | RetrievedDropout,
    Field(discriminator="type"),
]
"""What missing values are like, told apart by `type`."""


class RubinVariance(Table):
    """Variance within plus variance between imputations (Rubin's rules)."""

    type: Literal["rubin"]


class BootstrapVariance(Table):
    """Variance of the estimate over people drawn again, each sample imputed anew (von Hippel and Bartlett).

    Attributes
    ----------
    samples : int
        How often people of each arm are drawn again.
    imputations : int
        Imputations of each sample.
    """

    type: Literal["bootstrap"]
    samples: Annotated[int, Field(strict=True, ge=50)] = 200
    imputations: Annotated[int, Field(strict=True, ge=2)] = 2


Variance = Annotated[RubinVariance | BootstrapVariance, Field(discriminator="type")]
"""Which variance the interval and the p value rest on, told apart by `type`."""


class TippingPoint(Table):
    """How much worse imputed values must be for the conclusion to change.

    Attributes
    ----------
    largest : float
        The largest shift tried, in the endpoint's unit; its sign says which way is worse.
    step : float
        Shifts reported in the table: 0, step, twice that and so on, up to `largest` in size.
    arms : tuple of str
        Arms whose imputed values are shifted; empty for all but the reference.
    """

    largest: Number
    step: Annotated[Number, Field(gt=0)]
    arms: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _some_steps(self) -> TippingPoint:
        if not 1 <= abs(self.largest) / self.step <= 200:
            raise PydanticCustomError(
                "steps", "largest lies between one and 200 steps from 0; change largest or step"
            )
        return self


class MultipleImputation(Table):
    """The value at `at` on arm, baseline and covariates, missing values imputed many times and pooled.

    Attributes
    ----------
    change_from : str
        Visit of the baseline, a covariate; values after it up to `at` are imputed.
    at : str
        Visit compared.
    reference : str
        Name of the arm that the others are compared with, and that reference-based methods refer to.
    method : Method
        What values missing after an intercurrent event are like. Without an estimand, values missing after
        a person's last one are taken to follow an event; all others are missing at random.
    variance : Variance
        Which variance the interval and the p value rest on.
    imputations : int
        How often missing values are drawn.
    seed : int
        Of the draws; part of the plan, so that anybody gets the same numbers.
    tipping : TippingPoint, optional
        Shifts of imputed values.
    covariates : tuple of str
        Besides the baseline: ``age_years``, ``sex``, or endpoints at a visit.
    covariance_by_arm : bool
        Whether values are drawn with slopes and a covariance of each arm's own.
    """

    type: Literal["multiple-imputation"]
    endpoint: Text
    change_from: Text
    at: Text
    reference: Text
    method: Method = MissingAtRandom(type="missing-at-random")
    variance: Variance = RubinVariance(type="rubin")
    imputations: Annotated[int, Field(strict=True, ge=2, le=10_000)] = 100
    seed: Count = 1
    tipping: TippingPoint | None = None
    covariates: tuple[Text, ...] = ()
    covariance_by_arm: bool = False
    estimand: Text | None = None
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None

    @model_validator(mode="after")
    def _settings_fit(self) -> MultipleImputation:
        if isinstance(self.method, RetrievedDropout) and self.estimand is None:
            raise PydanticCustomError(
                "settings",
                "retrieved-dropout needs to know whose values follow which event; name an estimand",
            )
        if self.tipping is not None and not isinstance(self.variance, RubinVariance):
            raise PydanticCustomError(
                "settings",
                'a tipping point is found with Rubin\'s variance; write variance = { type = "rubin" }',
            )
        return self
