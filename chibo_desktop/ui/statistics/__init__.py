"""The figures of a year (thống kê)."""

from chibo_desktop.ui.statistics.screen import StatisticsScreen

__all__ = ["StatisticsScreen"]
