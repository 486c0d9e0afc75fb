"""Two spellings of one word in one text. The words are a short list. Never minds a text that keeps to one of them."""

from collections.abc import Iterator

from checker.lint.model import Remark, Text, times
from checker.model import Words

# Written in two ways, and meaning the same in an agreement.
_SPELLINGS = (
    ("您", "你"), ("账户", "帐户"), ("账号", "帐号"), ("账单", "帐单"), ("登录", "登陆"), ("阈值", "阀值"), ("身份证", "身分证"),
("图像", "图象"), ("粘贴", "黏贴"),
)  # fmt: skip


def mixed(text: Text) -> Iterator[Remark]:
    """Words that a text writes in two ways, at the first place of the rarer one."""
    whole = text.source.text
    for pair in _SPELLINGS:
        usual, rare = sorted(pair, key=whole.count, reverse=True)
        count = whole.count(rare)
        if count:
            start = whole.index(rare)
            said = Words(
                f"别处写作“{usual}”（{whole.count(usual)} 次，“{rare}”{count} 次）",
                f"elsewhere “{usual}” ({times(whole.count(usual))}; “{rare}” {times(count)})",
            )
            yield text.remark("word-spelling", start, start + len(rare), said)
