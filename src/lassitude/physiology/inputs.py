"""What the outside does to the body: the levers that therapies pull, each with its neutral value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Levers:
    """Where therapies touch the body on one day; every default means: nothing is done.

    Each field is a number or an array with one value a person.
    """

    t_cell_kill: Any = 0.0
    """Extra death of T cells in blood, 1/day."""
    b_cell_kill: Any = 0.0
    """Extra death of B cells, 1/day."""
    tolerance_drive: Any = 0.0
    """Speed at which regulation returns to its healthy strength, 1/day."""
    passage: Any = 1.0
    """What is left of the passage of lymphocytes into the nervous system, 0 to 1."""
    activation: Any = 1.0
    """What is left of the activation of effector cells, 0 to 1."""
    type1_interferon_drive: Any = 0.0
    """Added type I interferon activity, in healthy means."""
    training_load: Any = 0.0
    """Training done above habitual activity, MET-hours a week."""
    toxicity_drive: Any = 0.0
    """Acute toxicity of a procedure, units a day."""
    belief_drive: Any = 0.0
    """Belief that is being built, in latent fatigue units."""
