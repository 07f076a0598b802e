"""Fitting the population to what is published; hold-outs are never seen here."""
