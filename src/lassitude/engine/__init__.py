"""The fixed-step integrator of flows, the trace of equations, and reference solvers."""
