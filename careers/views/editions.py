"""The public log of editions, and the current one as open data."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from careers import editions
from careers.serving import PublicRequest, address, public

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@public
def log(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    context = {
        "career": career,
        "notices": request.publication.notices,
        "document_url": address(request, "edition-document", career=career.code),
        "licence": LICENCE,
    }
    return render(request, "careers/editions.html", context)


@public
def document(request: PublicRequest) -> HttpResponse:
    """The very text that was checksummed; for a draft, the text that would be."""
    publication = request.publication
    text = publication.text or editions.encode(publication.career.code, publication.parts)
    etag = f'"{editions.checksum(text)}"'
    headers = {"ETag": etag, "Link": f'<{LICENCE}>; rel="license"'}
    response = HttpResponse(text, content_type="application/json", headers=headers)
    answer = get_conditional_response(request, etag=etag, response=response)
    assert answer is not None  # the response was given
    return answer
