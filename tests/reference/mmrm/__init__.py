"""The mixed model against listings of SAS, where they lie beside the project: ``../shared/data/mmrm``."""
