"""What the API says of submissions: to everyone, and to their authors."""
