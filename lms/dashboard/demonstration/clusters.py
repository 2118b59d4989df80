"""Sectors, specialisation areas, clusters and their labels."""

from typing import Any

from django.utils.text import slugify

from lms.clusters.models import Cluster, LabelAward, Sector, SpecialisationArea

from .files import read


def load_clusters() -> None:
    """Create what `demo/clusters.toml` says."""
    data = read("clusters")
    sectors = {row["code"]: Sector.objects.create(**row) for row in data["sector"]}
    areas = {row["code"]: SpecialisationArea.objects.create(**row) for row in data["area"]}
    for row in data["cluster"]:
        _create_cluster(row, sectors, areas)


def _create_cluster(row: dict[str, Any], sectors: dict[str, Sector], areas: dict[str, SpecialisationArea]) -> None:
    plain = ("code", "name", "full_name", "seat", "province", "website", "description_it", "description_en")
    cluster = Cluster.objects.create(
        slug=slugify(row["code"]), sector=sectors[row["sector"]], **{key: row[key] for key in plain}
    )
    cluster.areas.set(areas[code] for code in row["areas"])
    columns = ("level", "valid_from", "valid_until", "note_it", "note_en")
    for label in row.get("labels", []):
        LabelAward.objects.create(cluster=cluster, **{key: label[key] for key in columns if key in label})
