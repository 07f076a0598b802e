"""From what an estimand says about intercurrent events to the values that an estimator uses."""
