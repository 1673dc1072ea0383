"""Persons and the posts they hold, effective-dated, corrections kept."""
