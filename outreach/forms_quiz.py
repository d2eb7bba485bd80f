"""Forms of questions, quizzes and competitions: what officers write, and what telephones answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.ui.forms import CleanCharField, PictureRadioSelect, PortalForm, PortalModelForm
from outreach.models import Activity, Competition, QuizChoice, QuizQuestion
from outreach.services.bank import FEWEST, MOST, Choice

DONT_KNOW = "none"
_LONG = forms.Textarea(attrs={"rows": 3})
_TICKS = forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes__input"})
_SHORT = forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"})  # a number box takes no Khmer digits


class QuestionForm(PortalModelForm):
    """A question with two to four answers, in both languages."""

    right = forms.ChoiceField(
        label=_("Which answer is right?"),
        choices=[(str(at), str(at + 1)) for at in range(MOST)],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )

    class Meta:
        model = QuizQuestion
        fields = ["kind", "target_group", "text_km", "text_en", "why_km", "why_en", "source"]
        widgets = {"why_km": _LONG, "why_en": _LONG}
        labels = {
            "kind": _("About"),
            "target_group": _("For whom"),
            "text_km": _("Question in Khmer"),
            "text_en": _("Question in English"),
            "why_km": _("Why, in Khmer"),
            "why_en": _("Why, in English"),
            "source": _("Text that says so, with its number and day"),
        }
        help_texts = {"why_en": _("Shown after the answers are in.")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        given = list(self.instance.choices.all()) if not self.instance._state.adding else []
        for at in range(MOST):
            self._add_answer(at, given[at] if at < len(given) else None)
            if at < len(given) and given[at].is_right:
                self.fields["right"].initial = str(at)
        answers = [f"{name}_{at}" for at in range(MOST) for name in ("km", "en")]
        self.order_fields([*self.Meta.fields[:4], *answers, "right"])

    def _add_answer(self, at: int, choice: QuizChoice | None) -> None:
        number, needed = at + 1, at < FEWEST
        km, en = _("Answer %(n)s in Khmer") % {"n": number}, _("Answer %(n)s in English") % {"n": number}
        first = {"max_length": 400, "required": needed}
        self.fields[f"km_{at}"] = CleanCharField(label=km, initial=choice.text_km if choice else "", **first)
        self.fields[f"en_{at}"] = CleanCharField(label=en, initial=choice.text_en if choice else "", **first)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for at in range(MOST):
            km, en = given.get(f"km_{at}"), given.get(f"en_{at}")
            if bool(km) != bool(en) and at >= FEWEST:
                self.add_error(f"en_{at}" if km else f"km_{at}", _("Write this answer in both languages."))
        if "right" in given and not given.get(f"km_{given['right']}"):
            self.add_error("right", _("The right answer is empty."))
        return given

    @property
    def words(self) -> dict[str, Any]:
        """The fields of the question itself."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def answers(self) -> list[Choice]:
        given, right = self.cleaned_data, int(self.cleaned_data["right"])
        written = [at for at in range(MOST) if given[f"km_{at}"]]
        return [Choice(given[f"km_{at}"], given[f"en_{at}"], at == right) for at in written]


class SourceForm(PortalForm):
    """The second person has read the text."""

    source = CleanCharField(label=_("Text that says so, with its number and day"), max_length=300)


class ChooseForm(PortalForm):
    """Questions of the bank, ticked."""

    questions = forms.ModelMultipleChoiceField(
        label=_("Questions"), queryset=QuizQuestion.objects.none(), widget=_TICKS, required=False
    )

    def __init__(self, *args: Any, questions: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["questions"].queryset = questions


class RoundForm(ChooseForm):
    """The same for a round of a competition."""

    round = forms.IntegerField(label=_("Round"), min_value=1, max_value=20, initial=1, widget=_SHORT)
    points = forms.IntegerField(label=_("Points for a question"), min_value=1, max_value=100, initial=10, widget=_SHORT)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["questions"].required = True
        self.order_fields(["round", "points", "questions"])


class CompetitionForm(PortalModelForm):
    """How long a question is answered, and what there is to win."""

    seconds = forms.IntegerField(
        label=_("Seconds for a question"), min_value=5, max_value=300, initial=20, widget=_SHORT
    )  # fmt: skip

    class Meta:
        model = Competition
        fields = ["seconds", "prizes"]
        widgets = {"prizes": _LONG}
        labels = {"prizes": _("Prizes")}
        help_texts = {"prizes": _("Shown on the board at the end. Leave it empty when there are none.")}


class NewCompetitionForm(CompetitionForm):
    """The activity comes first."""

    activity = forms.ModelChoiceField(label=_("Activity"), queryset=Activity.objects.none(), empty_label=None)

    def __init__(self, *args: Any, activities: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = activities
        self.order_fields(["activity", "seconds", "prizes"])


class AnswerForm(PortalForm):
    """One question on a telephone; nobody has to know."""

    def __init__(self, *args: Any, question: QuizQuestion, choices: Iterable[QuizChoice], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.pk): one for one in choices}
        options = [(key, one.text) for key, one in self.by_key.items()]
        self.fields["choice"] = forms.ChoiceField(
            label=question.text,
            choices=[*options, (DONT_KNOW, _("I don't know"))],
            widget=PictureRadioSelect,
            template_name="components/question_field.html",
            error_messages={"required": _("Choose one; you need not know.")},
        )
        self.fields["question"] = forms.UUIDField(widget=forms.HiddenInput, initial=question.pk)

    @property
    def choice(self) -> QuizChoice | None:
        return self.by_key.get(self.cleaned_data["choice"])


class CodeForm(PortalForm):
    """The code on the wall, typed."""

    code = CleanCharField(label=_("Code of the competition"), max_length=20)


class TeamForm(PortalForm):
    """A team's name; the same name is the same team."""

    name = CleanCharField(
        label=_("Name of your team"),
        max_length=40,
        help_text=_("Everybody of your team types or taps the same name. Do not use names of people."),
        template_name="components/question_field.html",
    )
