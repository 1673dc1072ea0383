"""Append-only entries of who did what; a sealer chains them and publishes roots; keys of requests already served."""
