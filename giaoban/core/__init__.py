"""Transitions, Vietnamese text, calendar, secrecy, registries, intake of untrusted files, base templates.

No tables: what many rooms need stands here, and nothing here knows a room.
"""
