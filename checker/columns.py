"""How many columns a text takes in a terminal or an editor. Never breaks lines."""


def width(text: str) -> int:
    """The columns that a text takes: two for a Chinese character, none for one that combines with the one before it, for
    a character without width, or for a control character."""
    if text.isascii() and text.isprintable():
        return len(text)
    from wcwidth import wcwidth

    return sum(max(wcwidth(character), 0) for character in text)
