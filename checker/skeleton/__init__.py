"""What a person begins with: the encoding of a text that nobody has read yet, and the suite that it belongs to."""
