"""What the committee thinks; no author ever reaches it."""
