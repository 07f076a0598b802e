"""Sources of fatigue: they add up to what people tend to, and their shares of variance add up to one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lassitude.physiology.fatigue import cognitive, physical, sources
from lassitude.physiology.parameters import declared_parameters
from lassitude.physiology.states import at_rest
from lassitude.prediction.fatigue_shares import shares_of
from lassitude.randomness.streams import normals, person_keys

P = declared_parameters().fatigue
N = 4000
KEYS = person_keys(45, 0, np.arange(N))


def people():
    s = at_rest()
    for name in ("mood", "sleep", "sickness", "microglia", "belief", "malaise", "fitness", "swing_physical"):
        setattr(s, name, normals(KEYS, name, 0))
    s.pyramidal_conduction = s.association_conduction = np.full(N, 0.9)
    return s


@pytest.mark.parametrize(("kind", "course"), [("physical", physical), ("cognitive", cognitive)])
def test_sources_add_up_to_what_people_tend_to(kind, course):
    s = people()
    assert np.sum(list(np.broadcast_arrays(*sources(kind, s, P).values())), axis=0) == pytest.approx(
        course(s, P).target
    )


def test_a_larger_weight_is_a_larger_share():
    """Sources are independent with SD 1, so that shares go with squared weights: 0.42 against 0.25."""

    def share(p) -> float:
        parts = {name: np.broadcast_to(one, N) for name, one in sources("physical", people(), p).items()}
        return shares_of("physical", parts).by_source["mood"]

    assert share(replace(P, by_mood=0.65)) > 1.15 * share(replace(P, by_mood=0.5)) > 0.0
    parts = {name: np.broadcast_to(one, N) for name, one in sources("physical", people(), P).items()}
    assert sum(shares_of("physical", parts).by_source.values()) == pytest.approx(1.0)
