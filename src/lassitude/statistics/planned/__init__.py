"""Each planned analysis: from the arrays of arms to estimates with names."""
