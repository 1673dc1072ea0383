"""Views of the pages that cross rooms."""
