"""What is counted for those who watch the site, in the text format of Prometheus.

Several processes answer behind one address, and only one of them is asked. So with PROMETHEUS_MULTIPROC_DIR each keeps
its counts in files there, and whoever is asked adds up all of them, those of workers that died included. Without it a
worker that has siblings refuses, since it knows a part only. What is said of editions, of the database and of memory is
that of the worker asked.

No label comes from a visitor: pages go by the names they have in the URL conf.
"""

import multiprocessing
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from careers.shelf import shelf

RESPONSES = Counter("passerelle_responses", "Responses made by Django.", ["page", "status"])
SECONDS = Histogram(
    "passerelle_response_seconds",
    "Time to make them, by side: the public one, or the workshop.",
    ["side"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
WORKERS = Counter(
    "passerelle_workers_started", "Workers started since the app server was: more than it has if one died."
)


def page_of(request: HttpRequest) -> str:
    """The name of the page that answered; "none" when none was reached: a redirect to https, an unknown address."""
    match = request.resolver_match
    if match is None:
        return "file" if request.path_info.startswith(settings.STATIC_URL) else "none"
    if match.kwargs.get("preview"):
        return "preview"
    first = match.namespaces[0] if match.namespaces else ""
    return {"admin": "workshop", "cadre": "framed"}.get(first) or match.url_name or "other"


def count(page: str, status: int, seconds: float) -> None:
    RESPONSES.labels(page, f"{status // 100}xx").inc()
    SECONDS.labels("workshop" if page in {"workshop", "preview"} else "public").observe(seconds)


class Answers:
    """Of one public page, which is answered so often that it keeps where it counts."""

    def __init__(self, page: str):
        self._sent, self._unchanged = (RESPONSES.labels(page, status) for status in ("2xx", "3xx"))
        self._seconds = SECONDS.labels("public")

    def sent(self, seconds: float) -> None:
        self._sent.inc()
        self._seconds.observe(seconds)

    def unchanged(self, seconds: float) -> None:
        self._unchanged.inc()
        self._seconds.observe(seconds)


class State(Collector):
    """How this worker stands at the moment it is asked."""

    def collect(self) -> Iterator[Metric]:
        number = GaugeMetricFamily("passerelle_edition_number", "The edition that is served.", labels=["career"])
        age = GaugeMetricFamily("passerelle_edition_age_seconds", "Since it was published.", labels=["career"])
        now = timezone.now()
        for code, publication in shelf.at_hand().items():
            number.add_metric([code], publication.number)
            if publication.published_at:
                age.add_metric([code], (now - publication.published_at).total_seconds())
        yield number
        yield age
        yield GaugeMetricFamily(
            "passerelle_editions_from_copies", "1 while editions come from the disk.", int(shelf.is_from_copies)
        )
        if shelf.is_answered is not None:
            answers = int(shelf.is_answered)
            yield GaugeMetricFamily("passerelle_database_answers", "1 if it answered the last look.", answers)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For a program on this machine, or beside it: what comes through the proxy finds nothing here."""
    if "X-Forwarded-For" in request.headers:
        raise Http404
    if multiprocessing.parent_process() and not settings.METRICS_DIR:
        refusal = "This worker has siblings: PROMETHEUS_MULTIPROC_DIR must name a folder where all of them count.\n"
        return HttpResponse(refusal, status=503, content_type="text/plain; charset=utf-8")
    own = CollectorRegistry()
    own.register(State())
    counted = REGISTRY
    if settings.METRICS_DIR:
        counted = CollectorRegistry()
        MultiProcessCollector(counted, settings.METRICS_DIR)  # type: ignore[no-untyped-call]
        ProcessCollector(registry=own)
    return HttpResponse(generate_latest(counted) + generate_latest(own), content_type=CONTENT_TYPE_PLAIN_0_0_4)
