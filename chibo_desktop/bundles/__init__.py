"""How a book travels: container, keys, receipts."""
