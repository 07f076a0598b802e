"""Mixed models for repeated measures: fitted by likelihood, in every replicate at once."""
