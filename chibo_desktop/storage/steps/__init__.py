"""Numbered migrations in frozen SQL."""
