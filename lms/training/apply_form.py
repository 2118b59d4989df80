"""Shape of what people type when they ask for a seat or leave; rules are in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.clusters.models import Cluster
from lms.people.models import Role, User

from .models import Audience

OFFICIAL = "official"
NOT_YOURS = _("Choose one of the clusters whose manager you are.")


class ApplyForm(forms.Form):
    """For which cluster one comes, where there is a choice, and what one wants to say."""

    comes_for = forms.ChoiceField(
        label=_("You come for"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the cluster for which you come."), "invalid_choice": NOT_YOURS},
    )
    note = forms.CharField(
        label=_("What the coordinators should know"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        help_text=_("Why you would like to take part, or what you need on the spot."),
    )

    def __init__(self, *args: Any, person: User, audience: str = Audience.BOTH, **kwargs: Any) -> None:
        """Offer what the person may come for: without an audience, everything."""
        super().__init__(*args, **{"auto_id": "apply_%s", **kwargs})
        self.clusters = {str(one.pk): one for one in person.clusters_as(Role.CLUSTER_MANAGER)}
        choices = [(key, cluster.name) for key, cluster in self.clusters.items()]
        if audience == Audience.OFFICIALS:
            choices = []
        if audience != Audience.MANAGERS and person.holds(Role.REGIONAL_OFFICIAL):
            choices.append((OFFICIAL, str(_("the Region, as its official"))))
        field = self.fields["comes_for"]
        field.choices = choices  # type: ignore[attr-defined]  # a choice field
        if len(choices) < 2:
            field.widget = forms.HiddenInput()
            field.required = False
            field.initial = choices[0][0] if choices else ""

    @property
    def first_cluster(self) -> int | None:
        """The key of the first cluster that may be chosen: whether one can come at all is asked with it."""
        choices: Any = self.fields["comes_for"].choices  # type: ignore[attr-defined]  # a choice field
        return next((int(key) for key, _label in choices if key != OFFICIAL), None)

    @property
    def cluster(self) -> Cluster | None:
        """The cluster chosen, or the only one; none for an official, and for whom the action refuses."""
        chosen = self.cleaned_data["comes_for"] or self.fields["comes_for"].initial
        return self.clusters.get(chosen or "")


class WithdrawForm(forms.Form):
    """Why one leaves; asked for where the time to leave without a reason is over."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )

    def __init__(self, *args: Any, says_why: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if says_why:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = _(
                "The time to give a seat back without a reason is over: the coordinators read why you cannot come."
            )
            self.fields["reason"].error_messages["required"] = _(
                "The time to withdraw without a reason is over: say why you cannot come."
            )
