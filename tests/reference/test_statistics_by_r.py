"""Protects: numbers that R 4.2.2 gave on data the project makes itself, also where R is not.

The scripts are those of ``tests/reference/r``, which compares live and in full where R is (afex 1.2-1, nlme
3.1-162, lme4 1.1-31, pbkrtest 0.5.2, lmerTest 3.1-3).
"""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.statistics.mixed_anova import mixed_anova
from lassitude.statistics.mixed_models.inference import contrasts, inference, joint_test
from lassitude.statistics.repeated_measures import repeated_measures
from tests.reference.r.made import ARM, course, some_missing
from tests.reference.r.test_mixed_models import WEIGHTS, fitted

GROUPS = [(arm == ARM)[None] for arm in range(3)]


def test_mixed_anova_of_unequal_arms() -> None:
    found = mixed_anova(course()[None], GROUPS)
    assert found.arm.f[0] == pytest.approx(0.7346996783677695, rel=1e-9)
    assert found.arm.p[0] == pytest.approx(0.48690035368866325, rel=1e-9)
    assert found.visit.f[0] == pytest.approx(6.546143396298988, rel=1e-9)
    assert found.visit.p_gg[0] == pytest.approx(0.0015429040403910018, rel=1e-8)
    assert found.visit.p_hf[0] == pytest.approx(0.001151562252908979, rel=1e-8)
    assert found.interaction.f[0] == pytest.approx(1.0604489627071745, rel=1e-9)
    assert found.interaction.p_gg[0] == pytest.approx(0.38574850939022737, rel=1e-8)
    assert found.interaction.p_hf[0] == pytest.approx(0.3872938007061922, rel=1e-8)
    assert found.visit.epsilon_gg[0] == pytest.approx(0.7552227571057257, rel=1e-9)
    assert found.visit.epsilon_hf[0] == pytest.approx(0.8101999090423049, rel=1e-9)
    assert found.visit.mauchly_w[0] == pytest.approx(0.5992066754926927, rel=1e-9)


def test_mauchly_of_three_visits() -> None:
    found = mixed_anova(course()[None, :, :3], GROUPS)
    assert found.visit.mauchly_w[0] == pytest.approx(0.885189823794742, rel=1e-9)
    assert found.visit.mauchly_p[0] == pytest.approx(0.12578215011304955, rel=1e-9)
    assert found.interaction.p_gg[0] == pytest.approx(0.12145076367363367, rel=1e-8)


def test_repeated_measures_of_one_arm() -> None:
    found = repeated_measures(course()[None, ARM == 0])
    assert found.f[0] == pytest.approx(7.508899735519354, rel=1e-9)
    assert found.epsilon_gg[0] == pytest.approx(0.6265580735418013, rel=1e-9)
    assert found.epsilon_hf[0] == pytest.approx(0.7132644926175173, rel=1e-9)
    assert found.p_gg[0] == pytest.approx(0.0028464158306966475, rel=1e-8)
    assert found.p_hf[0] == pytest.approx(0.0017468377688425983, rel=1e-8)


@pytest.mark.parametrize(
    ("structure", "reml", "ml"),
    [
        ("unstructured", 810.8580307001416, 849.4995971945029),
        ("heterogeneous-autoregressive", 829.8576462640763, 870.211201003111),
        ("autoregressive", 844.342927073794, 885.9620732456376),
        ("heterogeneous-compound-symmetry", 816.533728857788, 855.5314262806294),
        ("compound-symmetry", 833.6242829784505, 874.3551172047933),
    ],
)
def test_likelihoods_of_gls(structure: str, reml: float, ml: float) -> None:
    assert fitted(some_missing(), structure).deviance[0] == pytest.approx(reml, rel=1e-7)
    assert fitted(some_missing(), structure, "ML").deviance[0] == pytest.approx(ml, rel=1e-7)


def test_kenward_and_roger_of_a_random_intercept() -> None:
    using = inference(fitted(course(), "compound-symmetry"), "kenward-roger")
    one, several = contrasts(using, WEIGHTS[:1]), joint_test(using, WEIGHTS[1:])
    found = [one.value[0, 0], one.se[0, 0], one.df[0, 0], one.p[0, 0]]
    np.testing.assert_allclose(found, [-6.8970233, 4.3175629, 65.566761, 0.11497760], rtol=1e-4)
    found = [several.f[0], several.df[0], several.p[0]]
    np.testing.assert_allclose(found, [2.0141157, 105.0, 0.11644532], rtol=1e-4)


def test_satterthwaite_of_a_random_intercept_with_missing_values() -> None:
    using = inference(fitted(some_missing(), "compound-symmetry"), "satterthwaite")
    one, several = contrasts(using, WEIGHTS[:1]), joint_test(using, WEIGHTS[1:])
    found = [one.value[0, 0], one.se[0, 0], one.df[0, 0], one.p[0, 0]]
    np.testing.assert_allclose(found, [-3.1800141, 4.8787511, 91.240578, 0.51616293], rtol=1e-3)
    found = [several.f[0], several.df[0], several.p[0]]
    np.testing.assert_allclose(found, [2.6378329, 83.338870, 0.05492643], rtol=1e-3)
