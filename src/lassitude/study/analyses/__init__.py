"""The analyses a protocol can plan, each a type with keys of its own; `analysis_plan` joins them."""
