"""One condition of a case, with the one field that fits its question: answers to tick, a number, trainings."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.urls import reverse_lazy

from careers.admin.fields import Amount
from careers.admin.rows import RowForm, RowFormSet
from careers.models import Figure
from careers.models.figures import Unit
from pathways.models import Criterion, Option, Question, Training
from pathways.models.cases import CriterionKind
from pathways.models.questions import Kind

OF_A_NUMBER = {CriterionKind.AT_LEAST, CriterionKind.LESS_THAN}
OF_OPTIONS = {CriterionKind.ANY_OF, CriterionKind.NONE_OF}
UNITS = {"ans": [Unit.YEARS], "mois": [Unit.MONTHS, Unit.YEARS]}
"""Units of the figures a question can be compared with: months are counted from years, not the other way."""


def _refreshing() -> forms.Select:
    """A choice that changes which field the row needs."""
    return forms.Select(
        attrs={
            "data-hx-post": reverse_lazy("admin:criterion_value"),
            "data-hx-include": "closest form",
            "data-hx-target": "next .valeur",
            "data-hx-trigger": "change",
            "data-hx-sync": "closest .critere:queue last",  # else an answer to the choice before may come last
        }
    )


class OptionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class FigureField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        words = str(obj.claim.wording)
        return f"{obj} ({words if len(words) < 80 else words[:79] + '…'})"


class CriterionForm(RowForm):
    """Wrong pairs of condition, question and value are refused beside the field that is wrong."""

    kind = forms.ChoiceField(label="Condition", choices=[("", "Choisissez")], widget=_refreshing())
    question = forms.ModelChoiceField(
        Question.objects.none(), label="Question", required=False, empty_label="Choisissez", widget=_refreshing()
    )
    options = OptionsField(
        Option.objects.none(),
        label="Réponses",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cochez parmi les réponses de cette question."},
    )
    threshold = Amount(
        label="Seuil",
        required=False,
        max_digits=6,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8}),
    )
    figure = FigureField(
        Figure.objects.none(),
        label="Ou seuil dit par un fait",
        required=False,
        empty_label="Aucun",
        help_text="À préférer : changer le chiffre du fait change alors la règle.",
    )
    trainings = forms.ModelMultipleChoiceField(
        Training.objects.none(), label="Formations", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Criterion
        fields = ["kind", "question", "options", "threshold", "figure", "trainings", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" not in self.fields:  # one may only look
            return
        self.fields["kind"].choices = [("", "Choisissez"), *CriterionKind.choices]  # type: ignore[attr-defined]
        self.chosen_kind, self.asked = self._chosen()
        self.within(self.instance.case.career_id if self.instance.case_id else None)

    def within(self, career: int | None) -> None:
        """Only what belongs to one career, when it is known which."""
        of_career = {"career": career} if career else {}
        self._choices("question", Question.objects.filter(**of_career))
        self._choices("trainings", Training.objects.filter(**of_career))
        if self.asked is None:
            return
        self._choices("options", self.asked.options.all())
        figures = Figure.objects.filter(unit__in=UNITS.get(self.asked.unit, [])).select_related("claim")
        self._choices("figure", figures.filter(claim__career=self.asked.career_id))
        low, high, step = (_french(getattr(self.asked, name)) for name in ("low", "high", "step"))
        self.fields["threshold"].label = f"Seuil, en {self.asked.unit}"
        self.fields["threshold"].help_text = f"De {low} à {high}, par {step}."

    @property
    def value_fields(self) -> list[BoundField]:
        """What is still to be said, once the condition and the question are chosen."""
        return [self[name] for name in self._value_names()]

    def _value_names(self) -> list[str]:
        if self.chosen_kind == CriterionKind.CAN_ENTER:
            return ["trainings"]
        if self.asked is None:
            return []
        is_number = self.asked.kind == Kind.NUMBER
        if self.chosen_kind in OF_A_NUMBER and is_number:
            return ["threshold", "figure"]
        return ["options"] if self.chosen_kind in OF_OPTIONS and not is_number else []

    def _chosen(self) -> tuple[str, Question | None]:
        if not self.is_bound:
            return self.instance.kind, self.instance.question
        pk = self.data.get(self.add_prefix("question"), "")
        asked = Question.objects.filter(pk=pk).first() if pk.isdecimal() else None
        return self.data.get(self.add_prefix("kind"), ""), asked

    def _choices(self, name: str, queryset: Any) -> None:
        self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        needed = self._value_names()
        for name, nothing in (("options", Option), ("trainings", Training)):
            if name not in needed:
                given[name] = nothing.objects.none()
                self.errors.pop(name, None)
        for name in ("threshold", "figure"):
            if name not in needed:
                given[name] = None
                self.errors.pop(name, None)
        kind, question = given.get("kind"), given.get("question")
        if kind == CriterionKind.CAN_ENTER:
            given["question"] = None
            self.errors.pop("question", None)
            self._demand("trainings", "Cochez au moins une formation.")
        elif kind and question is None and "question" not in self.errors:
            self.add_error("question", "Choisissez la question.")
        elif kind in OF_OPTIONS and question:
            self._check_options(question)
        elif kind in OF_A_NUMBER and question:
            self._check_threshold(question)
        return given

    def _check_options(self, question: Question) -> None:
        if question.kind == Kind.NUMBER:
            self.add_error("kind", f"« {question.short} » est un nombre : prenez « au moins » ou « moins de ».")
        else:
            self._demand("options", "Cochez au moins une réponse.")

    def _check_threshold(self, question: Question) -> None:
        given = self.cleaned_data
        threshold, figure = given.get("threshold"), given.get("figure")
        if question.kind != Kind.NUMBER:
            self.add_error("kind", f"« {question.short} » se répond par un choix : prenez « l’une de ces réponses ».")
        elif "threshold" in self.errors or "figure" in self.errors:
            return
        elif threshold is not None and figure is not None:
            self.add_error("figure", "Un seuil, et un seul : le nombre, ou le fait qui le dit.")
        elif threshold is None and figure is None:
            self.add_error("threshold", "Écrivez le seuil, ou choisissez le fait qui le dit.")
        elif threshold is not None and not question.low < threshold <= question.high:
            low, high = _french(question.low), _french(question.high)
            self.add_error("threshold", f"Écrivez un nombre au-dessus de {low}, et de {high} au plus.")
        elif threshold is not None and question.step and (threshold - question.low) % question.step:
            self.add_error("threshold", f"La question se compte par {_french(question.step)}.")

    def _demand(self, name: str, why: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, why)


class CriterionFormSet(RowFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if self.instance.career_id and isinstance(form, CriterionForm) and "kind" in form.fields:
            form.within(self.instance.career_id)


def _french(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
