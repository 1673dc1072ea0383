"""What the many do where no player acts, many at once: the rows that the doors would have left.

States go along the rooms' own tables of moves, versions are sealed by reporting's own function, and each act
leaves one entry in the trail that says how many it was about (decision 0008).
"""
