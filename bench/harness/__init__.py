"""Flathead's benchmark: three systems, one machine, one run."""
