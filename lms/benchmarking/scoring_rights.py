"""What a person may do with one assessment, from how both stand. The one rule behind views, templates and actions."""

from dataclasses import dataclass

from .conflicts import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a person stands to an assessment today; `findings` are what the rule on conflicts says against assessing it.

    `is_apart`: several assessors score it, each on a sheet of the own. `began`: the person began it.
    """

    manages: bool = False
    assesses: bool = False
    coordinates: bool = False
    findings: tuple[Finding, ...] = ()
    is_self: bool = False
    is_by_hand: bool = True
    is_closed: bool = False
    is_submitted: bool = False
    began: bool = False
    is_apart: bool = False
    sheets: int = 0
    sheets_needed: int = 1
    sheets_in: int = 0
    has_sheet: bool = False
    has_handed_in: bool = False

    @property
    def has_part(self) -> bool:
        """Say whether it is the person's task to assess, conflicts aside."""
        return self.assesses or self.coordinates

    @property
    def is_free(self) -> bool:
        """Say whether the person assesses and has no conflict."""
        return self.has_part and not self.findings

    @property
    def are_all_in(self) -> bool:
        """Say whether every sheet that is asked for was handed in, so that the assessors may see each other's."""
        return self.is_apart and self.sheets_in >= self.sheets_needed and self.sheets_in == self.sheets

    @property
    def can_score(self) -> bool:
        """Managers until they submit; assessors what they began, or their own sheet until it is handed in."""
        if self.is_closed or not self.is_by_hand:
            return False
        if self.is_self:
            return self.manages and not self.is_submitted
        if self.is_apart:
            return self.is_free and self.has_sheet and not self.has_handed_in
        return self.is_free and (self.began or self.coordinates)

    @property
    def can_submit(self) -> bool:
        """Managers hand the cluster's self-assessment in."""
        return self.is_self and self.can_score

    @property
    def can_take_back(self) -> bool:
        """Managers take a submission back while nobody has closed it."""
        return self.is_self and self.is_submitted and self.is_by_hand and self.manages and not self.is_closed

    @property
    def can_return(self) -> bool:
        """Who may close a submission may give it back instead."""
        return self.is_self and self.is_by_hand and self.can_close

    @property
    def can_begin_sheet(self) -> bool:
        """An assessor who is free of conflicts, once, while a sheet is still wanted."""
        is_wanted = self.is_apart and self.is_by_hand and not self.is_closed and self.sheets < self.sheets_needed
        return is_wanted and self.assesses and not self.findings and not self.has_sheet

    @property
    def can_hand_in(self) -> bool:
        """Who writes a sheet hands it in."""
        return self.is_apart and self.can_score

    @property
    def can_agree(self) -> bool:
        """Either assessor settles the differences when all sheets are in, and nobody else: not coordinators either."""
        return self.are_all_in and not self.is_closed and self.is_free and self.has_sheet

    @property
    def can_close(self) -> bool:
        """Nobody in conflict. What was imported is closed by coordinators; a self-assessment once it is submitted.

        What two score apart is closed by one of them, once every difference is the other's word (see `Agreement`).
        """
        if self.is_closed or not self.is_free:
            return False
        if not self.is_by_hand:
            return self.coordinates
        if self.is_self:
            return self.is_submitted
        return self.can_agree if self.is_apart else self.can_score

    @property
    def can_remove_sheet(self) -> bool:
        """Coordinators remove the sheet of an assessor who has dropped out."""
        return self.coordinates and self.is_apart and not self.is_closed

    @property
    def can_discard(self) -> bool:
        """Coordinators remove what is open; managers and assessors what they are still filling in themselves."""
        if self.is_closed:
            return False
        return self.coordinates or (self.can_score and not self.is_apart)
