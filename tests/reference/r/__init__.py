"""The same numbers from R: run live where R is, skipped with the reason where it is not."""
