"""Run folders, their manifests, checkpoints and hashes, and the processes that fill them."""
