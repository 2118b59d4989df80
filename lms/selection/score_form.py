"""The form of a score sheet: points and a comment per criterion."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from .models import Call, ScoreSheet


class ScoreForm(forms.Form):
    """Nothing is required: what is missing, the action says when the sheet is handed in."""

    def __init__(self, *args: Any, call: Call, sheet: ScoreSheet | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(call.criteria.all())
        given = {row.criterion_id: row for row in sheet.points.all()} if sheet else {}
        for one in self.criteria:
            row = given.get(one.pk)
            self.fields[f"p{one.pk}"] = forms.IntegerField(
                label=_("Points, 0 to %(most)s") % {"most": one.max_points},
                min_value=0,
                max_value=one.max_points,
                required=False,
                initial=row.points if row else None,
            )
            self.fields[f"c{one.pk}"] = forms.CharField(
                label=_("Comment, which the applicant reads after the decision"),
                max_length=1000,
                required=False,
                initial=row.comment if row else "",
                widget=forms.Textarea(attrs={"rows": 2, "maxlength": 1000}),
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Return each criterion with its two fields."""
        return [(one, self[f"p{one.pk}"], self[f"c{one.pk}"]) for one in self.criteria]

    @property
    def scored(self) -> dict[str, dict[int, Any]]:
        """What was filled in, as the actions take it."""
        data = self.cleaned_data
        return {
            "points": {one.pk: data.get(f"p{one.pk}") for one in self.criteria},
            "comments": {one.pk: data.get(f"c{one.pk}") or "" for one in self.criteria},
        }


class ReasonForm(forms.Form):
    """One sentence that somebody else reads."""

    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}))

    def __init__(self, *args: Any, label: str = "", help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label or _("Reason")
        self.fields["reason"].help_text = help_text
