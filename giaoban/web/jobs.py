"""Work of the background worker for the pages that cross rooms."""

from giaoban.web.setup import jobs

__all__ = ["jobs"]
