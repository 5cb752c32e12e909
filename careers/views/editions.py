"""The public log of editions, also as a feed, and the current one as open data with its schema."""

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed

from careers import editions
from careers.edition_feed import entries
from careers.edition_schema import edition_schema
from careers.keeping import changing
from careers.serving import PublicRequest, absolute, address, public
from careers.typography import french

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SCHEMA_TYPE = "application/schema+json"


@public
def log(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    context = {
        "career": career,
        "notices": request.publication.notices,
        "document_url": address(request, "edition-document", career=career.code),
        "schema_url": address(request, "edition-schema", career=career.code),
        "feed_url": address(request, "edition-feed", career=career.code),
        "licence": LICENCE,
    }
    return render(request, "careers/editions.html", context)


@public
def document(request: PublicRequest) -> HttpResponse:
    """The very text that was checksummed; for a draft, the text that would be."""
    publication = request.publication
    text = publication.text or editions.encode(publication.career.code, publication.parts)
    schema = address(request, "edition-schema", career=publication.career.code)
    links = f'<{LICENCE}>; rel="license", <{schema}>; rel="describedby"; type="{SCHEMA_TYPE}"'
    return _unless_known(request, text, editions.checksum(text), "application/json", links)


@public
def schema(request: PublicRequest) -> HttpResponse:
    """What the document of an edition is made of, for those who read it with a program."""
    text = msgspec.json.encode(edition_schema()).decode()
    return _unless_known(request, text, editions.checksum(text), SCHEMA_TYPE, f'<{LICENCE}>; rel="license"')


@public
@changing
def feed(request: PublicRequest) -> HttpResponse:
    """The log as an Atom feed; what changed is told once the older editions could be read."""
    career = request.publication.career
    page = absolute(request, address(request, "editions", career=career.code))
    atom = Atom1Feed(
        title=french(f"Passerelle : les éditions, {career.title}"),
        link=page,
        description="Ce qui a changé dans les faits et les règles, édition par édition.",
        language="fr",
        author_name="Passerelle",
        feed_url=absolute(request, address(request, "edition-feed", career=career.code)),
        feed_copyright="CC BY 4.0",
    )
    for entry in entries(request.publication):
        at = f"{page}#edition-{entry.notice.number}"
        atom.add_item(
            title=f"Édition {entry.notice.number}",
            link=at,
            unique_id=at,
            description=render_to_string("careers/includes/edition_changes.html", {"entry": entry}),
            pubdate=entry.notice.published_at,
            updateddate=entry.notice.published_at,
        )
    text = atom.writeString("utf-8")
    return _unless_known(request, text, editions.checksum(text), "application/atom+xml; charset=utf-8")


def _unless_known(request: PublicRequest, text: str, checksum: str, kind: str, links: str = "") -> HttpResponse:
    """Not sent again to those who have it."""
    etag = f'"{checksum}"'
    headers = {"ETag": etag, **({"Link": links} if links else {})}
    response = HttpResponse(text, content_type=kind, headers=headers)
    answer = get_conditional_response(request, etag=etag, response=response)
    assert answer is not None  # the response was given
    return answer
