"""Yearly and quarterly reviews: who handed in, points, votes, results (kiểm điểm, xếp loại)."""

from chibo_desktop.ui.reviews.screen import ReviewsScreen

__all__ = ["ReviewsScreen"]
