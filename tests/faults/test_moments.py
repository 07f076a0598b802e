"""Protects: a pilot's moments that cannot be are refused, naming what is wrong and where."""

from __future__ import annotations

import pytest

from lassitude.prediction.power.moments import moments_for, read_moments
from lassitude.prediction.power.question import question
from lassitude.quantities.errors import RequestError
from lassitude.study.protocol import parse_protocol, protocol_text
from tests.power_plans import MOMENTS, PLAN

MATRIX = 'type = "matrix"\nvalues = {values}'


def with_matrix(values: str) -> str:
    return MOMENTS.replace('type = "autoregressive"\nrho = 0.7', MATRIX.format(values=values))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MOMENTS.replace("sds =", "sd ="), "sd: unknown key. Did you mean 'sds'?"),
        (MOMENTS.replace('source = "made up for tests"\n', ""), "source: this key is missing"),
        (MOMENTS.replace("rho = 0.7", "rho = 1.0"), "rho"),
        (MOMENTS.replace("autoregressive", "autoregresive"), "Did you mean 'autoregressive'?"),
        (MOMENTS.replace("W8 = 16.0", "W8 = 0.0"), "sds.W8"),
        (MOMENTS.replace("W8 = 40.0", "W9 = 40.0"), "arms.drug.means has a visit 'W9'"),
        (MOMENTS.replace(", W8 = 40.0", ""), "arms.drug.means lacks the visit 'W8'"),
        (MOMENTS.replace("W8 = 0.75", "W8 = 0.95"), "people who left do not come back"),
        (with_matrix("[[1.0, 0.7], [0.7, 1.0]]"), "3 rows of 3 numbers"),
        (
            with_matrix("[[1.0, 0.9, 0.1], [0.9, 1.0, 0.9], [0.1, 0.9, 1.0]]"),
            "W0 with W8 is 0.1, which the other correlations rule out",
        ),
        (
            with_matrix("[[1.0, 0.9, 0.7], [0.8, 1.0, 0.9], [0.7, 0.9, 1.0]]"),
            "W0 with W4 is 0.9 one way, 0.8 the other",
        ),
        (
            with_matrix("[[1.0, 0.9, 0.7], [0.9, 2.0, 0.9], [0.7, 0.9, 1.0]]"),
            "W4 with itself is 2, not 1",
        ),
        (MOMENTS.replace("rho = 0.7", "rho = -0.9").replace("autoregressive", "compound-symmetry"), "W4"),
        ("[arms", "this is not TOML"),
    ],
)  # fmt: skip
def test_files_that_cannot_be(text: str, said: str) -> None:
    with pytest.raises(RequestError) as refused:
        read_moments(text, "pilot.toml")
    assert said in str(refused.value)
    assert "pilot.toml" in str(refused.value)


@pytest.mark.parametrize(
    ("plan", "text", "said"),
    [
        (PLAN, MOMENTS.replace("MFIS.total", "FSS.total"), "scales do not convert into each other"),
        (PLAN, MOMENTS.replace("[arms.drug]", "[arms.drgu]"), "arms.drug is missing. Did you mean 'drgu'?"),
        (PLAN, MOMENTS.replace("W4", "W5"), "has no visit 'W5'. Valid: W0, W4, W8"),
        (PLAN.replace('at = "W8"', 'at = "W8"\ncovariates = ["age_years"]'), MOMENTS, "also needs age_years"),
        (protocol_text("triumphant-ms"), MOMENTS, "has periods"),
        (
            PLAN + '\n[arms.other]\npopulation = "patients"\nblinding = "open"\n',
            MOMENTS,
            "has more arms",
        ),
        (
            PLAN.replace('W8 = "8 wk"', 'W8 = "8 wk", W12 = "12 wk"'),
            MOMENTS,
            "sds lacks the visit 'W12'",
        ),
    ],
)
def test_moments_that_do_not_fit_the_plan(plan: str, text: str, said: str) -> None:
    asked = question(parse_protocol(plan.replace("sizes = [4]", "sizes = [6]"), "plan.toml"))
    with pytest.raises(RequestError) as refused:
        moments_for(asked, read_moments(text, "pilot.toml"), "pilot.toml")
    assert said in str(refused.value)


def test_randomized_arms_share_one_baseline() -> None:
    # By hand: the arms start at 52 and 50, so both are moved to 51; along the regression on the baseline,
    # 0.49 * 16 / 14 = 0.56 a point, W8 of the drug becomes 40.56 and that of placebo 46.44.
    text = MOMENTS.replace("W0 = 52.0, W4 = 44.0", "W0 = 50.0, W4 = 44.0")
    asked = question(parse_protocol(PLAN, "plan.toml"))
    known = moments_for(asked, read_moments(text, "pilot.toml"), "pilot.toml")
    assert known.means[:, 0].tolist() == [51.0, 51.0]
    assert known.means[:, 2].round(6).tolist() == [40.56, 46.44]
    assert known.effect == pytest.approx(-5.88)
