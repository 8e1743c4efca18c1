"""What stands on the summary of an incident: facts in, data for a template out."""

from datetime import datetime
from pathlib import Path
from typing import Any

from . import texts
from .domain import Summary, corrections

SUMMARY = Path(__file__).parent / "templates" / "summary.typ"
DENSE_FROM = 40
"""From so many units on they stand in two columns."""


def summary(found: Summary, made_at: datetime) -> dict[str, Any]:  # JSON for the template
    """总结 on A4."""
    one, safety = found.timeline.brief, found.safety
    return {
        "title": texts.title_text(one),
        "kicker": texts.summary_kicker(found),
        "facts": texts.summary_facts(found),
        "timeline_label": texts.TIMELINE,
        "timeline_head": texts.TIMELINE_HEAD,
        "timeline": [texts.summary_row(line, one.number) for line in found.timeline.lines],
        "corrections_label": texts.CORRECTIONS,
        "corrections": [texts.correction_block(each) for each in corrections(found.timeline.lines)],
        "told_label": texts.TOLD,
        "told": [texts.told_block(each) for each in found.timeline.told],
        "safety_label": texts.SAFETY,
        "safety": {"label": texts.safe_label(safety), "done": safety.done, "all": safety.people}
        if safety.people
        else None,
        "dense": len(safety.units) > DENSE_FROM,
        "units": [(name, done, people, "") for name, done, people in safety.units],
        "remark": texts.SUMMARY_PRIVACY,
        "footer": texts.summary_footer(one.number, made_at),
    }
