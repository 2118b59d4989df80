"""Whole rounds of a benchmark in few statements: what page tests need many of."""

from datetime import date
from decimal import Decimal

from lms.benchmarking.models import Assessment, ClusterTarget, Indicator, Score
from tests.factories import AssessmentFactory, FrameworkFactory, IndicatorGroupFactory

FIRST_ROUND, SECOND_ROUND = date(2014, 9, 30), date(2016, 3, 31)


def make_framework(indicators=4, groups=2, *, maximum=4, threshold=3, minimums=(), weights=(), **fields):
    """Return a framework with indicators I-01.. spread over groups A, B, ..; `minimums` and `weights` by code."""
    framework = FrameworkFactory(scale=range(maximum + 1), **fields)
    made = [
        IndicatorGroupFactory(
            framework=framework, code=chr(65 + n), position=n, name_it=f"Gruppo {n}", name_en=f"Group {n}"
        )
        for n in range(groups)
    ]
    Indicator.objects.bulk_create(
        Indicator(
            framework=framework,
            group=made[n * groups // indicators],
            code=f"I-{n + 1:02}",
            position=n,
            name_it=f"Indicatore {n + 1}",
            name_en=f"Indicator {n + 1}",
            max_level=Decimal(maximum),
            excellence_threshold=threshold,
            minimum_requirement=dict(minimums).get(f"I-{n + 1:02}"),
            weight=dict(weights).get(f"I-{n + 1:02}", 1),
        )
        for n in range(indicators)
    )
    return framework


def score_all(cluster, framework, scores, *, on=SECOND_ROUND, closed=True, **fields):
    """Return an assessment; `scores` is one level for all indicators or a list in their order, none not assessed."""
    assessment = AssessmentFactory(cluster=cluster, framework=framework, assessed_on=on, **fields)
    indicators = list(framework.indicators.order_by("position"))
    levels = scores if isinstance(scores, list | tuple) else [scores] * len(indicators)
    Score.objects.bulk_create(
        Score(assessment=assessment, indicator=indicator, value=level)
        for indicator, level in zip(indicators, levels, strict=True)
    )
    if closed:
        Assessment.objects.filter(pk=assessment.pk).update(status="closed", closed_at="2016-04-01T10:00:00Z")
    return assessment


def aim(cluster, framework, **levels):
    """Set targets: `I_01=4`."""
    for code, level in levels.items():
        indicator = framework.indicators.get(code=code.replace("_", "-"))
        ClusterTarget.objects.create(cluster=cluster, indicator=indicator, level=level)
