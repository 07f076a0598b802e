"""Power of a planned comparison: many virtual trials of every size through the plan's own analysis."""
