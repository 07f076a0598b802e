"""Held-out studies predicted and scored, failures first."""
