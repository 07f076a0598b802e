"""What is done: a handful of mechanisms, therapies composed of them, and the regimen of a person."""
