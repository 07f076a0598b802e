"""Protects: a planned mixed model names its estimates, and says what failed and who is missing."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import ttest_ind

from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import normals, person_keys
from lassitude.statistics.covariance import analysis_of_covariance
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.protocol import Protocol, parse_protocol
from lassitude.study.tables import table

DIFFERENCE = "MFIS.total|ls_difference:placebo|W24|drug"
PEOPLE, VISITS = 40, ("W0", "W8", "W16", "W24")
PLAN = """
schema = "lassitude.protocol/1"
id = "mixed"
title = "Mixed"
[populations.patients]
condition = "rrms"
n = 40
[arms.drug]
population = "patients"
blinding = "blinded"
treatments = [{ name = "modafinil", start_day = 0 }]
[arms.placebo]
population = "patients"
blinding = "blinded"
comparator = "placebo"
treatments = [{ name = "placebo", start_day = 0 }]
[design]
type = "parallel"
[visits]
schedule = { W0 = "0 wk", W8 = "8 wk", W16 = "16 wk", W24 = "24 wk" }
measure = ["MFIS"]
[analysis.primary]
type = "mmrm"
endpoint = "MFIS.total"
change_from = "W0"
reference = "placebo"
"""


def plan(*lines: str) -> Protocol:
    return parse_protocol(PLAN + "\n".join(lines), "mixed.toml")


def scores() -> np.ndarray:
    """Scores [subject, visit]; the drug takes 5 points off after the first visit."""
    noise = normals(person_keys(3, 0, np.arange(PEOPLE)[:, None]), "scores", 0, np.arange(5))
    drug = (np.arange(PEOPLE) % 2 == 0)[:, None]
    return 45 + 12 * noise[:, :1] + 5 * noise[:, 1:] - 5 * drug * (np.arange(4) > 0)


def study(values: np.ndarray) -> StudyData:
    """One replicate; the even people have the drug, NaN has no row."""
    ids = [f"P-{index:02d}" for index in range(PEOPLE)]
    arms = ["drug" if index % 2 == 0 else "placebo" for index in range(PEOPLE)]
    people = {"replicate": [0] * PEOPLE, "subject": ids, "arm": arms, "population": "patients"}
    about = {
        "condition": "rrms",
        "sex": ["female", "female", "male", "male"] * 10,
        "age_years": 40.0,
        "status": "enrolled",
    }
    person, visit = np.nonzero(np.isfinite(values))
    seen = {
        "replicate": [0] * len(person),
        "subject": [ids[one] for one in person],
        "visit": [VISITS[one] for one in visit],
        "day": (56.0 * visit).tolist(),
        "value": values[person, visit].tolist(),
        "instrument": "MFIS", "part": "total", "unit": "points", "status": "observed",
    }  # fmt: skip
    description = StudyDescription("", "", {}, "")
    return check(StudyData(description, table("subjects", people | about), table("observations", seen)))


def test_complete_data_give_the_analysis_of_covariance_of_each_visit():
    """With a slope by visit and nothing missing, an unstructured model is one ANCOVA a visit, exactly."""
    values = scores()
    found = analyze_plan(study(values), plan())
    drug = (np.arange(PEOPLE) % 2 == 0)[None]
    for place, visit in enumerate(VISITS[1:], 1):
        expected = analysis_of_covariance(values[None, :, place], values[None, :, :1], [drug, ~drug], 1)
        one = found[f"MFIS.total|ls_difference:placebo|{visit}|drug"]
        np.testing.assert_allclose(one.value, expected.differences[0].value, rtol=1e-8)
        np.testing.assert_allclose(one.se, expected.differences[0].se, rtol=1e-6)
        np.testing.assert_allclose(one.df, 37, rtol=1e-6)
        np.testing.assert_allclose(one.p, expected.differences[0].p, rtol=1e-4)
        assert one.n.tolist() == [PEOPLE]
        assert one.attempts is not None
        assert one.attempts.tolist() == [1]


def test_without_a_baseline_the_change_at_a_visit_is_the_t_test():
    values = scores()
    found = analyze_plan(study(values), plan('baseline = "none"'))[
        "MFIS.total|ls_difference:placebo|W24|drug"
    ]
    change = values[:, 3] - values[:, 0]
    expected = ttest_ind(change[::2], change[1::2])
    np.testing.assert_allclose(found.p, expected.pvalue, rtol=1e-5)


def test_change_and_value_give_the_same_differences():
    values = scores()
    values[3, 2:] = np.nan
    one, other = (analyze_plan(study(values), plan(f'outcome = "{what}"')) for what in ("change", "value"))
    name = DIFFERENCE
    np.testing.assert_allclose(one[name].value, other[name].value, rtol=1e-7)
    np.testing.assert_allclose(one[name].se, other[name].se, rtol=1e-6)


def test_a_contrast_adds_up_differences():
    """Its value is the weighted sum; its error counts the correlation of visits."""
    values = scores()
    values[3, 2:] = np.nan
    late = "contrasts = { late = { W16 = 0.5, W24 = 0.5 } }"
    found = analyze_plan(study(values), plan(late))
    one = found["MFIS.total|ls_contrast:late|W24|drug"]
    parts = [found[f"MFIS.total|ls_difference:placebo|{visit}|drug"] for visit in ("W16", "W24")]
    np.testing.assert_allclose(one.value, sum(part.value for part in parts) / 2, rtol=1e-10)
    assert one.se is not None
    assert one.se[0] < max(part.se[0] for part in parts if part.se is not None)


def test_spatial_ranges_are_in_days():
    """Days between visits, not their number, enter: other days with the same spacing give the same answer."""
    values = scores()
    values[3, 2:] = np.nan
    text = PLAN + 'covariance = ["spatial-exponential"]'
    even = parse_protocol(text, "mixed.toml")
    uneven = parse_protocol(text.replace('W24 = "24 wk"', 'W24 = "52 wk"'), "mixed.toml")
    near = parse_protocol(text.replace(" wk", " d"), "mixed.toml")
    deviances = [analyze_plan(study(values), one)[DIFFERENCE].se for one in (even, uneven, near)]
    np.testing.assert_allclose(deviances[0], deviances[2], rtol=1e-6)
    assert abs(deviances[0] - deviances[1]) > 1e-4


def test_people_without_a_baseline_are_named_and_partial_ones_counted():
    values = scores()
    values[0, 0] = np.nan
    values[5, 2:] = np.nan
    estimates = analyze_plan(study(values), plan())
    found = estimates["MFIS.total|ls_mean|W24|placebo"]
    drug = estimates["MFIS.total|ls_mean|W24|drug"]
    assert (found.n + drug.n).tolist() == [PEOPLE - 1], "a mean counts the people of its own arm"
    assert abs(int(found.n[0] - drug.n[0])) == 1
    difference = estimates["MFIS.total|ls_difference:placebo|W24|drug"]
    assert difference.n.tolist() == [PEOPLE - 1], "a difference counts the people of both arms"
    assert any("P-00" in note for note in found.notes)
    assert any("Of 1 people some visits are missing" in note for note in found.notes)


def test_a_fallback_is_counted_and_explained():
    values = scores()
    values[:, 3] = values[:, 2]
    found = analyze_plan(study(values), plan('covariance = ["unstructured", "compound-symmetry"]'))
    one = found[DIFFERENCE]
    assert one.converged[0]
    assert one.attempts is not None
    assert one.attempts.tolist() == [2]
    assert any(
        "The unstructured covariance failed" in note and "compound-symmetry" in note for note in one.notes
    )


def test_several_repetitions_say_which_covariance_was_used_in_how_many():
    singular = scores()
    singular[:, 3] = singular[:, 2]
    one, other = study(scores()), study(singular)
    both = check(StudyData(one.description, *(
        pl.concat([mine, theirs.with_columns(pl.lit(1, mine["replicate"].dtype).alias("replicate"))])
        for mine, theirs in ((one.subjects, other.subjects), (one.observations, other.observations))
    )))  # fmt: skip
    planned = 'covariance = ["unstructured", "compound-symmetry"]'
    notes = analyze_plan(both, plan(planned))[DIFFERENCE].notes
    assert "The unstructured covariance was used in 1 of 2 repetitions." in notes
    assert "The compound-symmetry covariance was used in 1 of 2 repetitions." in notes
    alone = analyze_plan(one, plan(planned))[DIFFERENCE].notes
    assert not any("was used in" in note for note in alone)


def test_failure_of_every_structure_is_shown():
    values = scores()
    values[:, 3] = values[:, 2]
    one = analyze_plan(study(values), plan())[DIFFERENCE]
    assert not one.converged[0]
    assert np.isnan(one.value[0])
    assert any("nothing else was planned" in note for note in one.notes)


def test_an_arm_without_a_visit_is_named():
    values = scores()
    values[1::2, 3] = np.nan
    one = analyze_plan(study(values), plan())["MFIS.total|ls_difference:placebo|W16|drug"]
    assert not one.converged[0]
    assert any("nobody in the arm placebo has a value at W24" in note for note in one.notes)


@pytest.mark.parametrize("setting", [
    'degrees_of_freedom = "satterthwaite"', 'degrees_of_freedom = "satterthwaite"\nlikelihood = "ML"',
    'degrees_of_freedom = "satterthwaite"\nstandard_errors = "CR2"', "covariance_by_arm = true",
    'baseline = "common"', 'covariates = ["sex"]', 'visits = ["W16", "W24"]',
    'covariance = ["spatial-exponential"]', 'degrees_of_freedom = "between-within"\nstandard_errors = "CR0"',
])  # fmt: skip
def test_every_setting_gives_an_answer_near_the_plain_one(setting):
    """A known effect of -5 with a standard error of about 2 stays within 3 of it under every setting."""
    values = scores()
    values[4, 3] = np.nan
    one = analyze_plan(study(values), plan(setting))[DIFFERENCE]
    assert one.converged[0], one.notes
    assert abs(one.value[0] + 5) < 3 * 2.2
    assert one.se is not None
    assert 0.5 < one.se[0] < 4


@pytest.mark.parametrize(("setting", "said"), [
    ('likelihood = "ML"', "Kenward-Roger is defined for REML only"),
    ('standard_errors = "CR2"', "Kenward-Roger adjusts model-based standard errors"),
    ('covariance = ["unstructured", "toeplitz"]\ndegrees_of_freedom = "satterthwaite"', "a fallback"),
    ('visits = ["W0"]', "W0 does not come after W0"),
    ('visits = ["W18"]', "no visit 'W18'"),
    ("contrasts = { late = { W20 = 1 } }", "no visit 'W20'"),
    ('visits = ["W8"]\ncontrasts = { late = { W24 = 1 } }', "not among the visits of the model"),
    ("contrasts = { late = { W24 = 0 } }", "weight other than 0"),
    ('covariance = ["unstuctured"]', "unstructured"),
    ('reference = "placbo"', "placebo"),
])  # fmt: skip
def test_settings_that_do_not_fit_are_refused(setting, said):
    text = PLAN.replace('reference = "placebo"\n', "") + (
        "" if "reference" in setting else 'reference = "placebo"\n'
    )
    with pytest.raises(RequestError, match=said):
        parse_protocol(text + setting, "mixed.toml")
