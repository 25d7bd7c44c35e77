"""Finds out who sees what: an example, everybody who looks at it, and what they are shown."""
