"""The command line `chibo`: a thin second face on the services, for tests, offices and scripts."""

from chibo_desktop.cli.run import main

__all__ = ["main"]
