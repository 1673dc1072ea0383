"""Outbox, messages, daily e-mail, contacts, progress of long jobs."""
