"""Every label and sentence of the reports, in Chinese and English. Never decides, never lays out."""

from collections.abc import Mapping, Sequence

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
DOCUMENTS = Words("已取得的文件", "Documents held")
DOCUMENT = Words("文件", "Document")
TYPE = Words("类型", "Type")
VERSION = Words("版本", "Version")
UPDATED = Words("更新日期", "Updated")
EFFECTIVE = Words("生效日期", "Effective")
CLAUSE_COUNT = Words("条款数", "Clauses")
READINGS = Words("两次通读日期", "Readings")
SOURCE = Words("源文本 SHA-256", "SHA-256 of the source")
HASHES = Words("源文本的完整 SHA-256", "SHA-256 of the sources in full")
NOT_HELD = Words("所引用但未取得的文件", "Documents referred to but not held")
REFERRED_TO_IN = Words("引用该文件的条款", "Referred to in")
FACTS = Words("声明事实", "Declared facts")
FACT = Words("事实", "Fact")
ANSWER = Words("结论", "Answer")
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
VIOLATED = Words("违反的禁止事项", "What is violated")
MISSING = Words("未载明的要素", "What is missing")
SAID = Words("已载明的要素", "What is said already")
VIOLATED_ONE = Words("违反", "Violated")
MISSING_ONE = Words("未载明", "Not said")
SAID_ONE = Words("已载明", "Said")
TOTALS = Words("{service}：{counts}。", "{service}: {counts}.")
DEFERRED = Words("可能载于未取得的文件", "It may stand in a document not held")
AGAINST = Words("基线 {baseline}，基准日 {as_of}", "Baseline {baseline}, as of {as_of}")
ASSUMED = Words("推定适用", "Assumed to apply")
NEAREST = Words("最接近的条款", "Nearest clause")
NEAR = Words("最接近的条款", "nearest clauses held")
NEAR_AS_ABOVE = Words("最接近的条款同上", "nearest clauses: as above")
NEAREST_HELD = Words("已取得文件中最接近的条款", "Nearest clauses held")
READ_AS = Words("解读", "Read as")
READERS_NOTE = Words("解读者备注", "Reader's note")
QUOTED_ABOVE = Words("引文见上", "Quoted above")
NOTHING_NEAR = Words("未见解读为涉及此事项的条款", "no clause held was read as dealing with this")
REMEDY = Words("修改建议", "Remedy")
WAIVED = Words("已豁免", "waived")
WAIVER = Words("豁免记录", "Waiver")
FINGERPRINT = Words("指纹", "Fingerprint")
WHY_NOT = Words("不适用的原因", "Why it does not apply")

APPLIES = Words("适用情形", "Applies when")
MUST_SAY = Words("应当载明", "Must be said")
MUST_NOT_SAY = Words("不得载明", "Must not be said")
STATUSES: Mapping[str, Words] = {
    ElementStatus.SAID: Words("已载明", "said"),
    ElementStatus.SILENT: Words("未载明", "not said"),
    ElementStatus.DEFERRED: Words(
        "未载明，可能载于未取得的文件", "not said; may stand in a document not held"
    ),
    ProhibitionStatus.HIT: Words("违反", "hit"),
    ProhibitionStatus.NONE: Words("未见所禁止的约定", "not hit"),
}

ASSUMED_SHORT = Words("推定适用", "assumed to apply")
ASSUMED_NAMED = Words("推定适用：未知{facts}", "assumed to apply: it is not known {facts}")
ASSUMED_WHEN = Words("未声明{facts}，按适用评估。", "Nobody has declared {facts}; judged as if it applied.")
ASSUMED_UNLESS = Words(
    "未声明{facts}，按未排除评估。", "Nobody has declared {facts}; judged as if not excluded."
)
RAISED_IN = Words("相关事项见 {places}。", "The subject comes up in {places}.")
WHETHER = Words("是否", "whether ")
NOT_BY_FACT = Words("声明事实：{facts}为“{answer}”", "declared: {facts}: {answer}")
NOT_BY_CLAUSES = Words("依据下列条款", "as these clauses say")
NOT_BY_LAW = Words("所引法律于基准日均未施行", "none of the laws cited is in force on that day")
NOT_BY_SUBJECT = Words("未见解读为涉及该事项的条款", "no clause held was read as raising the subject")
NOT_IN_FORCE = Words("{as_of} 未施行", "not in force on {as_of}")
NO_CLAUSE = Words("未见所禁止的约定", "no clause held says what is prohibited")
NO_CONTRARY = Words("未见相反约定", "no clause held says otherwise")
NOT_CHECKED = Words("未取得故未核对：{documents}", "not checked in {documents} (not held)")
SAID_IN_SOME = Words("载于{said}，未载于{silent}", "said in {said}; not in {silent}")
MET_HERE = Words("符合的要求及其依据（{number}）", "Met, and why ({number})")
WAITS_FOR = Words("待取得{documents}", "waits for {documents}")
YES = Words("是", "yes")
NO = Words("否", "no")
NONE = Words("无", "none")
QUOTE = Words("“{quote}”", "“{quote}”")
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
OTHERS = Words("{named}，另有 {more} 项", "{named}, and {more} more")
OTHER_PLACES = Words("{named}，另有 {more} 处", "{named}, and {more} more")
AND_MORE = Words("另有 {number} 处", "and {number} more")
ALSO_IN = Words("另见", "also")
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
NOT_BETTER = Words(
    "“无法判断”并不优于“缺失”：文件所引用的其他文件尚未取得，有关要求有待该文件确定。",
    "Undetermined is not better than missing: a document that is referred to was not obtained, and the "
    "requirement waits for it.",
)
FACTS_UNKNOWN = Words(
    "suite.yaml 的 {facts} 项事实中有 {unknown} 项未知；文件提及所涉主题的，推定适用",
    "{unknown} of {facts} facts of suite.yaml are unknown; what depends on them is assumed to apply where the documents "
    "speak of it",
)
FACTS_SENTENCE = Words(
    "以下事实决定哪些要求适用；结论为“未知”的，有关要求按适用评估，但所涉事项在已取得的文件中从未出现的除外。",
    "These facts decide which requirements apply; where the answer is unknown, a requirement is judged as "
    "if it applied, unless its subject never comes up in the documents held.",
)
MET_MAY_BE_SILENCE = Words(
    "“符合”可能仅指已取得的文件未见所禁止的约定；各结论的含义见各报告末尾。",
    "Met may mean only that no clause held says what is prohibited; the end of each report explains the verdicts.",
)
GRAVEST: Mapping[Verdict, Words] = {
    Verdict.VIOLATED: Words(
        "其中严重程度为“高”的违反项共 {number} 项：", "Violated and of high severity ({number}):"
    ),
    Verdict.MISSING: Words(
        "其中严重程度为“高”的缺失项共 {number} 项：", "Missing and of high severity ({number}):"
    ),
}
GRAVEST_NONE = Words(
    "没有高严重程度的要求被违反或者缺失。", "No requirement of high severity is violated or missing."
)
BY_DOCUMENT = Words("违反项所在文件", "Violations by document")
BY_GROUP = Words("各类别的评估结论", "Verdicts by group")
VIOLATING = Words("违反条款数", "Violating clauses")
REQUIREMENTS = Words("要求", "Requirements")
OPEN = Words("待取得文件后确定", "Open until documents are obtained")
OPEN_SENTENCE = Words(
    "已取得的文件未载明下列要求的任何要素，而所引用的文件尚未取得。“无法判断”并不优于“缺失”。",
    "No document held says any element of these requirements, and a document that is referred to is not "
    "held. Undetermined is not better than missing.",
)
OBTAIN = Words(
    "取得{documents}。待其确定的：{requirements}。", "Obtain {documents}. Waiting for this: {requirements}."
)
LOOK_FOR = Words("应查找的内容", "What to look for")
COUNTED = Words("{total} 项要求中：{counts}。", "Of {total} requirements: {counts}.")
COUNTED_ASSUMED = Words(
    "因决定是否适用的事实未知而推定适用的：{requirements}。",
    "Assumed to apply, because a fact that decides it is not known: {requirements}.",
)
COUNTED_SILENT = Words(
    "“符合”的 {met} 项中，{number} 项仅因已取得的文件未见所禁止的约定而计为符合。",
    "Of the {met} met, {number} only because no clause held says what is prohibited.",
)
NOTHING_TO_DO = Words("没有需要处理的评估结论。", "No finding needs action.")
NONE_REFERRED = Words("已取得的文件未引用其他文件。", "The documents refer to no other document.")
NO_READING = Words("未复核", "no second reading")
GROUND_OPERATOR = Words("运营者声明", "declared by the operator")
GROUND_NONE = Words("文件未载明且未声明", "not stated in the documents, not declared")
NOT_STATED = Words("未载明", "not stated")
DO_NOT_EDIT = Words("由 `checker report` 生成，请勿手工修改。", "Generated by `checker report`; do not edit.")
OTHER_LANGUAGE = Words("English", "中文")
LAWS_CITED = Words("所引规范", "Laws cited")
LAW = Words("名称", "Title")
ISSUED_BY = Words("发布机关", "Issued by")
NORM = Words("效力层级", "Rank")
REMARK = Words("说明", "Remark")
NORMS: Mapping[str, Words] = {
    "law": Words("法律", "law"),
    "administrative_regulation": Words("行政法规", "administrative regulation"),
    "judicial_interpretation": Words("司法解释", "judicial interpretation"),
    "departmental_rule": Words("部门规章", "departmental rule"),
    "normative_document": Words("规范性文件", "normative document"),
}
ALL_SERVICES = Words("全部服务", "All services")
DOCUMENTS_LINE = Words(
    "已阅读 {held}、{clauses}；另引用未取得的 {not_held}",
    "{held}, {clauses} read; {not_held} referred to but not held",
)

# --- lists -----------------------------------------------------------------------------------------------


def listed(
    shown: Sequence[str], more: int, lang: str, *, between: Words = LIST, rest: Words = OTHER_PLACES
) -> str:
    """What is shown, in a sentence, and how many more there are."""
    named = pick(between, lang).join(shown)
    return pick(rest, lang).format(named=named, more=more) if more else named


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
