"""The body: one file a subsystem; `organism` couples them, `readouts` fills the named signals."""
