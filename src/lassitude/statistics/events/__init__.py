"""Events counted and waited for: rates, times to an event, and changes that are confirmed."""
