"""The rules that walk a function, the walk and its record, and where functions are zero."""
