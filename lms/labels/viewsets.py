"""The staff's screens of labels: those held, those proposed, and the rules."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSetGroup

from lms.clusters.models import LabelAward
from lms.staff_admin import ActionView, FormInlinePanel, ListWithActions, ReadOnlyViewSet, StaffViewSet

from .award_help import RulesOfToday
from .models import LabelProposal, LabelRule
from .proposal_actions import confirm_proposal, decided_words, dismiss_proposal
from .rule_forms import AwardForm, ConfirmForm, CopyRuleForm, DismissForm, RequirementForm, RuleForm
from .rule_versions import copy_rule


class LabelList(generic.IndexView):
    """All labels."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return LabelAward.objects.select_related("cluster")


class LabelAwardAdmin(StaffViewSet):
    """Labels held from .. to; what a proposal leads to, or what is entered by hand."""

    model = LabelAward
    icon = "success"
    index_view_class = LabelList
    list_display = ["cluster", "level", "valid_from", "valid_until"]
    list_filter = ["level", "cluster", "valid_from", "valid_until"]
    list_export = ["cluster", "level", "valid_from", "valid_until", "note_it", "note_en"]
    search_fields = ["cluster__name"]
    edit_handler = ObjectList(
        [
            RulesOfToday(heading=gettext_lazy("What the rules say")),
            FieldPanel("cluster"),
            FieldPanel("level"),
            FieldRowPanel(
                [
                    FieldPanel("valid_from", help_text=gettext_lazy("The day of the assessment for a first award.")),
                    FieldPanel(
                        "valid_until", help_text=gettext_lazy("This day included. Empty: until further notice.")
                    ),
                ]
            ),
            FieldPanel("note_it"),
            FieldPanel("note_en"),
        ],
        base_form_class=AwardForm,
    )


class ProposalView(ActionView):
    """What both decisions on a proposal share."""

    def get_queryset(self) -> Any:
        """Bring along what the question names."""
        return LabelProposal.objects.select_related("cluster", "assessment__framework", "rule", "decided_by")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Once it is decided there is nothing to ask: say what was decided, on the page of the proposal."""
        if self.object.status == LabelProposal.Status.OPEN:
            return super().get(request, *args, **kwargs)
        messages.warning(request, decided_words(self.object))
        return redirect("labelproposal_admin:inspect", self.object.pk)

    @property
    def about(self) -> dict[str, Any]:
        """The proposal in words."""
        proposal = self.object
        return {
            "label": proposal.get_level_display(),
            "cluster": proposal.cluster,
            "kind": proposal.get_kind_display().lower(),
            "from": date_format(proposal.valid_from),
            "until": date_format(proposal.valid_until),
            "assessment": proposal.assessment.get_kind_display().lower(),
            "day": date_format(proposal.assessment.assessed_on),
        }


class ConfirmView(ProposalView):
    """Awards the label."""

    page_title = gettext_lazy("Confirm the label")
    submit_label = gettext_lazy("Award the label")
    form_class = ConfirmForm

    @property
    def question(self) -> str:
        """Say what it rests on."""
        sentence = _(
            "%(label)s for %(cluster)s, %(kind)s, from %(from)s to %(until)s: the %(assessment)s of %(day)s meets all "
            "that the rule asks. The label is then public, and the cluster’s managers are told."
        )
        return sentence % self.about

    def get_initial(self) -> dict[str, Any]:
        """Begin with the days of the rule."""
        return {"valid_from": self.object.valid_from, "valid_until": self.object.valid_until}

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Award it."""
        award = confirm_proposal(proposal=self.object, by=self.by, now=timezone.now(), **cleaned_data)
        return _("%(label)s is awarded until %(day)s.") % {
            "label": award,
            "day": date_format(cleaned_data["valid_until"]),
        }


class DismissView(ProposalView):
    """Leaves the label unawarded."""

    page_title = gettext_lazy("Dismiss the proposal")
    submit_label = gettext_lazy("Dismiss")
    form_class = DismissForm

    @property
    def question(self) -> str:
        """Say what is not awarded."""
        sentence = _(
            "%(label)s for %(cluster)s from %(from)s to %(until)s is not awarded. The %(assessment)s of %(day)s does "
            "not lead to it again."
        )
        return sentence % self.about

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Dismiss it."""
        dismiss_proposal(proposal=self.object, by=self.by, now=timezone.now(), **cleaned_data)
        return _("%(proposal)s: dismissed.") % {"proposal": self.object}


class ProposalList(ListWithActions):
    """All proposals, the open ones first; those can be confirmed or dismissed."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        decided = models.Case(models.When(status=LabelProposal.Status.OPEN, then=0), default=1)
        proposals = LabelProposal.objects.select_related("cluster", "assessment__framework", "assessment__cluster")
        return proposals.order_by(decided, "-proposed_at", "-pk")

    @property
    def no_results_message(self) -> str:
        """Say how a label comes to be proposed."""
        if self.is_searching or self.is_filtering:
            return str(super().no_results_message)
        return _(
            "No label is proposed. When a closed interview or audit meets all that a label asks, it is proposed here "
            "by itself."
        )

    def extra_actions(self, instance: Any) -> list[tuple[Any, str, str]]:
        """Offer the two decisions while none is taken."""
        if instance.status != LabelProposal.Status.OPEN or not self.user_has_permission("change"):
            return []
        return [
            (gettext_lazy("Confirm the label"), "labelproposal_admin:confirm", "check"),
            (gettext_lazy("Dismiss the proposal"), "labelproposal_admin:dismiss", "cross"),
        ]


class LabelProposalAdmin(ReadOnlyViewSet):
    """What the rules propose: read, confirmed or dismissed."""

    model = LabelProposal
    icon = "clipboard-list"
    index_view_class = ProposalList
    inspect_view_fields = [
        "cluster", "level", "kind", "assessment", "rule", "valid_from", "valid_until", "status", "award",
        "proposed_at", "decided_by", "decided_at", "reason",
    ]  # fmt: skip
    action_views = {"confirm": ConfirmView, "dismiss": DismissView}
    list_display = ["cluster", "level", "kind", "valid_from", "valid_until", "status", "proposed_at"]
    list_filter = ["status", "level", "cluster"]
    list_export = [
        "cluster", "level", "kind", "assessment", "valid_from", "valid_until", "status", "proposed_at", "decided_at",
        "reason",
    ]  # fmt: skip
    search_fields = ["cluster__name"]


class CopyRuleView(ActionView):
    """Copies a rule as a new version."""

    model = LabelRule
    page_title = gettext_lazy("Copy as a new version")
    question = gettext_lazy(
        "The rule and its requirements are copied. From its day on the copy is in force; until then this one is."
    )
    submit_label = gettext_lazy("Copy")
    form_class = CopyRuleForm
    permission_required = "add"

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Copy it."""
        self.copied = copy_rule(rule=self.object, by=self.by, **cleaned_data)
        return _("%(rule)s is there: change what is new in it.") % {"rule": self.copied}

    def form_valid(self, form: Any) -> Any:
        """Go on to the copy."""
        response = super().form_valid(form)
        return redirect("labelrule_admin:edit", self.copied.pk) if response.status_code == 302 else response


class RuleList(ListWithActions):
    """All versions of all rules."""

    def extra_actions(self, instance: Any) -> list[tuple[Any, str, str]]:
        """Offer the copy."""
        if not self.user_has_permission("add"):
            return []
        return [(gettext_lazy("Copy as a new version"), "labelrule_admin:copy_version", "copy")]


REQUIREMENTS = FormInlinePanel(
    "requirements",
    heading=gettext_lazy("Requirements"),
    label=gettext_lazy("Requirement"),
    help_text=gettext_lazy("In the order of their positions; the first that is missing is the cluster’s next step."),
    child_form=RequirementForm,
    panels=[
        FieldRowPanel([FieldPanel("code"), FieldPanel("position")]),
        FieldPanel("kind", help_text=gettext_lazy("How it is checked; what the amounts count stands in brackets.")),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("amount_until")]),
        FieldRowPanel([FieldPanel("name_it"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("help_it"), FieldPanel("help_en")]),
    ],
)


class LabelRuleAdmin(StaffViewSet):
    """Rules: what a label asks and how long it holds, in versions."""

    model = LabelRule
    icon = "list-ol"
    index_view_class = RuleList
    action_views = {"copy_version": CopyRuleView}
    list_display = [
        "level",
        "valid_from",
        "first_months",
        "grace_months",
        "renewal_months",
        Column("source", label=gettext_lazy("Source")),
    ]
    list_filter = ["level"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("level"), FieldPanel("valid_from")]),
                    FieldRowPanel([FieldPanel("summary_it"), FieldPanel("summary_en")]),
                    FieldPanel(
                        "source", help_text=gettext_lazy("Where the rule is published; say which values are ours.")
                    ),
                    FieldPanel("change_used"),
                ],
                heading=gettext_lazy("Rule"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("first_months"), FieldPanel("to_end_of_month")]),
                    FieldRowPanel([FieldPanel("renewal_opens_months"), FieldPanel("grace_months")]),
                    FieldRowPanel([FieldPanel("renewal_months"), FieldPanel("assessors")]),
                ],
                heading=gettext_lazy("How long it holds"),
            ),
            REQUIREMENTS,
        ],
        base_form_class=RuleForm,
    )


class LabelsGroup(ModelViewSetGroup):
    """The menu of labels."""

    items = (LabelAwardAdmin, LabelProposalAdmin, LabelRuleAdmin)
    menu_label = gettext_lazy("Labels")
    menu_name = "labels"
    menu_icon = "success"
    menu_order = 215
