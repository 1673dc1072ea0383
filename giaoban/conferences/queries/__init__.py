"""Reads of conferences: who sees them, lists, the preparation desk, live screens, conclusions."""
