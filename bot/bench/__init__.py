"""Benchmarks: the figures that the design asks for, measured on this machine."""
