"""Hồ sơ trình, numbers, issuing, sending, arrivals: how a paper becomes a document and finds its readers."""
