"""The labels and sentences of `checker explain`, in Chinese and English. Never decides, never lays out."""

from checker.model import Words

READ_ALOUD = Words("条件", "Condition")
AS_WRITTEN = Words("基线写法", "As the baseline writes it")
STATUS = Words("状态", "Status")
APPLICABLE = Words("是否适用", "Applies")
DECLARED = Words(
    "声明事实：“{fact}”为“{answer}”（依据：{ground}）", "declared: “{fact}”: {answer} ({ground})"
)
BY_CLAUSES = Words("适用，依据 {places}", "yes, because of {places}")
NOT_EXCLUDED = Words("适用，未见排除适用的条款", "yes, no clause held keeps it from applying")
IN_FORCE = Words("自 {date} 起施行", "in force since {date}")
REPEALED = Words("{date} 废止", "repealed on {date}")
HOLDS = Words("〔成立〕", "[holds] ")
HOLDS_NOT = Words("〔不成立〕", "[does not hold] ")
NUMBER = Words("（{number}）", "({number}) ")

SAID_BY = Words("据以认定的条款", "Said by")
HIT_BY = Words("违反的条款", "Hit by")
NOT_ENOUGH = Words("符合部分条件、但单独不足的条款", "Fits a part of the condition, which is not enough")
AGAINST = Words("使条件不成立的条款", "Keeps the condition from holding")
NOT_COUNTED = Words("已查看、不计入的条款", "Looked at, and does not count")
NOT_PROHIBITED = Words("已查看、未触及的条款", "Looked at, and does not say it")
NONE_LOOKED_AT = Words("未见解读为涉及此事项的条款", "no clause held was read as dealing with this")
FITS = Words("符合", "Fits")
FAILS = Words("原因", "Why not")
FORBIDDEN = Words("符合不得出现的情形", "Is read as what no clause may say")
FAILS_EACH = Words(
    "此类条款均须符合，而该条款至少未符合", "Of what every such clause must have, it lacks at least"
)
ASKED = Words("{key}：{value}（要求{test}）", "{key}: {value} (asked: {test})")

STANDS = Words("位置", "Stands in")
HEADING = Words("标题", "Heading")
ENCODED = Words("编码（引文 {number} 处）", "Encoded (quotes: {number})")
SET_ASIDE = Words("不编码的原因", "Set aside as")
NEEDS_READING = Words("待阅读", "Needs reading")
HEADING_ONLY = Words("仅为标题，无需编码", "It is a heading and nothing else: there is nothing to encode")
UNACCOUNTED = Words(
    "既未编码，也未列为不编码（no_provision）",
    "It is neither encoded nor set aside: encode it, or list it under no_provision",
)
ITS_WORDS = Words("条款文字", "Its words")
BELOW = Words("其下条款", "Clauses below it")
IS_ENCODED = Words("已编码", "encoded")
IS_ASIDE = Words("不编码", "set aside")
RESTS = Words("以该条款为据的要求", "Requirements that rest on this clause")
RESTS_NONE = Words("没有要求以该条款为据", "no requirement rests on this clause")
SAYS = Words("载明要素 {name}", "says the element {name}")
HITS = Words("触及禁止事项 {name}", "hits the prohibition {name}")
ONLY = Words("仅有该条款", "no other clause does")
WITH_OTHERS = Words("另见 {places}", "so do {places}")
REFERS = Words("引用可能载有要素 {name} 的文件", "refers to a document in which the element {name} may stand")
DECIDES = Words("决定是否适用", "decides whether it applies")
LOOKED_AT = Words("查看过该条款、但不计入的要求", "Requirements that looked at it without counting it")
IDLE = Words("不涉及任何要求的作用", "On the subject of no requirement")
NOT_JUDGED = Words(
    "以该条款为据的要求：因所列问题未评估",
    "Requirements that rest on this clause: not judged, because of the problems listed",
)

# --- the pages of docs/requirements ------------------------------------------------------------------------

LANGUAGE = Words("中文", "English")
SUMMARY = Words(
    "{title}。类别：{group}。严重程度：{severity}。基线：{baseline}。",
    "{title}. Group: {group}. Severity: {severity}. Baseline: {baseline}.",
)
LEGAL_BASIS = Words("法律依据", "Legal basis")
APPLIES = Words("适用情形", "Applies when")
MET_WHEN = Words("符合的条件", "Met when")
MET_ALL = Words(
    "下列各项均已载明，且未见任何禁止的约定：", "All of this is said, and no clause says what is prohibited:"
)
MET_SAID = Words("下列各项均已载明：", "All of this is said:")
MET_SILENT = Words("未见任何禁止的约定。", "No clause says what is prohibited. Nothing else is asked.")
VIOLATED_WHEN = Words("违反的条件", "Violated when")
VIOLATED_ANY = Words(
    "有条款载明下列任何一项，无论其他条款如何约定：", "A clause says any of this, whatever the others say:"
)
VIOLATED_NEVER = Words("没有禁止事项：不会被判定为违反。", "It prohibits nothing: it cannot be violated.")
FAILING = Words("不符合的示例", "Example that fails")
PASSING = Words("符合的示例", "Example that passes")
EXAMPLE = Words("{title}（{link}）", "{title} ({link})")
WHY = Words("评估结论", "Verdict")
SAID = Words("要素 {name} 已载明（第 {numbers} 条）", "{name} is said (clause {numbers})")
NOT_SAID = Words("要素 {name} 未载明：{words}", "{name} is not said: {words}")
HIT = Words("触及禁止事项 {name}（第 {numbers} 条）：{words}", "{name} is hit (clause {numbers}): {words}")
NOT_HIT = Words("未触及禁止事项 {name}", "{name} is not hit")
LOOKED = Words("第 {number} 条：{why}", "clause {number}: {why}")
DECLARED_CASE = Words("声明事实：{facts}", "Declared: {facts}")
NOT_HELD = Words("未取得的文件：{documents}", "Not held: {documents}")
NO_CLAUSES = Words("（没有条款）", "(no clauses)")
WRITTEN = Words("条件的基线写法", "Conditions as the baseline writes them")
