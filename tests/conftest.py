"""Settings that hold for every test."""

from __future__ import annotations

import os

from hypothesis import settings

# Read when JAX is first imported: mixing precisions by accident is an error in tests, not a silent cast.
os.environ.setdefault("JAX_NUMPY_DTYPE_PROMOTION", "strict")

# Compiling takes seconds once and nothing after, so a deadline would fail the first example by chance.
settings.register_profile("lassitude", deadline=None, derandomize=True)
settings.load_profile("lassitude")
