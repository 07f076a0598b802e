"""Missing values drawn many times by a stated rule, analyzed each time, and pooled."""
