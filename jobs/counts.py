"""What a run of a job reports."""

Counts = dict[str, int]
"""How many of what: the healthy and the unhealthy by their names."""
