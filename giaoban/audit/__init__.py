"""Append-only entries of who did what, sealed in a chain; keys of requests already served."""
