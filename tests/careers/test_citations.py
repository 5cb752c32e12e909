import pytest

from careers.citations import Citations
from tests.careers.documents import a_career, a_source

SOURCES = (
    a_source("loi"),
    a_source("loi-ancienne", trust="medium"),
    a_source("presse", kind="press", trust="low"),
    a_source("autre-loi"),
)


@pytest.fixture
def citations() -> Citations:
    return Citations(a_career(sources=SOURCES))


def numbers(cited) -> list[int]:
    return [citation.number for citation in cited]


def test_sources_are_numbered_in_the_order_of_their_first_use(citations):
    assert numbers(citations.cite(["presse", "loi"], "missions")) == [1, 2]
    assert numbers(citations.cite(["autre-loi", "presse"], "salaire")) == [3, 1]
    assert [citation.source.code for citation in citations.listed()] == ["presse", "loi", "autre-loi"]


def test_a_source_remembers_the_part_of_the_page_that_used_it_first(citations):
    citations.cite(["loi"], "missions")
    citations.cite(["loi"], "salaire")
    assert [citation.first_used_in for citation in citations.listed()] == ["missions"]


@pytest.mark.parametrize(
    ("cited_before", "codes", "chosen"),
    [
        pytest.param([], ["loi", "presse"], "loi", id="the-weightiest"),
        pytest.param(["presse"], ["loi", "presse"], "loi", id="never-a-lighter-one-because-it-is-cited-already"),
        pytest.param(["autre-loi"], ["loi", "autre-loi"], "autre-loi", id="an-equal-one-that-is-cited-already"),
        pytest.param(["loi-ancienne"], ["loi", "loi-ancienne"], "loi", id="never-one-that-is-less-trusted"),
        pytest.param([], [], None, id="no-source"),
    ],
)
def test_one_source_stands_for_all(citations, cited_before, codes, chosen):
    citations.cite(cited_before, "avant")
    assert [citation.source.code for citation in citations.cite_one(codes, "ici")] == ([chosen] if chosen else [])
