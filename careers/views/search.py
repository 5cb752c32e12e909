"""The search: a question in plain French, the answer first, with who says it and since when."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from careers.citations import Citations
from careers.document import Source
from careers.keeping import reads
from careers.search.index import LONGEST_QUESTION, Entry, Found, Index, index_of
from careers.serving import PublicRequest, address, public
from careers.statements import Statement, Statements
from careers.views.leaflets import leaflet_links

EXAMPLES = ("Combien on gagne ?", "Prise de sang", "Sans le bac", "Combien de temps dure la formation ?")


@dataclass(frozen=True)
class Result:
    """Something found, with its address and the fact that says it."""

    entry: Entry
    url: str
    statement: Statement | None

    @property
    def source(self) -> Source | None:
        return self.statement.citations[0].source if self.statement and self.statement.citations else None

    @property
    def text(self) -> str:
        """A fact is its own title."""
        return self.entry.text


@public
@reads("q")
def search(request: PublicRequest) -> HttpResponse:
    """Without a question: the field, and questions to try. With one: what answers it, or other ways."""
    question = " ".join(request.GET.get("q", "").split())[:LONGEST_QUESTION]
    index: Index = request.publication.keep(index_of)
    found = index.find(question) if question else Found()
    context = {
        "question": question,
        "results": _results(request, found),
        "taken_for": found.taken_for,
        "examples": EXAMPLES,
        "leaflets": leaflet_links(request),
        "disputes_url": address(request, "disputes", career=request.publication.career.code),
        "action": address(request, "search"),
    }
    return render(request, "careers/search.html", context)


def _results(request: PublicRequest, found: Found) -> list[Result]:
    career = request.publication.career
    statements = Statements(career, Citations(career), brief=True)
    return [
        Result(
            entry,
            address(request, entry.place.name, career=career.code, **dict(entry.place.kwargs)) + entry.place.after,
            next((statements.one(career.claims_by_code[code], code) for code in entry.claims), None),
        )
        for entry in found.entries
    ]
