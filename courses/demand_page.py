"""What the demand page shows, in lists that its template and its files walk through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from .demand import Editions, ModuleDemand, Party, demand_for, group_loads
from .demand_inputs import ClusterFacts, DemandInputs, demand_inputs
from .models import Module, ModulePage
from .plan_names import share_of
from .plan_titles import pages_of

HEAT_STEPS = 5


@dataclass(frozen=True, slots=True)
class DemandRow:
    """One module: who needs it, what it would close of everything, who has it in a published plan, who has done it."""

    module: Module
    page: ModulePage | None
    title: str
    clusters: Sequence[str]
    officials: Sequence[str]
    closes: int
    closes_bp: int
    planned: Sequence[str]
    done: Sequence[str]
    areas: frozenset[str]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """How much of a cluster's weighted gap lies in a group, and its shade from 0 to 4; none where nothing does."""

    share_bp: int
    shade: int | None


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One cluster: a cell for each group; no cells where no need is confirmed."""

    cluster: ClusterFacts
    cells: Sequence[HeatCell]
    has_declared: bool = False


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One specialisation area: its clusters, those with a published plan, and what those plans close of their gap."""

    code: str
    name: str
    clusters: Sequence[str]
    planned: Sequence[str]
    modules: int
    closed_bp: int | None


@dataclass(frozen=True)
class DemandPage:
    """The whole programme as of now."""

    inputs: DemandInputs
    pages: dict[str, ModulePage]

    @cached_property
    def rows(self) -> list[DemandRow]:
        """Every module that is offered, in the order of the catalogue."""
        return [self._row(module) for module in self.inputs.modules]

    @cached_property
    def whole(self) -> int:
        """The weighted gap of everybody together."""
        return sum(party.weighted_gap for party in self.inputs.parties)

    @cached_property
    def names(self) -> dict[str, str]:
        """What parties are called."""
        return {cluster.key: cluster.name for cluster in self.inputs.clusters} | dict(self.inputs.people)

    @property
    def waiting(self) -> list[str]:
        """The clusters whose confirmed needs come from an older round, so that nothing of them counts."""
        return self.called(self.inputs.waiting)

    @property
    def clusters_with_needs(self) -> int:
        """How many clusters have needs that count."""
        return sum(party.is_cluster for party in self.inputs.parties)

    @property
    def officials_with_needs(self) -> int:
        """How many officials have declared needs."""
        return len(self.inputs.parties) - self.clusters_with_needs

    @property
    def wanted(self) -> int:
        """How many modules somebody needs."""
        return sum(bool(row.closes) for row in self.rows)

    @property
    def largest_bp(self) -> int:
        """The largest share that one module closes, to which the bars are drawn."""
        return max((row.closes_bp for row in self.rows), default=0) or 1

    @cached_property
    def groups(self) -> list[tuple[str, str]]:
        """Code and name of each group of indicators in which there are needs."""
        return sorted(set(self.inputs.groups.values()))

    @cached_property
    def heat(self) -> list[HeatRow]:
        """Every cluster, and where its weighted gap lies."""
        parties = {party.key: party for party in self.inputs.parties}
        loads = group_loads(parties.values(), {key: code for key, (code, _name) in self.inputs.groups.items()})
        return [
            HeatRow(
                cluster,
                self._cells(parties.get(cluster.key), loads.get(cluster.key, {})),
                has_declared=cluster.key in parties,
            )
            for cluster in self.inputs.clusters
        ]

    @cached_property
    def areas(self) -> list[AreaRow]:
        """Every specialisation area that a cluster has; a cluster of two areas stands in both."""
        named = {code: name for cluster in self.inputs.clusters for code, name in cluster.areas.items()}
        return [self._area(code, name) for code, name in sorted(named.items(), key=lambda item: item[1])]

    def asking_for(self, code: str, chosen: Iterable[str]) -> list[str]:
        """Return the titles of the chosen modules for which somebody still lacks this one."""
        asking = [
            other for other in chosen if any(code in party.missing.get(other, ()) for party in self.inputs.parties)
        ]
        return [row.title for row in self.of(asking)]

    def of(self, codes: Iterable[str]) -> list[DemandRow]:
        """Return the rows of these modules."""
        by_code = {row.module.code: row for row in self.rows}
        return [by_code[code] for code in codes]

    def share_bp(self, closes: int) -> int:
        """Return an amount as a share of everybody's weighted gap, in basis points rounded down."""
        return share_of(closes, self.whole) if self.whole else 0

    def called(self, keys: Iterable[str]) -> list[str]:
        """Return the names of parties, sorted."""
        return sorted(self.names[key] for key in keys if key in self.names)

    def _row(self, module: Module) -> DemandRow:
        demand: ModuleDemand = demand_for(module.code, self.inputs.parties)
        page = self.pages.get(module.code)
        wanting = set(demand.clusters)
        return DemandRow(
            module=module,
            page=page,
            title=page.title if page else module.code,
            clusters=self.called(demand.clusters),
            officials=self.called(demand.officials),
            closes=demand.closes,
            closes_bp=self.share_bp(demand.closes),
            planned=self.called(planned.party for planned in self.inputs.planned if planned.module == module.code),
            done=self.called(self.inputs.completed.get(module.code, ())),
            areas=frozenset(area for found in self.inputs.clusters if found.key in wanting for area in found.areas),
        )

    def _cells(self, party: Party | None, load: dict[str, int]) -> list[HeatCell]:
        if party is None or not load:
            return []
        return [_cell(share_of(load.get(code, 0), party.weighted_gap)) for code, _name in self.groups]

    def _area(self, code: str, name: str) -> AreaRow:
        keys = {cluster.key for cluster in self.inputs.clusters if code in cluster.areas}
        lines = [planned for planned in self.inputs.planned if planned.party in keys]
        plans = {planned.party: (planned.closed, planned.gap) for planned in lines}
        gap = sum(gap for _closed, gap in plans.values())
        return AreaRow(
            code=code,
            name=name,
            clusters=self.called(keys),
            planned=self.called(plans),
            modules=len({planned.module for planned in lines}),
            closed_bp=share_of(sum(closed for closed, _gap in plans.values()), gap) if gap else None,
        )


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One module to open, and the other ones of the choice that cannot be taught without it."""

    row: DemandRow
    asked_by: Sequence[str]


@dataclass(frozen=True, slots=True)
class EditionsShown:
    """The best choice of editions as the page shows it."""

    count: int
    rows: Sequence[EditionRow]
    share_bp: int
    clusters: Sequence[str]
    officials: Sequence[str]


def demand_page() -> DemandPage:
    """Read everything that the page shows."""
    inputs = demand_inputs()
    return DemandPage(inputs, pages_of(inputs.modules))


def shown_editions(page: DemandPage, editions: Editions, count: int) -> EditionsShown:
    """Return a choice of editions with the words of the page."""
    return EditionsShown(
        count=count,
        rows=[EditionRow(row, page.asking_for(row.module.code, editions.modules)) for row in page.of(editions.modules)],
        share_bp=page.share_bp(editions.closes),
        clusters=page.called(editions.clusters),
        officials=page.called(editions.officials),
    )


def _cell(share_bp: int) -> HeatCell:
    """Two fifths of a cluster's whole gap in one group is a lot already: the darkest shade begins there."""
    return HeatCell(share_bp, min(share_bp // 1_000, HEAT_STEPS - 1) if share_bp else None)
