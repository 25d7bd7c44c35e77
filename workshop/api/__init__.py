"""The API: the same rows by the same permissions as the pages, as JSON, for reading only."""
