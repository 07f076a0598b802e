"""Estimators on arrays [replicate, subject, visit], and the analysis plan that calls them."""
