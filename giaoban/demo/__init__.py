"""Deterministic demonstration data, marked on every page."""
