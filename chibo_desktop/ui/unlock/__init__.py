"""Before the book is open: first run, password, recovery, the locked window."""
