"""Users, grants and the one place that decides access; who follows which field and area."""
