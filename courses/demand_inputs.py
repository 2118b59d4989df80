"""What the demand page is computed from: needs, modules, completions and published plans of the whole programme."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Value

from lms.clusters.models import Cluster
from lms.languages import current
from lms.needs.models import TrainingNeed

from .completions import completions
from .demand import Party
from .models import Module, ModuleLift, PlanLine, TaggedModule, TrainingPlan
from .plan import DECLARED_LIFT
from .plan_inputs import FOR_CLUSTERS, FOR_OFFICIALS, key_of, weighted_need

LIFT, COMPETENCE, PREREQUISITE = "lift", "competence", "prerequisite"
Joined = dict[str, dict[int, dict[int, int]]]  # kind -> module -> other row -> amount


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """A cluster with the codes and names of its specialisation areas."""

    pk: int
    name: str
    slug: str
    areas: Mapping[str, str]

    @property
    def key(self) -> str:
        """What it is called among the parties."""
        return f"c{self.pk}"


@dataclass(frozen=True, slots=True)
class PlannedModule:
    """A module of a published plan, with what that plan closes."""

    party: str
    module: str
    closed: int
    gap: int


@dataclass(frozen=True)
class DemandInputs:
    """Everything, by the keys of parties: "c" and the number of a cluster, "p" and that of a person."""

    clusters: list[ClusterFacts]
    people: Mapping[str, str]
    modules: list[Module]
    parties: list[Party]
    groups: Mapping[str, tuple[str, str]]  # need -> code and name of its group
    completed: Mapping[str, frozenset[str]]  # module -> parties
    planned: list[PlannedModule]
    waiting: frozenset[str]  # clusters whose confirmed needs wait for renewal


def demand_inputs() -> DemandInputs:
    """Read it in seven queries, however much there is."""
    clusters, joined = _clusters(), _joined()
    modules = list(Module.objects.offered().select_related("course").order_by("course__position", "code"))
    needs, waiting = _needs()
    completed = _completed()
    by_party: dict[str, list[TrainingNeed]] = defaultdict(list)
    for need in needs:
        by_party[party_of(need.cluster_id, need.person_id)].append(need)
    return DemandInputs(
        clusters=clusters,
        people={party_of(None, need.person_id): str(need.person) for need in needs if need.person},
        modules=modules,
        parties=[_party(key, rows, modules, joined, completed) for key, rows in by_party.items()],
        groups={
            key_of(need): (need.indicator.group.code, need.indicator.group.name) for need in needs if need.indicator
        },
        completed=completed,
        planned=_planned(),
        waiting=waiting,
    )


def party_of(cluster: int | None, person: int | None) -> str:
    """Return the key of a cluster or a person."""
    return f"c{cluster}" if cluster else f"p{person}"


def _needs() -> tuple[list[TrainingNeed], frozenset[str]]:
    """Return the needs that count, and the clusters whose confirmed gaps are all of an older round; one query."""
    counting = TrainingNeed.objects.for_plans().filter(pk=OuterRef("pk"))
    rows = (
        TrainingNeed.objects.confirmed()
        .annotate(counts=Exists(counting))
        .select_related("cluster", "person", "indicator__group", "competence")
        .order_by("cluster", "person", "pk")
    )
    needs = [need for need in rows if need.counts]
    renewed = {need.cluster_id for need in needs if need.indicator_id}
    older = {need.cluster_id for need in rows if need.indicator_id and need.cluster_id not in renewed}
    return needs, frozenset(party_of(cluster, None) for cluster in older)


def _clusters() -> list[ClusterFacts]:
    """Read clusters and their areas in one query."""
    name = f"areas__name_{current()}"
    rows = Cluster.objects.order_by("name", "areas__code").values("pk", "name", "slug", "areas__code", area=F(name))
    areas: dict[tuple[int, str, str], dict[str, str]] = {}
    for row in rows:
        of_cluster = areas.setdefault((row["pk"], row["name"], row["slug"]), {})
        if row["areas__code"]:
            of_cluster[row["areas__code"]] = row["area"]
    return [ClusterFacts(*facts, of_cluster) for facts, of_cluster in areas.items()]


def _joined() -> Joined:
    """Read what modules lift, train and ask for: three small tables in one query."""
    columns = ("kind", "of", "other", "amount")
    lifts = ModuleLift.objects.order_by().annotate(
        kind=Value(LIFT), of=F("module_id"), other=F("indicator_id"), amount=F("share_bp")
    )
    tags = TaggedModule.objects.order_by().annotate(
        kind=Value(COMPETENCE), of=F("content_object_id"), other=F("tag_id"), amount=Value(DECLARED_LIFT)
    )
    asked = Module.prerequisites.through.objects.order_by().annotate(
        kind=Value(PREREQUISITE), of=F("from_module_id"), other=F("to_module_id"), amount=Value(0)
    )
    found: Joined = defaultdict(lambda: defaultdict(dict))
    for kind, module, other, amount in lifts.values_list(*columns).union(
        tags.values_list(*columns), asked.values_list(*columns), all=True
    ):
        found[kind][module][other] = amount
    return found


def _completed() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for done in completions():
        found[done.code].add(party_of(done.cluster, done.person))
    return {code: frozenset(parties) for code, parties in found.items()}


def _planned() -> list[PlannedModule]:
    lines = PlanLine.objects.filter(plan__status=TrainingPlan.Status.PUBLISHED, is_chosen=True).order_by(
        "plan", "position"
    )
    columns = ("plan__cluster", "plan__person", "module__code", "plan__weighted_closed", "plan__weighted_gap")
    return [PlannedModule(party_of(cluster, person), *rest) for cluster, person, *rest in lines.values_list(*columns)]


def _party(
    key: str,
    rows: list[TrainingNeed],
    modules: Iterable[Module],
    joined: Joined,
    completed: Mapping[str, frozenset[str]],
) -> Party:
    is_cluster = key.startswith("c")
    audiences = FOR_CLUSTERS if is_cluster else FOR_OFFICIALS
    done = {code for code, parties in completed.items() if key in parties}
    open_to = [module for module in modules if module.audience in audiences and module.code not in done]
    codes = {module.pk: module.code for module in modules}
    return Party(
        key=key,
        is_cluster=is_cluster,
        needs=tuple(weighted_need(key_of(need), need) for need in rows),
        lifts={module.code: lifts for module in open_to if (lifts := _lifts(module, rows, joined))},
        missing={
            module.code: frozenset(codes[pk] for pk in joined[PREREQUISITE].get(module.pk, {}) if pk in codes) - done
            for module in open_to
        },
    )


def _lifts(module: Module, rows: Iterable[TrainingNeed], joined: Joined) -> dict[str, int]:
    by_indicator, by_competence = joined[LIFT].get(module.pk, {}), joined[COMPETENCE].get(module.pk, {})
    found = {}
    for need in rows:
        lift = by_indicator.get(need.indicator_id or 0) or by_competence.get(need.competence_id or 0)
        if lift:
            found[key_of(need)] = lift
    return found
