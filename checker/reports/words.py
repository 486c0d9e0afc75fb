"""Every label and sentence of the reports, in Chinese and English. Never decides, never lays out."""

from collections.abc import Mapping

from checker.model import Answer, ElementStatus, ProhibitionStatus, Severity, Verdict, Words


def pick(words: Words, lang: str) -> str:
    """The wording in a language, `zh` or `en`."""
    return words.zh if lang == "zh" else words.en


# --- verdicts and severities ---------------------------------------------------------------------------

VERDICTS: Mapping[Verdict, Words] = {
    Verdict.VIOLATED: Words("违反", "violated"),
    Verdict.MISSING: Words("缺失", "missing"),
    Verdict.PARTIAL: Words("部分符合", "partial"),
    Verdict.UNDETERMINED: Words("无法判断", "undetermined"),
    Verdict.MET: Words("符合", "met"),
    Verdict.NOT_APPLICABLE: Words("不适用", "not applicable"),
}
EXPLANATIONS: Mapping[Verdict, Words] = {
    Verdict.VIOLATED: Words(
        "至少有一处条款写了该要求禁止的内容。即使其他要素均已载明，结论仍为“违反”。",
        "At least one clause says what the requirement prohibits. This holds even where all elements "
        "are said.",
    ),
    Verdict.MISSING: Words(
        "所持文件均未载明任何一项要素，所引用而未持有的文件按其类型也不是通常载明该等内容之处。",
        "No element is said in the documents held, and no document that is referred to but not held "
        "is of a type in which it would naturally stand.",
    ),
    Verdict.PARTIAL: Words("已载明部分要素，另有要素未载明。", "Some elements are said, others are not."),
    Verdict.UNDETERMINED: Words(
        "所持文件均未载明任何一项要素，但引用了一份未持有的文件，而该类文件通常载明此等内容。取得该文件之前无法得出结论。",
        "No element is said in the documents held, but they refer to a document that is not held, of a "
        "type in which it would naturally stand. Nothing can be concluded until that document is read.",
    ),
    Verdict.MET: Words(
        "全部要素均已载明，且没有条款触及禁止事项；只有禁止事项的要求，指所持文件中没有条款触及，未持有的文件不在此列。",
        "Every element is said and no clause says what is prohibited; "
        "for a requirement with prohibitions alone, no clause of the documents held says it.",
    ),
    Verdict.NOT_APPLICABLE: Words(
        "申报事实或文件内容表明该要求不适用，所涉事项在文件中从未出现，或者所引法律于基准日均未施行。“不适用”从不计为“符合”。",
        "A declared fact or the documents show that the requirement does not apply, its subject never "
        "comes up, or none of the laws cited is in force. It never counts as met.",
    ),
}
SEVERITIES: Mapping[Severity, Words] = {
    Severity.HIGH: Words("高", "high"),
    Severity.MEDIUM: Words("中", "medium"),
    Severity.LOW: Words("低", "low"),
}
ANSWERS: Mapping[Answer, Words] = {
    Answer.YES: Words("是", "yes"),
    Answer.NO: Words("否", "no"),
    Answer.OPEN: Words("未知", "unknown"),
}

# --- headings and column titles ------------------------------------------------------------------------

REPORT_TITLE = Words(
    "{service}：用户协议与隐私政策审查报告", "{service}: audit of agreements and privacy policies"
)
INDEX_TITLE = Words("用户协议与隐私政策审查报告", "Audits of agreements and privacy policies")
SCOPE = Words("审查范围", "Scope")
SERVICE = Words("服务", "Service")
OPERATOR = Words("运营者", "Operator")
BASELINE = Words("基线", "Baseline")
AS_OF = Words("基准日", "As of")
DOCUMENTS = Words("所持文件", "Documents held")
DOCUMENT = Words("文件", "Document")
TYPE = Words("类型", "Type")
VERSION = Words("版本", "Version")
UPDATED = Words("更新日期", "Updated")
EFFECTIVE = Words("生效日期", "Effective")
CLAUSE_COUNT = Words("条款数", "Clauses")
READINGS = Words("两次阅读", "Readings")
SOURCE = Words("源文本 SHA-256", "SHA-256 of the source")
HASHES = Words("源文本的完整 SHA-256", "SHA-256 of the sources in full")
NOT_HELD = Words("所引用但未持有的文件", "Documents referred to but not held")
REFERRED_TO_IN = Words("引用该文件的条款", "Referred to in")
FACTS = Words("申报事实", "Declared facts")
FACT = Words("事实", "Fact")
ANSWER = Words("答复", "Answer")
GROUND = Words("依据", "Ground")
SUMMARY = Words("概要", "Summary")
GROUP = Words("类别", "Group")
TOTAL = Words("合计", "Total")
ACTION = Words("需要处理的评估结论", "Findings that need action")
ALL = Words("全部要求", "All requirements")
REQUIREMENT = Words("要求", "Requirement")
TITLE = Words("内容", "Title")
SEVERITY = Words("严重程度", "Severity")
VERDICT = Words("评估结论", "Verdict")
WHERE = Words("条款，或者不适用的原因", "Clauses, or why it does not apply")
HOW_TO_READ = Words("如何阅读评估结论", "How to read the verdicts")
MEANING = Words("含义", "Meaning")
MATRIX = Words("各服务按类别的评估结论", "Services by group")
SERVICES = Words("各项服务", "Services")

# --- inside a finding ----------------------------------------------------------------------------------

BASIS = Words("依据", "Basis")
VIOLATED = Words("触及的禁止事项", "What is violated")
MISSING = Words("未载明的要素", "What is missing")
SAID = Words("已载明的要素", "What is said already")
VIOLATED_ONE = Words("违反", "Violated")
MISSING_ONE = Words("未载明", "Not said")
SAID_ONE = Words("已载明", "Said")
DEFERRED = Words("可能载于未持有的文件", "It may stand in a document not held")
AGAINST = Words("基线 {baseline}，基准日 {as_of}", "Baseline {baseline}, as of {as_of}")
ASSUMED = Words("推定适用", "Assumed to apply")
LOOKED_AT = Words("查阅的条款", "Where we looked")
REMEDY = Words("修改建议", "Remedy")
WHY_NOT = Words("不适用的原因", "Why it does not apply")

APPLIES = Words("适用情形", "Applies when")
MUST_SAY = Words("应当载明", "Must be said")
MUST_NOT_SAY = Words("不得载明", "Must not be said")
STATUSES: Mapping[ElementStatus | ProhibitionStatus, Words] = {
    ElementStatus.SAID: Words("已载明", "said"),
    ElementStatus.SILENT: Words("未载明", "not said"),
    ElementStatus.DEFERRED: Words(
        "未载明，可能载于未持有的文件", "not said; may stand in a document not held"
    ),
    ProhibitionStatus.HIT: Words("触及", "hit"),
    ProhibitionStatus.NONE: Words("未触及", "not hit"),
}

ASSUMED_SHORT = Words("推定适用", "assumed to apply")
ASSUMED_SENTENCE = Words(
    "该要求适用于下列情形：{when}。以下事实未知，故推定适用并据此评估：{facts}。",
    "The requirement applies where {when}. Not known, and so assumed, is whether this is so: {facts}.",
)
LOOKED_SENTENCE = Words("涉及同类事项的 {clauses}：{places}", "{clauses} on the same matters: {places}")
LOOKED_NOWHERE = Words(
    "没有条款涉及此类事项（共阅读 {documents}、{clauses}）",
    "no clause deals with these matters ({clauses} read in {documents})",
)
NOT_BY_FACT = Words("申报事实：{facts}为“{answer}”", "declared: {facts}: {answer}")
NOT_BY_CLAUSES = Words("依据下列条款", "as these clauses say")
NOT_BY_LAW = Words("所引法律于基准日均未施行", "none of the laws cited is in force on that day")
NOT_BY_SUBJECT = Words("所涉事项在文件中从未出现", "the subject never comes up in the documents")
NOT_IN_FORCE = Words("{as_of} 未施行", "not in force on {as_of}")
NO_CLAUSE = Words("没有条款触及", "no clause says it")
LIST = Words("、", "; ")
ARTICLES = Words("、", ", ")
TEXTS = Words("；", "; ")
IN_BRACKETS = Words("（{}）", " ({})")
COLON = Words("：", ": ")
LIST_OF_COUNTS = Words("，", ", ")
SPACE = Words("", " ")
COUNT = Words("{verdict} {number}", "{number} {verdict}")
VERDICT_HEADING = Words("{verdict}（{number}）", "{verdict} ({number})")
FINDING_LINE = Words(
    "{requirement} · 评估结论：**{verdict}** · 严重程度：{severity}",
    "{requirement} · verdict: **{verdict}** · severity: {severity}",
)
REFERRED = Words("（{places} 引用）", ", referred to in {places}")
AND_OTHERS = Words("另有 {number} 项", "and {number} more")
AND_MORE = Words("另有 {number} 处", "and {number} more")
LINE = Words("第 {line} 行", "line {line}")
CLAUSE = Words("条款 {at}", "clause {at}")
CLAUSE_OF = Words("{title}{clause}{heading}，{line}", "{title} {clause}{heading}, {line}")
BASELINE_LINE = Words("{title}（{baseline}，{requirements}）", "{title} ({baseline}, {requirements})")
NAMES_OF_PARTS: Mapping[str, Words] = {
    "preamble": Words("前言", "preamble"), "closing": Words("结尾", "closing"),
}  # fmt: skip

# --- sentences of the summary --------------------------------------------------------------------------

INDEX_AGAINST = Words(
    "依据基线“{title}”（{baseline}，{requirements}）评估，基准日 {as_of}。",
    "Assessed against the baseline “{title}” ({baseline}, {requirements}) as of {as_of}.",
)
INDEX_LINKED = Words(
    "需要处理的评估结论均链接至相应报告。", "Findings that need action are linked to the report."
)
FACTS_SENTENCE = Words(
    "以下事实决定哪些要求适用；答复为“未知”的，推定有关要求适用。",
    "These facts decide which requirements apply; where the answer is unknown, a requirement is assumed "
    "to apply.",
)
GRAVEST = Words(
    "最严重的是高严重程度要求被违反，共 {number} 项：{titles}。",
    "Gravest: {requirements} of high severity with a violation: {titles}.",
)
GRAVEST_MISSING = Words(
    "没有高严重程度的要求被违反；最严重的是高严重程度要求缺失，共 {number} 项：{titles}。",
    "No requirement of high severity is violated. Gravest: {requirements} of high severity with nothing "
    "said: {titles}.",
)
GRAVEST_NONE = Words(
    "没有高严重程度的要求被违反或者缺失。", "No requirement of high severity is violated or missing."
)
COUNTED = Words("{total} 项要求中：{counts}。", "Of {total} requirements: {counts}.")
COUNTED_ASSUMED = Words(
    "因决定是否适用的事实未知而推定适用的：{requirements}。",
    "Assumed to apply, because a fact that decides it is not known: {requirements}.",
)
NOTHING_TO_DO = Words("没有需要处理的评估结论。", "No finding needs action.")
NONE_REFERRED = Words("所持文件未引用其他文件。", "The documents refer to no other document.")
NO_READING = Words("未复核", "no second reading")
GROUND_OPERATOR = Words("运营者申报", "declared by the operator")
GROUND_NONE = Words("无人说明", "nobody has said")
NOT_STATED = Words("未载明", "not stated")
DO_NOT_EDIT = Words("由 `make update` 生成，请勿手工修改。", "Generated by `make update`; do not edit.")
OTHER_LANGUAGE = Words("English", "中文")
ALL_SERVICES = Words("全部服务", "All services")
DOCUMENTS_LINE = Words(
    "已阅读 {held}、{clauses}；另引用未持有的 {not_held}",
    "{held}, {clauses} read; {not_held} referred to but not held",
)

NOTES: tuple[Words, ...] = (
    Words(
        "推定适用：要求是否适用取决于未知事实时，先按适用评估，并注明该事实。事实一经确认，结论可能变为“不适用”。",
        "Assumed to apply: where it is not known whether a requirement applies, it is judged as if it "
        "did, and the fact "
        "that is not known is named. Once it is known, the verdict may become “not applicable”.",
    ),
    Words(
        "全部文件一并评估：任何一份文件均可载明要素，任何一处条款均可触及禁止事项。",
        "All documents of a service are judged together: any of them may say an element, any clause may "
        "violate.",
    ),
    Words(
        "编码是一种解读：每处条款的作用由人对照原文编码，结论由规则据编码得出。对解读有异议的，请对照所引原文并提出修改。",
        "An encoding is a reading: people have encoded what each clause does, and the verdicts follow "
        "from the encoding "
        "by rule. Who disagrees with a reading should compare the quote and propose a change.",
    ),
    Words(
        "本报告只看文本：服务实际如何运行、界面如何提示、所持版本是否为现行版本，工具均无从得知。",
        "Only texts were read. The tool cannot know what the service really does, what its screens "
        "show, or whether "
        "the texts held are the current ones.",
    ),
    Words(
        "“缺失”只表示所持文件未写明，不表示运营者没有相应做法。",
        "“Missing” means that the documents held do not say it, not that the operator does not do it.",
    ),
    Words("本报告不构成法律意见。", "This report is not legal advice."),
)


# --- numbers -------------------------------------------------------------------------------------------


def clauses(number: int, lang: str) -> str:
    """A number of clauses in words."""
    return _number(number, lang, "处条款", "clause", "clauses")


def documents(number: int, lang: str) -> str:
    """A number of documents in words."""
    return _number(number, lang, "份文件", "document", "documents")


def requirements(number: int, lang: str) -> str:
    """A number of requirements in words."""
    return _number(number, lang, "项要求", "requirement", "requirements")


def _number(number: int, lang: str, zh: str, one: str, many: str) -> str:
    return f"{number} {zh}" if lang == "zh" else f"{number} {one if number == 1 else many}"
