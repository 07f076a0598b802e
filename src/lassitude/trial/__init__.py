"""The virtual trial: who enters, what is done and measured at each visit, who leaves."""
