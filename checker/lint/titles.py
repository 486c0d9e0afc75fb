"""What documents are called: by their own title, by others, and by themselves. Never says which name is the right one."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.lint.model import Remark, Text, Texts, times
from checker.model import Words

_TITLE = re.compile(r"《(?P<title>[^《》\n]{2,60})》")
_SENTENCE_END = re.compile("[。！？；\n]")
# Names of one kind of document. Two of one line name the same document where nothing else stands in the title.
KINDS: Mapping[str, tuple[str, ...]] = {
    "privacy": (
        "隐私政策声明",
        "隐私保护政策",
        "隐私权政策",
        "隐私政策",
        "隐私声明",
        "隐私条款",
        "隐私协议",
        "个人信息保护政策",
    ),
    "terms": (
        "用户服务协议",
        "用户使用协议",
        "用户许可协议",
        "用户协议",
        "服务协议",
        "服务条款",
        "使用协议",
        "用户注册协议",
    ),
}
_KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}
_SELF = re.compile("本(?P<name>" + "|".join(sorted(KINDS["privacy"], key=len, reverse=True)) + ")")
_LAW = ("法", "条例", "办法", "规定", "规则", "决定", "解释")


class _Name(NamedTuple):
    """A title in two parts: what it is for, and what kind of document it is; `kind` is "" where that is not known."""

    of: str
    name: str
    kind: str


def bare(title: str) -> str:
    """A title without brackets and what stands in them, white space, and punctuation."""
    return re.sub(r"（[^（）]{0,60}）|\([^()]{0,60}\)|[\s\W_]", "", title).casefold()


def named(suite: Texts, title: str) -> Text | None:
    """The text of the suite that a title names: all of its title, or the end of it; None where none does, or
    several do."""
    wanted = bare(title)
    fitting = [text for text in suite if wanted and bare(text.title) == wanted]
    fitting = fitting or [text for text in suite if len(wanted) > 3 and bare(text.title).endswith(wanted)]
    return fitting[0] if len(fitting) == 1 else None


def differing(suite: Texts) -> Iterator[Remark]:
    """Documents that are called by a name that is nearly, but not, their title, or that call themselves by two."""
    held = {bare(text.title): text for text in suite}
    for text in suite:
        told: set[str] = set()
        for found in _TITLE.finditer(text.source.text):
            title = bare(found["title"])
            if title in held or title in told:
                continue
            told.add(title)
            meant = next((other for other in suite if _means(title, bare(other.title), held)), None)
            if meant:
                said = Words(f"该文件的标题是“{meant.title}”", f"the document is titled “{meant.title}”")
                yield text.remark("document-title", *found.span(), said)
        yield from _laws(text)
        yield from _itself(text)


def _means(title: str, held: str, all_held: Mapping[str, Text]) -> bool:
    """Whether a title that no document has means the one that is called `held`."""
    if any(other.endswith(title) for other in all_held):
        return False  # a short form
    one, other = _parts(title), _parts(held)
    if one.kind and one.kind == other.kind and one.name != other.name and one.of in ("", other.of):
        return True
    return _one_insertion(title, held) and len(min(title, held, key=len)) >= 6


def _parts(title: str) -> _Name:
    for name in sorted(_KIND_OF, key=len, reverse=True):
        if title.endswith(name):
            return _Name(title.removesuffix(name), name, _KIND_OF[name])
    return _Name(title, "", "")


def _one_insertion(one: str, other: str) -> bool:
    """Whether the longer of two titles has one to four characters more, in the middle, and nothing else is different."""
    short, long = sorted((one, other), key=len)
    extra = len(long) - len(short)
    if not 1 <= extra <= 4:
        return False
    return any(long[:cut] + long[cut + extra :] == short for cut in range(2, len(short) - 1))


def _laws(text: Text) -> Iterator[Remark]:
    """One law that a clause calls by two names, in two sentences: one name has words in the middle that the other lacks."""
    before: dict[str, dict[str, re.Match[str]]] = {}
    for found in _TITLE.finditer(text.source.text):
        title = found["title"]
        if not title.endswith(_LAW) or len(title) < 8:
            continue
        known = before.setdefault(text.clause(found.start()).at, {})
        if title in known or len(known) > 50:
            continue
        for other in known.values():
            between = text.source.text[other.end() : found.start()]
            if _SENTENCE_END.search(between) and _one_insertion(title, other["title"]):
                said = Words(
                    f"同一条款又称“{other['title']}”", f"the same clause calls it “{other['title']}” too"
                )
                yield text.remark("document-title", *found.span(), said)
        known[title] = found


def _itself(text: Text) -> Iterator[Remark]:
    """Where a privacy policy calls itself by another name than it mostly does."""
    names: dict[str, list[re.Match[str]]] = {}
    for found in _SELF.finditer(text.source.text):
        names.setdefault(found["name"], []).append(found)
    ordered = sorted(names.values(), key=len, reverse=True)
    if len(ordered) < 2:
        return
    usual = ordered[0]
    for other in ordered[1:]:
        said = Words(
            f"本文件在别处自称“{usual[0][0]}”（{len(usual)} 次）",
            f"elsewhere the document calls itself “{usual[0][0]}” ({times(len(usual))})",
        )
        yield text.remark("document-title", *other[0].span(), said)
