"""Means over 256 virtual people after thirty days.

Written by scripts/write_body_fingerprint.py.
"""

from __future__ import annotations

FINGERPRINT = {
    "fatigue_physical": -0.1425490055,
    "fatigue_cognitive": -0.1985107479,
    "mood": -0.03509452886,
    "sleep": -0.06982535213,
    "sickness": 0.1218215579,
    "ifn_gamma": 21.61144587,
    "il10": 14.52383269,
    "il17": 1.266417258,
    "type1_interferon": 1.227192026,
    "effectors": 4.657943602,
    "regulators": 0.08500893471,
    "cns_effectors": 0.5656578286,
    "memory": 26.1561625,
    "barrier": 0.03108561545,
    "antigen": 0.4235387107,
    "pyramidal_myelinated": 0.7942590511,
    "association_myelinated": 0.7906787065,
    "muscle": 0.9927173909,
    "activity": -0.2058173176,
    "lesions_born": 0.5703125,
}
