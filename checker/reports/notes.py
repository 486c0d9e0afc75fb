"""How to read a report: what the verdicts mean, what the tool cannot know. Never decides."""

from collections.abc import Mapping

from checker.model import Verdict, Words

EXPLANATIONS: Mapping[Verdict, Words] = {
    Verdict.VIOLATED: Words(
        "至少有一处条款写有该要求禁止的内容。即使其他要素均已载明，结论仍为“违反”。",
        "At least one clause says what the requirement prohibits. This holds even where all elements "
        "are said.",
    ),
    Verdict.MISSING: Words(
        "已取得的文件均未载明任何一项要素，所引用而未取得的文件按其类型也不是通常载明该等内容之处。",
        "No element is said in the documents held, and no document that is referred to but not held "
        "is of a type in which it would naturally stand.",
    ),
    Verdict.PARTIAL: Words("已载明部分要素，另有要素未载明。", "Some elements are said, others are not."),
    Verdict.UNDETERMINED: Words(
        "已取得的文件均未载明任何一项要素，但引用了一份未取得的文件，而该类文件通常载明此等内容。取得该文件之前无法得出结论；这并不优于“缺失”。",
        "No element is said in the documents held, but they refer to a document that is not held, of a "
        "type in which it would naturally stand. Nothing can be concluded until that document is read. This "
        "is not better than missing.",
    ),
    Verdict.MET: Words(
        "全部要素均已载明，且未见所禁止的约定；只有禁止事项的要求，指已取得的文件未见所禁止的约定，未取得的文件不在此列。",
        "Every element is said and no clause says what is prohibited; "
        "for a requirement with prohibitions alone, no clause of the documents held says it; documents not held "
        "are not covered.",
    ),
    Verdict.NOT_APPLICABLE: Words(
        "声明事实或文件内容表明该要求不适用，所涉事项在已取得的文件中从未出现，或者所引法律于基准日均未施行。“不适用”从不计为“符合”。",
        "A declared fact or the documents show that the requirement does not apply, its subject never "
        "comes up in the documents held, or none of the laws cited is in force. It never counts as met.",
    ),
}

NOTES: tuple[Words, ...] = (
    Words(
        "推定适用：要求是否适用取决于未知事实时，先按适用评估，并在该项结论处注明该事实；所涉事项在已取得的文件中从未出现的，则不适用。事实一经确认，结论可能变为“不适用”。",
        "Assumed to apply: where it is not known whether a requirement applies, it is judged as if it did, "
        "and the fact that is not known is named with the finding; but it does not apply where its subject never "
        "comes up in the documents held. Once the fact is known, the verdict may become “not applicable”.",
    ),
    Words(
        "消费者权益保护和电子商务方面的法律，仅在用户为消费者或者运营者为平台经营者时适用。",
        "Consumer and e-commerce law apply only where the user is a consumer or the operator a platform.",
    ),
    Words(
        "全部文件一并评估：任何一份文件均可载明要素，任何一处条款均可构成违反。",
        "All documents of a service are judged together: any of them may say an element, any clause may "
        "violate.",
    ),
    Words(
        "编码是一种解读：每处条款的作用由人对照原文编码，结论由规则据编码得出；引文之下的“解读”即该编码。"
        "对解读有异议的，请对照所引原文并提出修改。",
        "An encoding is a reading: people have encoded what each clause does, and the verdicts follow from "
        "the encoding by rule; “Read as” under a quote tells the encoding. Anyone who disagrees with a reading "
        "should compare the quote and propose a change.",
    ),
    Words(
        "本报告只看文本：服务实际如何运行、界面如何提示、已取得的版本是否为现行版本，工具均无从得知。",
        "Only texts were read. The tool cannot know what the service really does, what its screens show, or "
        "whether the texts held are the current ones.",
    ),
    Words(
        "加粗等显著标识可能未保留在已取得的源文本中。",
        "Marking such as bold type may have been lost in the source text held.",
    ),
    Words(
        "“缺失”只表示已取得的文件未写明，不表示运营者没有相应做法。",
        "“Missing” means that the documents held do not say it, not that the operator does not do it.",
    ),
    Words(
        "源文本链接：在 GitHub 上，指向某一行的链接打开纯文本视图。",
        "Source links: on GitHub a link to a line opens the plain view.",
    ),
    Words("本报告不构成法律意见。", "This report is not legal advice."),
)
