"""The upward road: kiến nghị of a unit, their way up and the answer that comes back."""
