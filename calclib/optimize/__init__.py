"""Functions, the landscapes they make, the rules that walk them, and the walk."""
