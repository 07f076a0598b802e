"""Analysis data sets in the shape of CDISC ADaM: one row a person, a measurement, a time to an event."""
