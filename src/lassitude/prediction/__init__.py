"""Many virtual studies and the same statistics: replicates, published beside predicted, attribution."""
