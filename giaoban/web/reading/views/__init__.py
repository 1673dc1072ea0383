"""Pages of read texts."""
