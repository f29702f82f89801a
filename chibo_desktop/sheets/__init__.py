"""Spreadsheets that people bring and take away."""
