"""Units, dated placement, succession, several hierarchies, phòng inside a unit."""
