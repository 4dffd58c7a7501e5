"""HTTP on loopback by default: whether this process lives."""
