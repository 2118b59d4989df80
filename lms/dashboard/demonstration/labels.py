"""The rules of labels, what clusters bring towards them, and a funding line: nothing of it is public."""

from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont
from wagtail.images import get_image_model

from lms.benchmarking.models import Indicator
from lms.clusters.models import Cluster, FundingLine, FundingLogo
from lms.labels.evidence_actions import add_evidence, save_improvement
from lms.labels.review_actions import review_piece
from lms.labels.rule_seed import seed_label_rules
from lms.people.models import User

from .files import read

LOGO_IT, LOGO_EN = "Esempio di logo di chi finanzia", "Example of a funder's logo"


def load_funding() -> None:
    """Create the funding line, which editions need before they are published."""
    for row in read("labels")["funding"]:
        line = FundingLine.objects.create(**row)
        FundingLogo.objects.create(line=line, image=_example_logo(), alt_it=LOGO_IT, alt_en=LOGO_EN)


def _example_logo() -> Any:
    """Return a picture that stands where a funder's logo would: a real one is nobody's to use in a demonstration."""
    picture = Image.new("RGB", (720, 200), "white")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((4, 4, 715, 195), radius=28, outline="#17324d", width=8)
    pen.text((360, 100), "ESEMPIO DI LOGO", anchor="mm", font=ImageFont.load_default(64), fill="#17324d")
    content = BytesIO()
    picture.save(content, "PNG")
    return get_image_model().objects.create(title=LOGO_IT, file=ImageFile(content, name="funder-example.png"))


def load_labels() -> None:
    """Create what `demo/labels.toml` says, by the actions that people use."""
    seed_label_rules()
    data = read("labels")
    for row in data["evidence"]:
        _review(row, _evidence(row))
    for row in data["improvement"]:
        _review(row, _improvement(row))


def _evidence(row: dict[str, Any]) -> Any:
    asked = {key: row[key] for key in ("level", "requirement", "text")}
    return add_evidence(**_of(row), **asked, file=None)


def _improvement(row: dict[str, Any]) -> Any:
    words = {key: row[key] for key in ("title", "what_changed", "effect")}
    indicators = Indicator.objects.filter(framework__code="ECEI", code__in=row["indicators"])
    return save_improvement(**_of(row), **words, area=None, indicators=indicators)


def _of(row: dict[str, Any]) -> dict[str, Any]:
    cluster = Cluster.objects.get(code=row["cluster"])
    return {"cluster": cluster, "by": User.objects.get(email=row["by"]), "now": timezone.now()}


def _review(row: dict[str, Any], piece: Any) -> None:
    said = row.get("review")
    if said:
        by = User.objects.get(email=said["by"])
        said = {"accepted": said["accepted"], "reason": said.get("reason", "")}
        review_piece(piece=piece, seen=piece.version, by=by, now=timezone.now(), **said)
