"""Means over 256 virtual people after thirty days.

Written by scripts/write_body_fingerprint.py.
"""

from __future__ import annotations

FINGERPRINT = {
    "fatigue_physical": -0.1275240354,
    "fatigue_cognitive": -0.1868713558,
    "mood": -0.03016550033,
    "sleep": -0.006049246178,
    "sickness": 0.1160842194,
    "ifn_gamma": 21.86492827,
    "il10": 14.49520009,
    "il17": 1.361340611,
    "type1_interferon": 1.227119714,
    "effectors": 4.756452186,
    "regulators": 0.1605980367,
    "cns_effectors": 0.5654774006,
    "memory": 26.68478362,
    "barrier": 0.03275796263,
    "antigen": 0.4417121904,
    "motor_myelinated": 0.7891233783,
    "association_myelinated": 0.7894176659,
    "muscle": 0.9936855785,
    "activity": -0.1620438815,
    "lesions_born": 0.52734375,
}
