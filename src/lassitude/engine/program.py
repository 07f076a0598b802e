"""The compiled form of the integrator: a block of people in, the same people some days later out.

What is handed to the program lies in few arrays, because the compiler makes a loop of machine code for
every array that it takes apart, and their number is what compiling takes time for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.experimental.xla_metadata import set_xla_metadata

from lassitude.engine.integrate import Arrays, Block, Noise, advance_rows
from lassitude.engine.model import Clock, Model

COMPILER_OPTIONS = {"xla_cpu_prefer_vector_width": 512}
"""Wide vectors where the processor has them; elementwise code gives the same bits at any width."""
AS_ONE_FUNCTION = {"inlineable": "false", "xla_cpu_small_call": "true"}
"""Compile a segment into one function of machine code, instead of handing out some 700 kernels a day.

Without it results are the same and a third slower; see ``docs/devdocs/engine.md``.
"""
TOGETHER = 256
"""People who are stepped together, a part of a block: all their numbers stay in the nearest cache."""


@dataclass(frozen=True)
class Program:
    """A model and a clock, compiled once for each pattern of shared and per-patient parameters.

    Attributes
    ----------
    model : Model
        The body.
    clock : Clock
        How a day is cut.
    segment : callable
        The compiled function of stacks.
    """

    model: Model
    clock: Clock
    segment: Any

    def __call__(
        self, state: Mapping[str, Any], block: Block, noise: Noise, sums: Mapping[str, Any], *when: Any
    ) -> tuple[Arrays, Arrays]:
        """Advance a block of people, as :func:`~lassitude.engine.integrate.advance` does.

        Returns
        -------
        tuple of dict of str to float32 array, [person]
            States at the end and sums of the averages, in NumPy.
        """
        ended = self.segment(*self.handed(state, block, noise, sums), *when)
        named = zip((self.model.states, self.model.averages), map(np.asarray, ended), strict=True)
        states, added = (dict(zip(names, rows, strict=True)) for names, rows in named)
        return states, added

    def handed(
        self, state: Mapping[str, Any], block: Block, noise: Noise, sums: Mapping[str, Any]
    ) -> tuple[Any, ...]:
        """Return what the compiled function takes before days: packing, states, block, noise and sums."""
        packed, stacks = _stacked(block)
        values, added = (
            np.stack([told[name] for name in names]).astype(np.float32, copy=False)
            for told, names in ((state, self.model.states), (sums, self.model.averages))
        )
        return packed, values, stacks, noise, added


@cache
def compiled(model: Model, clock: Clock) -> Program:
    """Return the compiled form of :func:`~lassitude.engine.integrate.advance` for a model and a clock.

    Examples
    --------
    >>> from lassitude.engine.toy import CLOCK, toy_model
    >>> compiled(toy_model(), CLOCK) is compiled(toy_model(), CLOCK)
    True
    """
    inner = jax.jit(partial(_in_turn, model, clock), static_argnums=0)

    def as_one(packed: _Packed, *rest: Any) -> Any:
        return set_xla_metadata(inner(packed, *rest), **AS_ONE_FUNCTION)

    return Program(model, clock, jax.jit(as_one, static_argnums=0, compiler_options=COMPILER_OPTIONS))


def _in_turn(
    model: Model,
    clock: Clock,
    packed: _Packed,
    state: Any,
    stacks: list[Any],
    noise: Noise,
    sums: Any,
    *when: Any,
) -> Any:
    """Send the people of a block through a segment a few at a time, which changes no number."""
    people = state.shape[1]
    together = people if people % TOGETHER else TOGETHER

    def go(first: Any) -> Any:
        def near(stack: Any) -> Any:
            return jax.lax.dynamic_slice_in_dim(stack, first, together, axis=1) if stack.ndim == 2 else stack

        def mine(chance: Any) -> Any:
            return jax.lax.dynamic_slice_in_dim(chance, first, together) if chance.ndim else chance

        own, felt = [near(stack) for stack in stacks], Noise(*(mine(one) for one in noise))
        return advance_rows(model, clock, near(state), lambda: packed.block(own), felt, near(sums), *when)

    told = jax.lax.map(go, jnp.arange(0, people, together))
    return [jnp.moveaxis(one, 0, 1).reshape(-1, people) for one in told]


class _Packed(NamedTuple):
    """How the arrays of a block lie in stacks: its form, and for each array which stack and which row."""

    form: Any
    places: tuple[tuple[int, int], ...]

    def block(self, stacks: list[Any]) -> Block:
        taken: Block = self.form.unflatten([stacks[stack][row] for stack, row in self.places])
        return taken


def _stacked(block: Block) -> tuple[_Packed, list[Any]]:
    """Put arrays of one kind into one."""
    told, form = jax.tree.flatten(block)
    leaves = [np.asarray(leaf) for leaf in told]
    kinds = list(dict.fromkeys((leaf.ndim, leaf.dtype) for leaf in leaves))
    rows: list[list[Any]] = [[] for _ in kinds]
    places = []
    for leaf in leaves:
        stack = kinds.index((leaf.ndim, leaf.dtype))
        places.append((stack, len(rows[stack])))
        rows[stack].append(leaf)
    return _Packed(form, tuple(places)), [np.stack(one) for one in rows]
