"""Published models in plain NumPy and SciPy, one file a paper, to hold the platform's own models against.

Each file carries the reference, the equations as printed, the parameters as printed, and nothing of
the platform: these are the yardstick, so they must not share code with what they measure.
"""
