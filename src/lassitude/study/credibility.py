"""What the author of a plan says about the use of a model: the cells that no program can fill."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lassitude.study.strict import Table, Text

Level = Literal["low", "medium", "high"]
LEVELS: tuple[Level, ...] = ("low", "medium", "high")


class Rating(Table):
    """A level with its reason.

    Attributes
    ----------
    level : str
        ``low``, ``medium`` or ``high``.
    because : str
        Why.
    """

    level: Level
    because: Text


class StatedCredibility(Table):
    """Question, context and risk of using the model, in the words of ASME V&V 40, FDA 2023 and ICH M15.

    Every key may be left out; reports then show its cell as not stated.

    Attributes
    ----------
    question : str, optional
        Question of interest: what is to be decided or found out.
    context_of_use : str, optional
        Which prediction is used for it, for whom, and what else is known.
    model_influence : Rating, optional
        How much the prediction weighs beside other evidence.
    decision_consequence : Rating, optional
        How bad a wrong decision would be.
    model_risk : Rating, optional
        Both of these together.
    model_impact : Rating, optional
        How far the proposed use departs from what regulators are used to (ICH M15).
    appropriateness : str, optional
        Why this model suits the question (ICH M15).
    technical_criteria : str, optional
        What must hold for the prediction to be used, set in advance.
    """

    question: Text | None = Field(default=None)
    context_of_use: Text | None = Field(default=None)
    model_influence: Rating | None = Field(default=None)
    decision_consequence: Rating | None = Field(default=None)
    model_risk: Rating | None = Field(default=None)
    model_impact: Rating | None = Field(default=None)
    appropriateness: Text | None = Field(default=None)
    technical_criteria: Text | None = Field(default=None)
