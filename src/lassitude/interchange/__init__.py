"""One patient's body for other simulators: SBML, PEtab, a reference solver, and how far they lie apart."""
