"""What a person does with the book, without a screen."""
