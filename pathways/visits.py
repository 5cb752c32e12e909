"""What an address of the questionnaire says: the answers it holds, the ones it can't, and where they lead."""

import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import cached_property

from careers.serving import PublicRequest, absolute, address, out_of_frame
from pathways import addresses, rulebook, short_code
from pathways.engine.answers import Answers, Reading, missing, texts_of
from pathways.engine.questionnaire import Path, Questionnaire
from pathways.engine.rules import Question
from pathways.forms import QuestionForm
from pathways.said import Said, Sayings


@dataclass(frozen=True)
class Visit:
    """Nothing but the address says where a person stands: a page is a function of it, of the edition and of the day."""

    request: PublicRequest
    questionnaire: Questionnaire
    reading: Reading
    path: Path
    _addresses: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def returns_to_result(self) -> bool:
        """Whether an answer is being changed from the result, which comes next again."""
        return self._sent(addresses.BACK_TO) == addresses.RESULT

    @cached_property
    def is_interview(self) -> bool:
        """Whether a counsellor asked for keys to choose with. Nothing but this key of the address remembers it."""
        return self._sent(addresses.INTERVIEW) == addresses.ON

    @property
    def is_like_others(self) -> bool:
        """Not on another day, nor in the mode of the interview: their addresses say so again."""
        return not self.is_interview and self.request.is_today

    @property
    def seen_from(self) -> tuple[Hashable, ...]:
        """What everything on a page may depend on."""
        return self.request.day, self.root, self.request.path

    @property
    def is_just_finished(self) -> bool:
        """Whether this request gave the last answer that was missing: one request of a questionnaire does.

        Whoever goes back, loads a page again, keeps or shares its address or changes an answer later asks without
        that; the key of the question sent is dropped where this request leads to.
        """
        sent = self._sent(addresses.SUBMITTED)
        return self.path.next is None and sent in self.path.answered and addresses.BACK_TO not in self.request.GET

    def form(self) -> QuestionForm | None:
        """The question just sent if it can't be taken, an answered one to change, or the next; None after the last."""
        form = self._form()
        return replace(form, has_keys=True) if form and self.is_interview else form

    def _form(self) -> QuestionForm | None:
        reading, questions = self.reading, self.questionnaire.questions
        sent = questions.get(self._sent(addresses.SUBMITTED))
        if sent is not None and sent.code in reading.refusals:
            return QuestionForm(sent, reading.typed[sent.code], reading.refusals[sent.code])
        if sent is not None and sent.code not in reading.answers:
            return QuestionForm(sent, error=missing(sent))
        changing = self._sent(addresses.CHANGING)
        if changing in self.path.answered:
            return QuestionForm(questions[changing], tuple(texts_of(self.path.answered[changing])))
        if self.path.next is None:
            return None
        code = self.path.next.code
        return QuestionForm(self.path.next, reading.typed.get(code, ()), reading.refusals.get(code, ""))

    @property
    def answered(self) -> tuple[Question, ...]:
        """The questions answered, as they were met."""
        return tuple(self.questionnaire.questions[code] for code in self.path.answered)

    def link(self, name: str, **extra: str) -> str:
        """A page of the questionnaire with all the answers, those to later questions too."""
        return self._link(name, self.query, **extra)

    def link_to_result(self) -> str:
        """With the answers that count only."""
        return self._link("result", self.query_that_counts)

    def link_to_start_again(self) -> str:
        return self._link("start", "")

    def address_to_keep(self, name: str) -> str:
        """What a visitor keeps or shares: the answers, those that count only on the result, and nothing of how the page
        was come to."""
        query = self.query_that_counts if name == "result" else self.query
        return addresses.with_query(self.in_full(name), query)

    def in_full(self, name: str) -> str:
        """The address of a page without anything in it, for elsewhere."""
        return self.root + out_of_frame(self.address(name))

    @cached_property
    def root(self) -> str:
        """What full addresses begin with, without the last slash."""
        return absolute(self.request, "/").removesuffix("/")

    def link_to_leave_interview(self, name: str) -> str:
        """The same page without the keys."""
        query = self.request.GET.copy()
        query.pop(addresses.INTERVIEW, None)
        path = self.address(name)
        return f"{path}?{query.urlencode()}" if query else path

    def short_code(self) -> str | None:
        """Of the answers that count; empty when they do not fit into one. None in a preview and on another day."""
        publication = self.request.publication
        if publication.is_draft or not self.request.is_today:
            return None
        return short_code.write(publication.number, self.questionnaire.rules.questions, self.path.answered)

    def query_to_show(self) -> str:
        """With which a route's page says why it is open or closed for these answers."""
        return "&".join(filter(None, (self.query_that_counts, self.query_of_mode)))

    def link_to_try(self, answers: Answers) -> str:
        """The result of other answers, with the way back to these."""
        path, query = self.address("result"), self._query_of(answers)
        return addresses.with_query(path, query, self.query_of_mode, self._query_to_come_back)

    def link_back(self) -> str:
        """The result of the answers one had before trying others; empty when nothing is being tried."""
        if not (sent := self._sent(addresses.TRYING)):
            return ""
        own = self.questionnaire.read(_texts(QueryDict(sent))).answers
        return self._link("result", self._query_of(own)) if own else ""

    def before(self, question: Question | None = None) -> Question | None:
        """The question before this one, or before the end; None before the first."""
        met = self.answered
        place = met.index(question) if question in met else len(met)
        return met[place - 1] if place else None

    def other_fields(self, asked: Question) -> list[tuple[str, str]]:
        """What travels with the form beside the other answers."""
        fields = [*self._mode.items(), (addresses.SUBMITTED, asked.code)]
        return [*fields, (addresses.BACK_TO, self.back_to)] if self.back_to else fields

    @cached_property
    def back_to(self) -> str:
        """Where a question leads to when it is answered again; empty while the questionnaire was never complete."""
        if self.returns_to_result:
            return addresses.RESULT
        was_complete = self.path.next is None or addresses.BACK_TO in self.request.GET
        return addresses.CHECK if was_complete else ""

    @property
    def _mode(self) -> dict[str, str]:
        return {addresses.INTERVIEW: addresses.ON} if self.is_interview else {}

    def answered_fields(self) -> list[tuple[str, str]]:
        """The answers that count, as hidden fields of another form."""
        answered = self.path.answered
        return [(code, text) for code in self.said if code in answered for text in texts_of(answered[code])]

    @cached_property
    def said(self) -> dict[str, Said]:
        """All the answers, by question. The other ones travel with each form, so that the address after sending holds
        them all."""
        return self._sayings.of(self.questionnaire.questions, self.reading.answers)

    def _query_of(self, answers: Answers) -> str:
        return "&".join(said.query for said in self._sayings.of(self.questionnaire.questions, answers).values())

    @cached_property
    def _sayings(self) -> Sayings:
        return Sayings(self.request.publication)

    def _sent(self, key: str) -> str:
        """What the address says under a key of ours; empty for nothing."""
        if key not in self.request.GET:  # most are not, and get() finds that out by an error, which is slow
            return ""
        return self.request.GET[key]

    def address(self, name: str, **kwargs: str) -> str:
        """Of a page of the career. A page of the questionnaire says those of a few others again and again."""
        if kwargs:
            return address(self.request, name, career=self.request.publication.career.code, **kwargs)
        if name not in self._addresses:
            self._addresses[name] = address(self.request, name, career=self.request.publication.career.code)
        return self._addresses[name]

    @cached_property
    def query(self) -> str:
        """All the answers, as they are in an address."""
        return "&".join([said.query for said in self.said.values()])

    @cached_property
    def query_that_counts(self) -> str:
        return "&".join([said.query for code, said in self.said.items() if code in self.path.answered])

    @cached_property
    def _query_to_come_back(self) -> str:
        return urlencode({addresses.TRYING: self._sent(addresses.TRYING) or self.query_that_counts})

    @cached_property
    def query_of_mode(self) -> str:
        return f"{addresses.INTERVIEW}={addresses.ON}" if self.is_interview else ""

    def _link(self, name: str, query: str, **extra: str) -> str:
        more = {key: value for key, value in extra.items() if value}
        return addresses.with_query(self.address(name), query, self.query_of_mode, urlencode(more) if more else "")


def visit_of(request: PublicRequest) -> Visit:
    questionnaire = rulebook.questionnaire(request.publication, request.day)
    reading = questionnaire.read(_texts(request.GET))
    return Visit(request, questionnaire, reading, questionnaire.path(reading.answers))


def _texts(query: QueryDict) -> dict[str, list[str]]:
    """Without the control characters nobody types: they have no place in a page."""
    return {key: [_printable(text) for text in texts] for key, texts in query.lists()}


def _printable(text: object) -> str:
    if str(text).isprintable():  # nearly always
        return str(text)
    return "".join(char for char in str(text) if unicodedata.category(char) != "Cc")
