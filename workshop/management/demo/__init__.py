"""The demo: an invented workshop, put at a step of the story. Seeded, so always the same."""
