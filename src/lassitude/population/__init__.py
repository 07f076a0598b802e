"""Who: conditions, how people differ, and cohorts with stable identities."""
