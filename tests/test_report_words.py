"""The words of the reports: citations, names, sentences, in both languages."""

import re

import pytest

from checker import schema, vocabulary
from checker.catalogue import load_baseline
from checker.model import GAPS, Answer, Citation, Words
from checker.reports import names, notes, render, words
from checker.reports.citations import _numeral, basis, cite
from checker.reports.findings import assumption
from tests.report_samples import AS_OF, assessments

BASELINE = load_baseline()


@pytest.mark.parametrize(
    ("citation", "en", "zh"),
    [
        (
            Citation("pipl-2021", "47", 1, 2),
            "Personal Information Protection Law art. 47(1)(2)",
            "《中华人民共和国个人信息保护法》第四十七条第一款第二项",
        ),
        (
            Citation("civil-code-contract-2020", "496", 2),
            "Civil Code art. 496(2)",
            "《中华人民共和国民法典》第四百九十六条第二款",
        ),
        (
            Citation("csl-2025", "44", 2),
            "Cybersecurity Law (as amended in 2025) art. 44(2)",
            "《中华人民共和国网络安全法》（2025年修正）第四十四条第二款",
        ),
        (
            Citation("app-violation-identification-2019", "二"),
            "Method for Identifying the Illegal Collection and Use of Personal Information by Apps item 2",
            "《App违法违规收集使用个人信息行为认定方法》第二项",
        ),
        (
            Citation("spc-contract-general-2023", "10", 1),
            "Supreme People's Court Interpretation on the General Provisions of the Contracts Book of the Civil Code"
            " art. 10(1)",
            "《最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释》第十条第一款",
        ),
    ],
)  # fmt: skip
def test_cite(citation: Citation, en: str, zh: str) -> None:
    law = BASELINE.laws[citation.law]
    assert cite(citation, law, "en") == en
    assert cite(citation, law, "zh") == zh


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "一"), (10, "十"), (17, "十七"), (20, "二十"), (22, "二十二"), (101, "一百零一"), (110, "一百一十"), (496, "四百九十六"),
     (1034, "一千零三十四"), (1004, "一千零四")],
)  # fmt: skip
def test_numerals(number: int, numeral: str) -> None:
    assert _numeral(number) == numeral


def test_every_item_of_a_law_is_cited_by_its_number() -> None:
    for requirement in BASELINE.requirements:
        for citation in requirement.citations:
            assert "item 0" not in cite(citation, BASELINE.laws[citation.law], "en")


def test_a_law_not_in_force_is_marked() -> None:
    finding = assessments()[0].findings[0]
    early = finding._replace(in_force=())
    assert "not in force" not in "".join(basis(finding, BASELINE.laws, AS_OF, "en"))
    assert all(
        text.endswith("(not in force on 2010-01-01)")
        for text in basis(early, BASELINE.laws, "2010-01-01", "en")
    )
    assert all(
        text.endswith("（2010-01-01 未施行）") for text in basis(early, BASELINE.laws, "2010-01-01", "zh")
    )


def test_facts_and_types_of_document_are_called_as_in_the_schemas() -> None:
    facts = schema.named("suite").contents["properties"]["facts"]["properties"]
    for name, node in facts.items():
        assert node["description"] == f"{names.fact(name, 'en')}. {names.fact(name, 'zh')}。"
    types = schema.named("agreement").contents["$defs"]["document_type"]["oneOf"]
    assert [choice["const"] for choice in types] == list(vocabulary.document_types())
    for choice in types:
        title = f"{names.document_type(choice['const'], 'en')} · {names.document_type(choice['const'], 'zh')}"
        assert choice["title"].lower() == title.lower()


def test_open_applicability_is_said() -> None:
    found = [
        f
        for a in assessments()
        for f in a.findings
        if f.applicability.answer is Answer.OPEN and f.verdict in GAPS
    ]
    assert found, "no suite leaves a fact open any more: choose another sample"
    assert render(assessments(), "text").count("(assumed to apply)") == len(found)
    assert render(assessments(), "text", lang="zh").count("（推定适用）") == len(found)


WORDINGS = {
    **{name: value for name, value in vars(words).items() if isinstance(value, Words)},
    **{f"GRAVEST {key}": value for key, value in words.GRAVEST.items()},
    **{f"explanation of {key}": value for key, value in notes.EXPLANATIONS.items()},
    **{f"note {number}": value for number, value in enumerate(notes.NOTES)},
}


@pytest.mark.parametrize("name", WORDINGS)
def test_every_wording_says_the_same_in_both_languages(name: str) -> None:
    wording = WORDINGS[name]
    in_zh, in_en = (set(re.findall(r"{(\w*)}", text)) for text in wording)
    assert in_zh == in_en
    assert name == "OTHER_LANGUAGE" or not re.search("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", wording.en)


def test_the_books_of_a_code_are_cited_as_one_law() -> None:
    cited = (Citation("civil-code-contract-2020", "497"), Citation("civil-code-personality-2020", "1034", 1))
    first = assessments()[0].findings[0]
    finding = first._replace(requirement=first.requirement._replace(citations=cited), in_force=cited)
    assert basis(finding, BASELINE.laws, AS_OF, "en") == ["Civil Code art. 497, art. 1034(1)"]
    assert basis(finding, BASELINE.laws, AS_OF, "zh") == [
        "《中华人民共和国民法典》第四百九十七条、第一千零三十四条第一款"
    ]


@pytest.mark.parametrize(
    ("fact", "en", "zh"),
    [
        ("cross_border", "whether personal information is provided abroad", "是否向境外提供个人信息"),
        ("natural_persons", "whether natural persons can be users", "自然人是否可以成为用户"),
        ("paid", "whether the service, or part of it, is paid for", "服务是否全部或部分收费"),
    ],
)
def test_a_fact_can_be_asked(fact: str, en: str, zh: str) -> None:
    assert names.whether(fact, "en") == en
    assert names.whether(fact, "zh") == zh


@pytest.mark.parametrize("word", ["when", "unless"])
def test_an_assumption_says_that_nobody_declared_the_fact(word: str) -> None:
    found = next(f for a in assessments() for f in a.findings if f.applicability.answer is Answer.OPEN)
    fact = {"when": "cross_border", "unless": "minors_excluded"}[word]
    requirement = found.requirement._replace(applies_source={word: [{"fact": fact}]})
    applicability = found.applicability._replace(facts=(fact,))
    finding = found._replace(requirement=requirement, applicability=applicability)
    ends = {"when": ("if it applied.", "按适用评估。"), "unless": ("if not excluded.", "按未排除评估。")}[
        word
    ]
    for lang, begin, end in zip(("en", "zh"), ("Nobody has declared whether ", "未声明"), ends, strict=True):
        sentence = assumption(finding, lang)
        assert sentence.startswith(begin) and sentence.endswith(end)
