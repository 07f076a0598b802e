"""Named counter-based random streams, the only source of randomness in the package."""
