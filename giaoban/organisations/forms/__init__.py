"""Forms of the unit pages: filters of lists and tree, one form for each kind of decision, departments."""
