"""The PDF. Pure: no Django, so that it can run by itself in a limited process."""
