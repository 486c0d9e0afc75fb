"""Different deadlines for the same thing in two documents of a suite. What counts as the same thing is a short list of
words, kept narrow. Never says which deadline is lawful."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.lint.model import Remark, Text, Texts, place_named
from checker.lint.outline import number
from checker.model import Words

_DEADLINE = r"(?P<number>[一二三四五六七八九十百两\d]{1,5})(?:[（(]\d{1,3}[)）])?\s{0,2}(?:个)?(?P<unit>工作日|自然日|日历日|小时|日|天|周|月|年)"
_STEP = "[^。；;！？\n]"
# The same thing: what stands before and after the deadline in a sentence.
_SUBJECTS: Mapping[Words, tuple[str, ...]] = {
    Words("答复用户请求的期限", "the time for answering requests"): (
        rf"(?:验证|核实|核验|收到)[^。；;！？\n，,]{{0,20}}(?:身份|请求|反馈|投诉|意见){_STEP}{{0,12}}?{_DEADLINE}(?:内|之内|以内){_STEP}{{0,8}}(?:回复|答复|反馈|响应)",
    ),
    Words("延迟答复的期限", "the time by which an answer may be late"): (
        rf"(?:延迟|延期|延长)(?:处理|答复|回复){_STEP}{{0,16}}?(?:通常为|不超过|至多|最长){_DEADLINE}",
    ),
    Words("注销后删除信息的期限", "the time for deleting data after an account is cancelled"): (
        rf"注销{_STEP}{{0,20}}?{_DEADLINE}(?:内|之内|以内|后){_STEP}{{0,12}}(?:删除|匿名化)",
    ),
    Words("处理注销申请的期限", "the time for cancelling an account"): (
        rf"注销(?:申请|请求){_STEP}{{0,12}}?{_DEADLINE}(?:内|之内|以内){_STEP}{{0,8}}(?:完成|处理|办理|注销)",
    ),
    Words("变更前通知的期限", "the notice given before a change of the terms"): (
        rf"(?:协议|政策|条款|内容)[^。；;！？\n]{{0,12}}(?:变更|修改|修订|更新)[^。；;！？\n]{{0,16}}提前(?:至少)?{_DEADLINE}{_STEP}{{0,30}}?(?:公告|公示|通知)",
        rf"提前(?:至少)?{_DEADLINE}{_STEP}{{0,20}}?(?:公告|公示|通知){_STEP}{{0,20}}?(?:协议|政策|条款)[^。；;！？\n]{{0,6}}(?:变更|修改|修订|更新)",
    ),
    Words("无理由退款的期限", "the time for a refund without a reason"): (
        rf"{_DEADLINE}(?:内)?(?:可)?无(?:理由|条件)(?:退款|退订|退货)",
    ),
}
_UNITS = {"自然日": "天", "日历日": "天", "日": "天"}


class _Said(NamedTuple):
    text: Text
    start: int
    end: int
    value: tuple[int | None, str]


def differing(suite: Texts) -> Iterator[Remark]:
    """Deadlines that another document, earlier in the suite, gives otherwise."""
    for subject, patterns in _SUBJECTS.items():
        first: dict[str, list[_Said]] = {}
        for text in suite:
            for pattern in patterns:
                for found in re.finditer(pattern, text.source.text):
                    value = number(found["number"]), _UNITS.get(found["unit"], found["unit"])
                    said = _Said(text, found.start("number"), found.end("unit"), value)
                    first.setdefault(text.source.file, []).append(said)
        others: list[_Said] = []
        for told in first.values():
            new = [said for said in told if others and said.value not in {other.value for other in others}]
            for said in new:
                yield _remark(said, others[0], subject)
            others += told


def _remark(said: _Said, other: _Said, subject: Words) -> Remark:
    where = place_named(other.text, other.start)
    written = other.text.words(other.start, other.end)
    message = Words(
        f"{subject.zh}：{where.zh}写的是“{written}”", f"{subject.en}: {where.en} says “{written}”"
    )
    return said.text.remark("deadline-differs", said.start, said.end, message)
