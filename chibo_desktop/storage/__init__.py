"""The encrypted book on disk."""
