"""Blood tests: unbiased, with the declared error, and honest about what lies below the limit."""

from __future__ import annotations

import numpy as np

from lassitude.instruments import STATUSES, observe
from lassitude.instruments.assays import AssayParameters, GeneScoreParameters
from lassitude.randomness.streams import person_keys

N = 20_000
KEYS = person_keys(6, 0, np.arange(N))


def test_assay_is_unbiased_with_the_declared_variation():
    """20,000 samples: mean within five standard errors, variation within three percent of itself."""
    seen = observe("IFNG", {"ifn_gamma": np.full(N, 50.0)}, KEYS, 0)["concentration"].value
    variation = AssayParameters().coefficient_of_variation
    assert abs(seen.mean() / 50.0 - 1.0) < 5 * variation / np.sqrt(N)
    assert abs(seen.std() / seen.mean() / variation - 1.0) < 0.03


def test_below_the_limit_there_is_a_status_and_no_number():
    one = observe("IFNG", {"ifn_gamma": np.full(N, 2.0)}, KEYS, 0)["concentration"]
    low = one.status == STATUSES.index("below_limit")
    assert 0.4 < low.mean() < 0.6
    assert np.isnan(one.value[low]).all() and (one.value[~low] >= 2.0).all() and one.limit == 2.0


def test_gene_score_is_zero_at_the_healthy_mean_and_counts_doublings():
    chosen = GeneScoreParameters()
    seen = [
        observe("ISG", {"type1_interferon_activity": np.full(N, fold)}, KEYS, 0)["score"].value.mean()
        for fold in (1.0, 2.0)
    ]
    assert abs(seen[0]) < 5 * chosen.error_sd / np.sqrt(N)
    doubling = np.log2((2.0 + chosen.background) / (1.0 + chosen.background)) / chosen.healthy_sd
    assert abs(seen[1] - seen[0] - doubling) < 1e-9


def test_no_interferon_at_all_gives_a_finite_score():
    seen = observe("ISG", {"type1_interferon_activity": np.zeros(3)}, person_keys(6, 0, np.arange(3)), 0)
    assert np.isfinite(seen["score"].value).all()
