"""By what rules the two sides of a change are judged, in words. Plain text; never compares."""

from checker.diff.model import Diff, RuleChange
from checker.model import Words
from checker.reports import words
from checker.reports.words import pick

AGAINST = Words("基线 {baseline}，基准日 {as_of}", "Baseline {baseline}, as of {as_of}")
RULES_CHANGED = Words(
    "基线由 {was} 变为 {now}：规则变更所致的评估结论变化已单独注明。",
    "The baseline has changed from {was} to {now}; what the rules changed is said at each verdict.",
)
BASELINE_IS_NEW = Words(
    "变更前没有该基线文件：两侧均按现有文件评估。",
    "The baseline file is new: both sides are judged by it as it is now.",
)
RULES = Words("基线中有变更的要求", "Requirements that changed in the baseline")
RULE_CAME = Words("{requirement} 新增", "{requirement} is new")
RULE_WENT = Words("{requirement} 已移除", "{requirement} is gone")
RULE_WEIGHED = Words("{requirement} 严重程度 {was} → {now}", "{requirement} weighs {now}, was {was}")
_MOST_RULES = 20


def against(diff: Diff, lang: str) -> list[str]:
    """Baseline and day; and that the baseline has changed, if it has."""
    was, now = diff.baselines
    lines = [pick(AGAINST, lang).format(baseline=now, as_of=diff.assessments[0].as_of)]
    if was != now:
        lines.append(pick(RULES_CHANGED, lang).format(was=was, now=now))
    if diff.baseline_is_new:
        lines.append(pick(BASELINE_IS_NEW, lang))
    if diff.rules:
        shown = [_rule(each, lang) for each in diff.rules[:_MOST_RULES]]
        told = words.listed(shown, len(diff.rules) - len(shown), lang, rest=words.OTHERS)
        lines.append(pick(RULES, lang) + pick(words.COLON, lang) + told)
    return lines


def _rule(rule: RuleChange, lang: str) -> str:
    """A requirement and what became of it in the baseline."""
    if rule.was and rule.now:
        was, now = (pick(words.SEVERITIES[each], lang) for each in (rule.was, rule.now))
        return pick(RULE_WEIGHED, lang).format(requirement=rule.requirement, was=was, now=now)
    return pick(RULE_CAME if rule.now else RULE_WENT, lang).format(requirement=rule.requirement)
