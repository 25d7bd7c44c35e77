"""What authors send, and what they get back."""
