"""Why a clause waits to be read, in words: what its mark (`needs_reading`) says. Never decides whether one has to be read."""

from collections.abc import Mapping

from checker.model import Words

NEW, GONE = "new", "gone"
WAITS: Mapping[str, Words] = {
    NEW: Words("尚未阅读", "has not been read yet"),
    "reworded": Words("源文本的表述已变", "the source text words its quote otherwise now"),
    GONE: Words("源文本中已无引文的文字", "its quote stands nowhere in the source text any more"),
    "ambiguous": Words("引文现出现于多处", "its quote stands in several places now"),
    "context": Words("引文前后的文字已变", "the words around its quote have changed"),
}
NO_CLAUSE = Words("源文本中已无该条款", "is not in the source text any more")  # of one that is new
SET_ASIDE = Words("列为不编码之后文字可能已变", "may have changed since it was set aside")
