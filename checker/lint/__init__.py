"""Faults that a careful editor finds in the texts themselves: the checks, by id. Each has a page in docs/lint.

Pure: the texts of one suite in, remarks out. Never judges what a clause means for the law, never changes a text."""

from collections.abc import Collection, Mapping
from itertools import islice
from types import MappingProxyType

from checker.lint import (
    contacts,
    dates,
    deadlines,
    leftovers,
    lists,
    marks,
    numbering,
    references,
    repeats,
    spelling,
    terms,
    titles,
)
from checker.lint.model import Check, Remark, Text, Texts, each
from checker.model import Words

__all__ = ["CHECKS", "MOST", "Check", "Remark", "Text", "remarks"]

MOST = 1_000  # places that a check tells in one suite: nobody reads more, and hostile texts have millions
CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "numbering-gap": Check(Words("编号有缺漏", "numbers left out"), each(numbering.gaps)),
        "numbering-repeat": Check(Words("编号重复", "numbers given twice"), each(numbering.repeats)),
        "numbering-style": Check(
            Words("编号格式不一", "labels of one list written in two ways"), each(numbering.styles)
        ),
        "reference-missing": Check(
            Words("所指条款不存在", "references to clauses that are not there"), references.missing
        ),
        "reference-title": Check(
            Words("所指条款的标题不同", "references with another title"), each(references.titles)
        ),
        "empty-list": Check(Words("列举没有内容", "lists announced and not given"), each(lists.empty)),
        "contact-spelling": Check(
            Words("联系方式写法不一", "two spellings of an address or number"), contacts.spellings
        ),
        "word-spelling": Check(Words("用字不一", "two spellings of one word"), each(spelling.mixed)),
        "deadline-differs": Check(
            Words("同一事项期限不同", "different deadlines for the same thing"), deadlines.differing
        ),
        "term-undefined": Check(Words("用语没有定义", "terms without a definition"), each(terms.undefined)),
        "term-twice": Check(Words("用语重复定义", "terms defined twice"), each(terms.twice)),
        "term-unused": Check(Words("用语定义后未使用", "terms defined and not used"), each(terms.unused)),
        "date-impossible": Check(Words("日期不存在", "dates that cannot be"), each(dates.impossible)),
        "date-order": Check(
            Words("日期矛盾", "dates that contradict one another"), each(dates.contradicting)
        ),
        "document-title": Check(Words("文件名称不一", "a document called by two names"), titles.differing),
        "placeholder": Check(Words("占位文字", "blanks not filled in"), each(leftovers.placeholders)),
        "repeated-text": Check(Words("句子重复", "sentences given twice"), each(repeats.repeated)),
        "unbalanced-marks": Check(
            Words("引号或者括号不成对", "quotation marks and brackets without a pair"), each(marks.unbalanced)
        ),
        "slip": Check(Words("笔误", "slips of the keyboard"), each(leftovers.slips)),
        "leftover-markup": Check(Words("残留的排版标记", "markup left in"), each(leftovers.markup)),
    }
)


def remarks(suite: Texts, checks: Collection[str] = tuple(CHECKS)) -> list[Remark]:
    """What the checks find in the texts of one suite, in the order of the texts, each from top to bottom; of each
    check the first MOST places."""
    order = {text.source.file: number for number, text in enumerate(suite)}
    found = [remark for name in checks for remark in islice(CHECKS[name].find(suite), MOST)]
    return sorted(
        set(found), key=lambda remark: (order[remark.file], remark.line, remark.column, remark.check, remark)
    )
