"""Settings that hold for every test."""

from __future__ import annotations

from hypothesis import settings

# Compiling takes seconds once and nothing after, so a deadline would fail the first example by chance.
settings.register_profile("lassitude", deadline=None, derandomize=True)
settings.load_profile("lassitude")
