"""One file a verb: what a person asks for, composed from the rooms below."""
