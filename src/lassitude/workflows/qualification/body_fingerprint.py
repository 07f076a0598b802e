"""Means over 256 virtual people after thirty days.

Written by scripts/write_body_fingerprint.py.
"""

from __future__ import annotations

FINGERPRINT = {
    "fatigue_physical": -0.1375276736,
    "fatigue_cognitive": -0.1938637065,
    "mood": -0.03378184387,
    "sleep": -0.06795599204,
    "sickness": 0.1207799246,
    "ifn_gamma": 21.61144587,
    "il10": 14.52383269,
    "il17": 1.266417258,
    "type1_interferon": 1.2103611,
    "effectors": 4.657943602,
    "regulators": 0.08500893471,
    "cns_effectors": 0.5656578286,
    "memory": 26.1561625,
    "barrier": 0.03108561545,
    "antigen": 0.4235387107,
    "pyramidal_myelinated": 0.7942523491,
    "association_myelinated": 0.7906827219,
    "muscle": 0.9924915391,
    "activity": -0.2070002662,
    "lesions_born": 0.5703125,
}
