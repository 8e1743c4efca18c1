"""`bot.py roster import` as the administrator runs it."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.org import domain, texts
from tests.support.roster import a_file

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "samples" / "roster.csv"
CHEN = "陈书记,院党委/内科党支部,正式党员,书记,10001,,"


@pytest.fixture
def run(tmp_path):
    def run(content: bytes, *options: str, answers: str = "") -> subprocess.CompletedProcess[str]:
        (tmp_path / "名册.csv").write_bytes(content)
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite://{tmp_path / 'tongxin.db'}",
            "DATA_DIR": str(tmp_path),
            "PYTHONIOENCODING": "utf-8",
        }
        return subprocess.run(
            [sys.executable, str(ROOT / "bot.py"), "roster", "import", "名册.csv", *options],
            cwd=tmp_path,
            env=environment,
            input=answers,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


def people_in(folder: Path) -> int:
    connection = sqlite3.connect(folder / "tongxin.db")
    try:
        return connection.execute("SELECT COUNT(*) FROM org_person WHERE active").fetchone()[0]
    finally:
        connection.close()


def test_it_shows_what_would_change_and_asks(run, tmp_path):
    declined = run(a_file(CHEN), answers="n\n")
    assert declined.returncode == 1
    assert "新增 1 人" in declined.stdout
    assert people_in(tmp_path) == 0
    agreed = run(a_file(CHEN).decode().encode("gb18030"), answers="y\n")
    assert agreed.returncode == 0
    assert people_in(tmp_path) == 1
    again = run(a_file(CHEN), "--yes")
    assert (again.returncode, again.stdout.strip()) == (0, "与现有名册相同,共 1 人,无需导入")


def test_a_broken_file_is_refused_by_row_with_exit_code_2(run, tmp_path):
    refused = run(a_file(CHEN, ",院党委,,,,,", "王五,院党委,,,abc,,"), "--yes")
    assert refused.returncode == 2
    assert "第 3 行" in refused.stderr
    assert "第 4 行" in refused.stderr
    assert people_in(tmp_path) == 0
    assert run(b"PK\x03\x04", "--yes").returncode == 2


def test_the_sample_roster_is_a_committee_with_twelve_branches():
    plan = domain.compare(domain.read_sheet(SAMPLE.read_bytes()), [], [])
    members = [person for person in plan.added if person.membership is not domain.Membership.REPRESENTATIVE]
    assert len(members) == 240
    assert len({person.home for person in members}) == 12
    assert not plan.other_titles


@pytest.mark.parametrize("kind", domain.ProblemKind)
def test_every_problem_is_said_with_its_row(kind):
    text = texts.problem_text(domain.Problem(kind, (7,), "某值"))
    assert text.startswith("第 7 行")


def test_what_deserves_a_look_is_in_the_preview():
    known = [
        domain.KnownPerson(number, f"人{number}", f"{20000 + number}", None, ("院党委",), "正式党员", True, frozenset())
        for number in range(9)
    ]
    units = [domain.KnownUnit(1, ("院党委",), True, False), domain.KnownUnit(2, ("院党委", "旧科"), True, False)]
    sheet = domain.read_sheet("姓名,组织,职务,QQ,手机\n甲,院党委/新科,护士长,30001,138\n人0,院党委,,20000,".encode())
    text = texts.plan_text(domain.compare(sheet, units, known))
    for fact in ("新增 1 人", "停用 8 人", "新科", "旧科", "护士长(1)", "手机", "未填身份", "核对"):
        assert fact in text
