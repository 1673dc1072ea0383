"""Pages of the structure of units: list, tree, unit page, decisions. Private to the urls of this room."""
