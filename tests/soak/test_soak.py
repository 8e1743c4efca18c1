"""Two minutes of the soak, and a bot with a planted defect that must not get through it."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.soak.checker import Kind
from tests.soak.report import report_text, write_evidence
from tests.soak.run import plan, soak

BLIND = ("-m", "tests.soak.blind")
pytestmark = pytest.mark.slow


async def test_two_minutes_of_faults_break_no_promise(tmp_path: Path):
    result = await soak(plan(20, minutes=1.6, folder=tmp_path))
    write_evidence(result, tmp_path / "evidence.json")
    report = report_text(result, tmp_path / "evidence.json")
    assert (result.violations, result.unlawful, result.unanswered) == ((), (), ()), report
    assert result.figures.settled > 100, report
    assert result.figures.repeats > 50, report
    assert len(result.starts) >= 2, report
    assert result.figures.doubtful < result.figures.deliveries / 25, report


async def test_a_bot_that_repeats_blindly_is_found_out(tmp_path: Path):
    harmless = plan(21, minutes=0.5, folder=tmp_path)
    blind = replace(harmless, directives=6, groups=6, officers=2, kills=False, odds=2.0, program=BLIND)
    result = await soak(blind)
    found = {violation.kind for violation in result.violations}
    assert found & {Kind.DOUBLED, Kind.BLIND}  # by luck no second copy may be seen of what was sent again
