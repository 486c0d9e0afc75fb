"""Where the quotes of an encoding stand once its source text has changed, and the encoding with its anchors put right."""

from checker.anchors.model import SAFE, Anchor, Anchors, Aside, Standing, Stretch, ToRead
from checker.anchors.standing import anchors
from checker.anchors.writing import anchored

__all__ = ["SAFE", "Anchor", "Anchors", "Aside", "Standing", "Stretch", "ToRead", "anchored", "anchors"]
