"""Reads of the pages that cross rooms."""
