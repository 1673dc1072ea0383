"""Regimes, forms, obligations, drafts, submissions, the desk of arrivals, consolidation."""
