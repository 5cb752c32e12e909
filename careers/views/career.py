"""The page of a job, in short; its leaflets tell each side of it in full."""

from django.http import HttpResponse
from django.shortcuts import render

from careers.citations import Citations
from careers.profile import profile
from careers.serving import PublicRequest, address, public
from careers.views.leaflets import leaflet_links


@public
def career(request: PublicRequest) -> HttpResponse:
    told = request.publication.career
    citations = Citations(told)
    context = {
        "career": told,
        "profile": profile(told, citations),
        "citations": citations.listed(),
        "leaflets": leaflet_links(request),
        "disputes_url": address(request, "disputes", career=told.code),
    }
    return render(request, "careers/career.html", context)
