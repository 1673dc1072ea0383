"""Transitions, Vietnamese text, working calendar, secrecy, registries, the Actor protocol, intake of untrusted files, base templates; no tables."""
