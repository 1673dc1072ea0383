"""Giao Ban: the working cycle of a hierarchical organisation, from directive to the tasks of the next period."""

__version__ = "0.1.0"
