"""Forms of the editor of a call: the call itself, its criteria, questions and rules for equal scores."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.models import Role, User

from .models import Call, Criterion, EligibilityRule, Question, TieRule

TAKEN = ("new",)
MOST_SMALL = 32767
BETWEEN = [
    MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC), gettext_lazy("Give a day of this century.")),
    MaxValueValidator(datetime(2099, 12, 31, tzinfo=UTC), gettext_lazy("Give a day of this century.")),
]


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, validators=BETWEEN)


class CallForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a call is and how many are chosen."""

    opens_at = _moment(gettext_lazy("Applications from"))
    closes_at = _moment(gettext_lazy("Applications until"))
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Who may apply"),
        choices=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Whoever holds one of these roles; none ticked: everybody with an account."),
    )

    class Meta:
        model = Call
        fields = [
            "title_it",
            "title_en",
            "slug",
            "text_it",
            "text_en",
            "opens_at",
            "closes_at",
            "places",
            "reserve_size",
            "least_score",
            "assessors_needed",
            "answer_hours",
            "of_a_cluster",
            "least_per_cluster",
            "most_per_cluster",
        ]
        widgets = {name: forms.Textarea(attrs={"rows": 8, "maxlength": 6000}) for name in ("text_it", "text_en")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["roles"] = [rule.role for rule in self.instance.eligibility_rules.all()]
        _bound_numbers(self)

    def clean_slug(self) -> str:
        """Keep the addresses of the site's own pages free."""
        slug = str(self.cleaned_data["slug"])
        if slug in TAKEN:
            raise ValidationError(_("This code is an address of the site: choose another one."))
        return slug

    def write(self) -> None:
        """Write the call and who may apply; called by the action."""
        self.save()
        EligibilityRule.objects.filter(call=self.instance).delete()
        rows = [EligibilityRule(call=self.instance, role=role) for role in self.cleaned_data["roles"]]
        EligibilityRule.objects.bulk_create(rows)


class StartForm(forms.Form):
    """What a new call needs before everything else comes from its pattern."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Start from"),
        widget=forms.RadioSelect,
        choices=[
            (Call.Kind.INSTRUCTORS, gettext_lazy("the instructors’ call")),
            (Call.Kind.VISIT, gettext_lazy("a visit call")),
        ],
    )
    slug = forms.SlugField(label=gettext_lazy("Code"), max_length=50, help_text=gettext_lazy("Part of its address."))
    title_it = forms.CharField(label=gettext_lazy("Title (Italian)"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Title (English)"), max_length=200)
    opens_at = _moment(gettext_lazy("Applications from"))
    closes_at = _moment(gettext_lazy("Applications until"))

    clean_slug = CallForm.clean_slug

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes; the text is written on the next page."""
        rest = {name: value for name, value in self.cleaned_data.items() if name != "kind"}
        return rest | {"text_it": rest["title_it"], "text_en": rest["title_en"]}


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of a call's editor, with numbers that the database can hold."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bound_numbers(self)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2


class TieRuleForm(RowForm):
    """A rule for equal scores; the criteria are those of the call."""

    class Meta:
        model = TieRule
        fields = ["position", "code", "criterion"]

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = Criterion.objects.filter(call=call)  # type: ignore[attr-defined]


def _bound_numbers(form: Any) -> None:
    for name, field in form.fields.items():
        if isinstance(field, forms.IntegerField) and not isinstance(field, forms.ModelChoiceField) and name != "id":
            field.validators.append(MaxValueValidator(MOST_SMALL))


def rows_of(model: type[models.Model], fields: list[str], form: Any = RowForm) -> Any:
    """Return the formset of what belongs to a call: two empty rows more than there are."""
    return forms.inlineformset_factory(
        Call, model, form=form, fields=fields, extra=2, can_delete=True, max_num=40, validate_max=True
    )


BOTH = ["name_it", "name_en", "help_it", "help_en"]
QUESTION = ["label_it", "label_en", "help_it", "help_en", "choices_it", "choices_en", "required", "must_be_yes"]
PARTS = {
    "criteria": (gettext_lazy("Criteria"), rows_of(Criterion, ["position", *BOTH, "weight", "max_points"])),
    "questions": (gettext_lazy("Questions"), rows_of(Question, ["position", "kind", *QUESTION])),
    "ties": (
        gettext_lazy("Rules for equal scores"),
        rows_of(TieRule, ["position", "code", "criterion"], TieRuleForm),
    ),
}


class AssessorForm(forms.Form):
    """Who is to assess, by the address of the account."""

    email = forms.EmailField(label=gettext_lazy("E-mail of the assessor’s account"), max_length=254)

    def clean_email(self) -> User:
        """Return the person."""
        found = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True, erased_at=None).first()
        if found is None:
            raise ValidationError(_("Nobody has an account with this e-mail: invite the person first."))
        return found
