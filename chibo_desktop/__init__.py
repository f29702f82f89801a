"""The book of a village party cell (sổ chi bộ)."""

__version__ = "0.2.0"
