"""Protects: latent virus follows the cells that carry and control it, and its antibody outlasts both."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from lassitude.physiology.blood_counts import CountParameters, lymphocyte_counts
from lassitude.physiology.reconstitution import ReconstitutionParameters
from lassitude.physiology.states import at_rest
from lassitude.physiology.viruses import FEWEST, VirusParameters, antibody, ebv, seen

P = VirusParameters()


def anyone(**values: float) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(at_rest()), **values})


def test_without_b_cells_there_is_hardly_any_virus() -> None:
    """The load falls with the cells that carry it, down to what hides outside blood."""
    loads = [seen(anyone(ebv=ebv(anyone(b_cells=left), P).target), P)["ebv_load"] for left in (1.0, 0.1, 0.0)]
    assert np.array(loads) / loads[0] == pytest.approx([1.0, 0.1, FEWEST])


def test_without_cd8_cells_the_virus_rises() -> None:
    assert ebv(anyone(cd8=0.25), P).target == pytest.approx(-P.by_cd8 * np.log(0.25))


def test_the_antibody_hardly_notices_that_b_cells_are_gone_for_half_a_year() -> None:
    """Long-lived plasma cells make it: most of it is left."""
    level, gone = 0.0, anyone(b_cells=0.01, disease=0.0)
    for _ in range(180):
        gone.ebv = ebv(gone, P).target
        change = antibody(gone, P)
        level += change.rate * (change.target - level)
    assert 0.7 < np.exp(level) < 1.0


def test_people_with_ms_have_more_antibody() -> None:
    """The direction of ledger sweden_prems_ebv_snfl; its size is a hypothesis."""
    assert antibody(anyone(disease=1.0), P).target > antibody(anyone(disease=0.0), P).target


def cd8(**values: float) -> float:
    counts = lymphocyte_counts(anyone(**values), CountParameters(), ReconstitutionParameters())
    return float(counts["cd8_count"])


def test_cytomegalovirus_adds_cd8_cells_with_age_and_nothing_else() -> None:
    assert cd8(cmv=0.0, age_years=20.0) == cd8(cmv=0.0, age_years=60.0)
    assert cd8(cmv=0.0) < cd8(cmv=1.0, age_years=20.0) < cd8(cmv=1.0, age_years=60.0)
    told = [
        lymphocyte_counts(anyone(cmv=one), CountParameters(), ReconstitutionParameters()) for one in (0, 1)
    ]
    assert {name for name in told[0] if told[0][name] != told[1][name]} == {"cd8_count"}


@pytest.mark.parametrize("age", [20.0, 35.0, 60.0])
def test_at_rest_cd4_cells_are_the_persons_own_normal_at_every_age(age: float) -> None:
    """Memory takes the place of naive cells, so that the sum stays."""
    counts = lymphocyte_counts(anyone(age_years=age), CountParameters(), ReconstitutionParameters())
    assert float(counts["cd4_count"]) == pytest.approx(CountParameters().cd4)
    assert counts["naive_cd4_count"] < counts["cd4_count"]


def test_lasting_cortisol_loosens_the_control_of_the_virus() -> None:
    assert ebv(anyone(glucocorticoid=0.2), P).target == pytest.approx(0.2 * P.by_cortisol)
