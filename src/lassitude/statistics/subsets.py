"""People of an arm chosen by their own change, within each replicate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.study.analyses.chosen import Subset
from lassitude.study.endpoints import EVERYONE


def chosen(block: ArmBlock, judged: ArmBlock, name: str, subset: Subset) -> ArmBlock:
    """Keep the people of an arm whose change meets the condition of a subset.

    Parameters
    ----------
    block : ArmBlock
        The endpoint analyzed.
    judged : ArmBlock
        The endpoint that the subset is chosen by, of the same arm.
    name : str
        Name of the subset.
    subset : Subset
        Its condition.

    Returns
    -------
    ArmBlock
        Of the arm ``arm/name``, empty in a replicate where nobody meets the condition; people without both
        values do not.
    """
    change = judged.at(subset.at) - judged.at(subset.change_from)
    low = -np.inf if subset.at_least is None else subset.at_least
    high = np.inf if subset.at_most is None else subset.at_most
    kept = block.enrolled & (change >= low) & (change <= high)
    return replace(
        block,
        arm=f"{block.arm}/{name}",
        values=np.where(kept[..., None], block.values, np.nan),
        enrolled=kept,
        notes=(*block.notes, _note(block, kept.sum(axis=1), name, subset)),
    )


def together(blocks: Sequence[ArmBlock], arm: str) -> ArmBlock:
    """Put the people of several arms into one block.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint; nobody belongs to two of them.
    arm : str
        Name of the block.

    Returns
    -------
    ArmBlock
        Everybody, with every note once.
    """
    return replace(
        blocks[0],
        arm=arm,
        values=np.fmax.reduce([block.values for block in blocks]),
        enrolled=np.logical_or.reduce([block.enrolled for block in blocks]),
        notes=tuple(dict.fromkeys(note for block in blocks for note in block.notes)),
    )


def all_together(blocks: Sequence[ArmBlock]) -> ArmBlock:
    """Put everybody into one block named ``all``, with the subset if they are one; see `together`."""
    subset = max(block.arm.partition("/")[2] for block in blocks)
    return together(blocks, f"{EVERYONE}/{subset}" if subset else EVERYONE)


def with_all_together(blocks: Sequence[ArmBlock]) -> list[ArmBlock]:
    """Add a block of everybody to those of several arms; one arm is everybody already."""
    return [*blocks, all_together(blocks)] if len(blocks) > 1 else list(blocks)


def _note(block: ArmBlock, kept: np.ndarray, name: str, subset: Subset) -> str:
    bound = f"at most {subset.at_most:g}" if subset.at_most is not None else f"at least {subset.at_least:g}"
    condition = f"{subset.endpoint} changed by {bound} from {subset.change_from} to {subset.at}"
    total = block.enrolled.sum(axis=1)
    if kept.size == 1:
        count = f"{kept[0]} of {total[0]}"
    else:
        count = (
            f"a median of {np.median(kept):g} (from {kept.min()} to {kept.max()}) of a median of "
            f"{np.median(total):g}"
        )
    return (
        f"Subset {name}: {count} people of {block.arm}, whose {condition}. People chosen by an outcome have "
        "changed by more than the treatment did, because chance made some of the choice."
    )
