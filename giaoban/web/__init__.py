"""Pages that cross rooms: Hồ sơ kỳ, search, set-up, pattern book, help."""
