"""Means over 256 virtual people after thirty days.

Written by scripts/write_body_fingerprint.py.
"""

from __future__ import annotations

FINGERPRINT = {
    "fatigue_physical": -0.1374080996,
    "fatigue_cognitive": -0.1889673615,
    "mood": -0.03085704681,
    "sleep": -0.006166293431,
    "sickness": 0.1160781052,
    "ifn_gamma": 21.86492827,
    "il10": 14.49520009,
    "il17": 1.361340611,
    "type1_interferon": 1.227098062,
    "effectors": 4.756452186,
    "regulators": 0.1605980367,
    "cns_effectors": 0.5654774006,
    "memory": 26.68478362,
    "barrier": 0.03275796263,
    "antigen": 0.4417121904,
    "pyramidal_myelinated": 0.7938906532,
    "association_myelinated": 0.7902933627,
    "muscle": 0.9940406876,
    "activity": -0.1528053636,
    "lesions_born": 0.52734375,
}
