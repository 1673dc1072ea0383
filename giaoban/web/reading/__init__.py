"""Đọc văn bản: a text pasted or uploaded, what the reader marks in it, corrections, the work made of it."""
