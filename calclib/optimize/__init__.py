"""The rules that walk a function, the walk and its record, fair tuning, and where f is zero."""
