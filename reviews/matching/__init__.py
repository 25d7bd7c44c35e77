"""Who reviews what, as arrays: no rows, no people, no Django."""
