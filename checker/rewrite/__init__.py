"""YAML that people have written, written again: single values changed in place, or the whole in its canonical form."""
