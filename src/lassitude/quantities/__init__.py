"""Units, parameters with their sources, names of signals, and the error a wrong request gets."""
