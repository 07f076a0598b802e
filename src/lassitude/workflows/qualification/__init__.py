"""The checks of `lassitude.selftest`: declared rows, one file a field."""
