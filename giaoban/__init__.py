"""Giao Ban: the working cycle of a hierarchical organisation, from directive to the next tasks."""

__version__ = "0.9.0"
