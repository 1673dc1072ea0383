"""Month, quarter, 6 and 9 months, year and term; windows and deadlines."""
