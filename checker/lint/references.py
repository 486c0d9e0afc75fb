"""References to clauses that are not there, or that have another title. Looks only at what names a document of the
suite: an article of a law, or of another document, is not its own."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from checker.labels import CN, plain
from checker.lint.model import Remark, Text, Texts
from checker.lint.outline import Entry, number
from checker.lint.titles import bare, named
from checker.model import Words

# 本协议 and 本隐私政策, but not 本公司隐私政策: that may be another document
_OWN = r"本(?!公司|网站|平台|应用|产品|软件|站|司)(?:《[^》\n]{1,40}》|[\u4e00-\u9fff]{0,8}?(?:协议|政策|条款|声明|规则|合同|说明|办法|指引|承诺书?|责任书|文件))(?:中|内)?的?"
_LEADS = (
    rf"(?:{_OWN}|上述|前述|下述|以上|以下|参见|详见|参阅|请见|见|参照|违反|依照|按照|根据|依据|遵守|适用)"
)
_NUMBER = rf"(?:[{CN}]{{1,7}}|\d{{1,3}}(?:\.\d{{1,3}}){{0,4}})"
_REFERENCE = re.compile(
    rf"(?P<lead>{_LEADS})\s{{0,2}}"
    rf"(?:第\s{{0,2}}(?P<first>{_NUMBER})\s{{0,2}}(?P<unit>编|章|节|条|部分)"
    rf"|第?\s{{0,2}}(?P<dotted>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?![\d.．%％]|\s{{0,2}}(?:版|倍|元|万|亿|[GMKT]B|[a-zA-Z]))"
    rf"|第\s{{0,2}}[（(]\s{{0,2}}(?P<item>[{CN}]{{1,3}}|\d{{1,2}})\s{{0,2}}[)）]\s{{0,2}}[款项])"
)
_IN_OTHER = re.compile(
    rf"(?<!本)《(?P<title>[^《》\n]{{1,60}})》(?:（[^（）\n]{{0,30}}）)?(?:中|内)?的?\s{{0,2}}第?\s{{0,2}}"
    rf"(?P<number>{_NUMBER})\s{{0,2}}(?P<unit>编|章|节|条|部分)"
)
_QUOTED = re.compile(
    rf"(?P<lead>{_OWN}|参见|详见|参阅|请见)\s{{0,2}}(?:第\s{{0,2}}(?P<first>{_NUMBER})\s{{0,2}}(?:部分|编|章|节|条))?\s{{0,2}}"
    rf"[“「‘](?P<title>[^“”「」‘’\n]{{2,60}})[”」’](?P<tail>部分|章节|一节|一章|一条|条款)?"
)
_NUMBERED_TITLE = re.compile(
    rf"(?:第?\s{{0,2}}(?P<number>{_NUMBER})\s{{0,2}}(?:部分|编|章|节|条|[、.．]))\s{{0,2}}(?P<title>\S.*)"
)
_CONTENTS = re.compile(
    r"(?m)(?:^[#*\s]{0,8}|本[\u4e00-\u9fff]{1,8})目\s{0,4}录\s{0,2}[：:](?P<items>[^\n]{1,4000})"
)
_CONTENTS_ITEM = re.compile(rf"(?:^|\s)(?P<number>\d{{1,2}}|[{CN}]{{1,3}})[.．、]\s{{0,4}}")
_MOST = 1_000  # references by title in one text: each is held against all titles


class _Numbers(NamedTuple):
    """What the clauses of a text are numbered, for looking up."""

    ids: frozenset[str]
    tops: frozenset[int]  # numbers of parts, chapters and numbered headings
    any: frozenset[int]  # numbers of whatever is no sub-item
    units: dict[str, set[int]]  # numbers of 编, 章, 节, 条, 部分
    items: frozenset[tuple[str, int]]  # numbers of sub-items, with the chapter that they stand in

    def has(self, written: str, unit: str) -> bool:
        """Whether there is such a clause; in doubt, there is."""
        if "." in written:
            name = written.rstrip(".")
            head, _, last = name.rpartition(".")
            return bool({name, f"{head} {last}", f"{head}({last})", f"{head}（{last}）"} & self.ids)
        value = number(written)
        if value is None:
            return True
        if unit in self.units:
            return value in self.units[unit] or value in self.tops
        return value in (self.tops if unit in ("编", "章", "部分") and self.tops else self.any)


def missing(suite: Texts) -> Iterator[Remark]:
    """References to clauses that their document does not have."""
    all_numbers = {text.source.file: _numbers(text) for text in suite}
    for text in suite:
        numbers = all_numbers[text.source.file]
        yield from _own(text, numbers)
        for found in _IN_OTHER.finditer(text.source.text):
            other = named(suite, found["title"])
            if other and not all_numbers[other.source.file].has(plain(found["number"]), found["unit"]):
                yield _missing(text, found.start(), found.end(), other)
        for span, written, _ in _contents(text):
            if not numbers.has(written, "部分"):
                yield _missing(text, *span, text)


def own(text: Text) -> Iterator[re.Match[str]]:
    """References to clauses of the text itself, by number: `dotted`, or `first` with its `unit`, or `item`."""
    return (found for found in _REFERENCE.finditer(text.source.text) if not _of_another(text, found))


def _own(text: Text, numbers: _Numbers) -> Iterator[Remark]:
    for found in own(text):
        if found["item"]:
            if (_chapter(text.clause(found.start()).at), number(found["item"])) not in numbers.items:
                yield _missing(text, found.start(), found.end(), text)
        elif not numbers.has(plain(found["first"] or found["dotted"]), found["unit"] or "条"):
            yield _missing(text, found.start(), found.end(), text)
    for found in _QUOTED.finditer(text.source.text):
        quoted = _NUMBERED_TITLE.match(found["title"])
        written = "" if found["first"] or not quoted else quoted["number"]  # with `first`, it is found above
        if written and not _of_another(text, found) and not numbers.has(plain(written), "部分"):
            yield _missing(text, found.start(), found.end(), text)


def _of_another(text: Text, found: re.Match[str]) -> bool:
    """Whether a reference may be to another document: 本服务隐私政策 in terms of service, or `根据第六条` in a
    paragraph that has named a law, or another document, before."""
    lead, whole = found["lead"], text.source.text
    if lead.startswith("本"):
        return "隐私" in lead and "隐私" not in text.title
    start = max(found.start() - 300, 0)
    before = whole[max(start, whole.rfind("\n", start, found.start()) + 1) : found.start()]
    return "》" in before or "中华人民共和国" in before


def _chapter(at: str) -> str:
    """The chapter that an id begins with."""
    return re.split(r"[ (.（#]", at, maxsplit=1)[0]


def _numbers(text: Text) -> _Numbers:
    units: dict[str, set[int]] = {}
    tops, everything = set[int](), set[int]()
    ids, items = set[str](), set[tuple[str, int]]()
    for entry in text.outline:
        ids.add(_without_repeat(entry.clause.at))
        if found := re.match(rf"第\s?([{CN}]{{1,7}}|\d{{1,3}})\s?部分", entry.title):
            units.setdefault("部分", set()).add(number(found[1]) or 0)
        if entry.kind in ("number", "chinese", "letter", "ring"):
            items.update((_chapter(entry.clause.at), value) for value in entry.values)
        if entry.kind not in ("part", "chapter", "plain", "dotted"):
            continue
        everything.update(entry.values)
        if entry.kind == "part":
            units.setdefault(entry.series, set()).update(entry.values)
        if entry.kind == "chapter" or entry.series in "编章" or (entry.kind == "plain" and entry.heading):
            tops.update(entry.values)
    return _Numbers(frozenset(ids), frozenset(tops), frozenset(everything), units, frozenset(items))


def _without_repeat(at: str) -> str:
    return at.partition("#")[0]


def _missing(text: Text, start: int, end: int, other: Text) -> Remark:
    if other is text:
        said = Words("本文件没有所指的条款", "this document has no such clause")
    else:
        file = other.source.file.rpartition("/")[2]
        said = Words(f"{file} 没有所指的条款", f"{file} has no such clause")
    return text.remark("reference-missing", start, end, said)


# --- titles ---------------------------------------------------------------------------------------------------


def titles(text: Text) -> Iterator[Remark]:
    """References by number and title, and entries of a table of contents, whose clause has another title; and
    references by title alone that no clause has."""
    by_number: dict[int, list[Entry]] = {}
    for entry in text.outline:
        if entry.kind in ("part", "chapter", "plain") and entry.title:
            for value in entry.values:
                by_number.setdefault(value, []).append(entry)
    for found, written, title in islice(_titled(text), _MOST):
        if not written:
            if not any(_same(title, entry.title) for entry in text.outline if entry.title):
                said = Words("没有条款的标题是这样", "no clause has this title")
                yield text.remark("reference-title", *found, said)
            continue
        having = by_number.get(number(written) or 0, ())
        if 0 < len(having) < 50 and not any(_same(title, entry.title) for entry in having):
            real = having[0]
            said = Words(
                f"编号 {real.label} 的标题是“{_short(real.title)}”",
                f"number {real.label} is headed “{_short(real.title)}”",
            )
            yield text.remark("reference-title", *found, said)


def _titled(text: Text) -> Iterator[tuple[tuple[int, int], str, str]]:
    for found in _QUOTED.finditer(text.source.text):
        if _of_another(text, found):
            continue
        quoted = _NUMBERED_TITLE.match(found["title"])
        written = found["first"] or (quoted["number"] if quoted else "")
        if written and "." not in written:
            yield found.span(), written, quoted["title"] if quoted else found["title"]
        elif not written and found["tail"] and found["lead"].startswith("本"):
            yield found.span(), "", found["title"]
    yield from _contents(text)


def _contents(text: Text) -> Iterator[tuple[tuple[int, int], str, str]]:
    """The entries of a table of contents in one line: where, number, title."""
    for found in _CONTENTS.finditer(text.source.text):
        marks = list(_CONTENTS_ITEM.finditer(found["items"]))
        ends = [*(mark.start() for mark in marks[1:]), len(found["items"])]
        for mark, end in zip(marks, ends, strict=False):
            start = found.start("items")
            yield (
                (start + mark.start("number"), start + end),
                mark["number"],
                found["items"][mark.end() : end],
            )


def _same(quoted: str, title: str) -> bool:
    """Whether a quoted title means this one: white space and punctuation apart, one begins or ends the other."""
    one, other = bare(quoted), bare(title)
    return bool(one and other) and (one == other or one in other or (len(other) > 3 and other in one))


def _short(title: str) -> str:
    return title if len(title) <= 40 else title[:40] + "…"
