"""The commands: one file each, a thin shell over the workflow of the same name."""
