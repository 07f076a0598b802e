"""What a protocol consists of, as those see it who compare its tables with each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol as Shape

from lassitude.study.analyses.chosen import Subset
from lassitude.study.analysis_plan import Analysis
from lassitude.study.arms import Arm, Population
from lassitude.study.credibility import StatedCredibility
from lassitude.study.designs import Design
from lassitude.study.estimands import Estimand
from lassitude.study.historical import Historical
from lassitude.study.multiplicity import Procedure
from lassitude.study.simulation import Simulation
from lassitude.study.visits import Visits


class ConductTables(Shape):
    """Anything with the tables of a protocol that say who, what, when and how it is drawn."""

    @property
    def populations(self) -> Mapping[str, Population]:
        """Who takes part, by name."""
        ...

    @property
    def arms(self) -> Mapping[str, Arm]:
        """What is done to them, by name."""
        ...

    @property
    def design(self) -> Design:
        """How arms relate."""
        ...

    @property
    def visits(self) -> Visits:
        """When and what is measured."""
        ...

    @property
    def simulation(self) -> Simulation:
        """How the study is drawn."""
        ...


class PlanTables(ConductTables, Shape):
    """Anything with the tables of a protocol."""

    @property
    def analysis(self) -> Mapping[str, Analysis]:
        """What is computed, by name."""
        ...

    @property
    def subsets(self) -> Mapping[str, Subset]:
        """People chosen by their change, by name."""
        ...

    @property
    def estimands(self) -> Mapping[str, Estimand]:
        """What analyses are to estimate, by name."""
        ...

    @property
    def multiplicity(self) -> Mapping[str, Procedure]:
        """Hypotheses tested together, by the name of the procedure."""
        ...

    @property
    def published(self) -> Mapping[str, object]:
        """Published numbers by the id of an estimate."""
        ...

    @property
    def published_directions(self) -> Mapping[str, object]:
        """Published signs by the id of an estimate."""
        ...

    @property
    def historical(self) -> Historical | None:
        """Why the study repeats exercise that would not be offered to its people today."""
        ...

    @property
    def credibility(self) -> StatedCredibility:
        """What the author says about the use of the model."""
        ...
