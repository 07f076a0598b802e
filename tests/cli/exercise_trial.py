"""A small trial of two arms as a person would have it on disk: a plan and a CSV file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lassitude.randomness.streams import normals, person_keys

PEOPLE = 24
MISSED = (5, 12)
BELOW_LIMIT = tuple(range(0, PEOPLE, 5))
PLAN = """schema = "lassitude.protocol/1"
id = "supervised-exercise"
title = "Supervised exercise against usual care"

[populations.patients]
condition = "rrms"
n = 24

[arms.exercise]
population = "patients"
blinding = "open"
treatments = [{ name = "aerobic-training", start_day = 0, options = { weeks = 12 } }]

[arms.usual]
population = "patients"
blinding = "open"

[design]
type = "parallel"

[visits]
schedule = { W0 = "0 wk", W6 = "6 wk", W12 = "12 wk" }
window_days = [-7, 7]
measure = ["MFIS", "IFNG"]

[analysis.primary]
type = "mmrm"
endpoint = "MFIS.total"
change_from = "W0"
reference = "usual"

[analysis.welch]
type = "group-comparison"
endpoint = "MFIS.total"
at = "W12"
change_from = "W0"
reference = "usual"

[analysis.course]
type = "descriptive"
endpoint = "MFIS.total"

[simulation]
seed = 1
replicates = 2
lead_in_years = 1
dropout = { type = "none" }
missed_visits = { type = "independent", probability = 0.0, source = "hypothesis" }
"""
HEADER = "subject,age_years,sex,arm,MFIS.total@W0,MFIS.total@W6,MFIS.total@W12,IFNG.concentration@W0"


def write_trial(folder: Path) -> None:
    """Write ``plan.toml`` and ``data.csv``: two people missed the last visit, five assays read below 2.5."""
    keys = person_keys(7, 0, np.arange(PEOPLE))
    before = (45 + 9 * normals(keys, "before", 0)).round()
    trained = np.arange(PEOPLE) % 2 == 0
    after = [(before - 1 - gain * trained + 5 * normals(keys, "after", week)).round() for week, gain in
             ((6, 3), (12, 5))]  # fmt: skip
    rows = [HEADER]
    for one in range(PEOPLE):
        last = "" if one in MISSED else f"{after[1][one]:.0f}"
        assay = "<2.5" if one in BELOW_LIMIT else f"{4 + one / 10:.1f}"
        who = f"P-{one + 1:02d},{30 + one},{'female' if one % 3 else 'male'}"
        arm = "exercise" if trained[one] else "usual"
        rows.append(f"{who},{arm},{before[one]:.0f},{after[0][one]:.0f},{last},{assay}")
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    (folder / "data.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
