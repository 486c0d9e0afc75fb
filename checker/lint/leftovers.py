"""What was left in a text and was not meant for its readers: blanks to be filled, markup, slips of the keyboard."""

import re
from collections.abc import Iterator

from checker.lint.model import Remark, Text
from checker.model import Words

_PLACEHOLDERS = re.compile(
    r"(?<![A-Za-z0-9])[Xx×]{2,10}(?![A-Za-z0-9@.])|(?<![A-Za-z0-9])[×X]{1,4}\s?(?=年|月|日|公司)|【[\s_ＸX]{0,20}】|\[[\s_]{1,20}\](?![(\[])"
    r"|[\[【](?:请|此处)?(?:填写|填入|插入|输入|补充)[^\]】\n]{0,20}[\]】]"
    r"|[\[【](?:公司|产品|平台|服务|网站|应用|APP|App)?(?:名称|全称|简称|地址|日期|电话|邮箱|联系方式)[\]】](?!\()"
    r"|(?<![\w_*])_{3,100}(?![\w_*])|(?i:lorem ipsum)|(?<![A-Za-z])(?:TODO|TBD|FIXME)(?![A-Za-z])|某某|待补充|[（【(]待定[)】）]"
    r"|(?<=[：:])[ \t　]{0,4}/[ \t　]{0,4}(?=[\r\n]|\Z)"
)
_DOUBLED = re.compile(
    r"(?<![目标])的\s?的(?!确|士|话)|了了(?!解|然|结|事)|(?P<mark>[。，、；：！？])\s?(?P=mark)(?!(?P=mark))|[，、；：][。；：]"
)
_STRAY = re.compile(r"(?<=[\u4e00-\u9fff]) ?\b(?:and|or|of|the|with|for|to)\b ?(?=[\u4e00-\u9fff])")
_BLOCK = re.compile(r":{3,}.{0,80}|\{%.{0,80}%\}|<!--.{0,80}")
_TWO_BULLETS = re.compile(r"[-+*] (?:\\\*|[-*•·]) ")


def placeholders(text: Text) -> Iterator[Remark]:
    """Blanks that were to be filled in."""
    rules = {line.start for line in text.lines if line.is_break}
    for found in _PLACEHOLDERS.finditer(text.source.text):
        if found.start() not in rules:
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            yield text.remark(
                "placeholder", start, found.end(), Words("占位文字没有替换", "a blank was not filled in")
            )


def slips(text: Text) -> Iterator[Remark]:
    """Characters written twice, and English words between Chinese ones."""
    whole = text.source.text
    for found in _DOUBLED.finditer(whole):
        if found.start() and whole[found.start() - 1] == found[0][0] and found["mark"]:
            continue  # the rest of 。。。
        said = Words("多写了字或者标点", "a character or a punctuation mark too many")
        yield text.remark("slip", *found.span(), said)
    for found in _STRAY.finditer(whole):
        around = whole[max(found.start() - 60, 0) : found.end() + 60]
        if sum(char.isascii() and char.isalpha() for char in around) > 20:
            continue  # Chinese words within English, not the other way
        start = max(found.start() - 8, 0)
        start = max(start, whole.rfind("\n", start, found.start()) + 1)
        end = found.end() + 8
        yield text.remark("slip", start, end, Words("中文里夹有英文词", "an English word within Chinese"))


def markup(text: Text) -> Iterator[Remark]:
    """Marks of Markdown and the like that readers see: one remark for each kind, at the first place."""
    kinds: dict[str, list[tuple[int, int]]] = {}
    for line in text.lines:
        words = text.source.text[line.start : line.end]
        if line.is_break:
            continue
        if _BLOCK.match(words):
            kinds.setdefault("block", []).append((line.start, line.end))
        elif found := _TWO_BULLETS.match(words):
            kinds.setdefault("bullet", []).append((line.start, line.start + found.end()))
        if words.replace("\\*", "").count("**") % 2:
            offset = words.rindex("**")
            kinds.setdefault("bold", []).append((line.start + max(offset - 10, 0), line.start + offset + 2))
    told = {
        "block": Words("排版标记未去除", "a mark of some layout was left in"),
        "bullet": Words("列表符号重复", "two bullets"),
        "bold": Words("加粗标记“**”不成对", "“**” without its other half"),
    }
    for kind, places in kinds.items():
        said = told[kind]
        if len(places) > 1:
            lines = _lines_of(text, [start for start, _ in places[1:]])
            said = Words(f"{said.zh}（另有第 {lines.zh} 行）", f"{said.en} (also in {lines.en})")
        yield text.remark("leftover-markup", *places[0], said)


def _lines_of(text: Text, offsets: list[int]) -> Words:
    numbers = [str(text.place(offset)[0]) for offset in offsets[:10]]
    rest = len(offsets) - len(numbers)
    zh = "、".join(numbers) + (f" 等 {len(offsets)}" if rest else "")
    en = ", ".join(numbers) + (f" and {rest} more" if rest else "")
    return Words(zh, f"line{'s' * (len(offsets) > 1)} {en}")
