"""Programmes, tasks, assignments to units, progress, evidence, acceptance."""
