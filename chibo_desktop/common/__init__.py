"""What every layer may use: clock, errors, files, identifiers, text."""
