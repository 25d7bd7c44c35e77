"""What the public sees on the day."""
