"""Printed papers in the party's document layout."""
