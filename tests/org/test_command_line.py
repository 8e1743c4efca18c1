"""`bot.py roster import` as the administrator runs it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import roster as benchmark
from plugins.org import domain, texts
from tests.support.roster import a_file

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "samples" / "roster.csv"
CHEN = "陈书记,院党委/内科党支部,正式党员,书记,10001,,"


@pytest.fixture
def run(tmp_path, command):
    def run(content: bytes, *options: str, answers: str = "") -> subprocess.CompletedProcess[str]:
        (tmp_path / "名册.csv").write_bytes(content)
        return command("import", "名册.csv", *options, answers=answers)

    return run


@pytest.fixture
def command(tmp_path, migrated_file):
    shutil.copy(migrated_file, tmp_path / "tongxin.db")

    def run(*arguments: str, answers: str = "") -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite://{tmp_path / 'tongxin.db'}",
            "DATA_DIR": str(tmp_path),
            "PYTHONIOENCODING": "utf-8",
        }
        return subprocess.run(
            [sys.executable, str(ROOT / "bot.py"), "roster", *arguments],
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


def test_ten_broken_rows_change_nothing_and_each_is_named(run, tmp_path):
    rows = [f"人{number},院党委/内科党支部,,,{20000 + number},," for number in range(40)]
    assert run(a_file(*rows), "--yes").returncode == 0
    broken = [row.replace("2000", "x") if number < 10 else row for number, row in enumerate(rows[:30])]
    refused = run(a_file(*broken), "--yes")
    assert refused.returncode == 2
    for number in range(2, 12):
        assert f"第 {number} 行" in refused.stderr
    assert "第 12 行" not in refused.stderr
    assert people_in(tmp_path) == 40


def test_the_template_is_imported_and_exported_as_either_kind(command, tmp_path):
    assert command("template", "样表.xlsx").returncode == 0
    assert "新增 2 人" in command("import", "样表.xlsx", "--yes").stdout
    for name in ("出.csv", "出.xlsx"):
        assert "2 人" in command("export", name).stdout
        assert "无需导入" in command("import", name).stdout
    assert (tmp_path / "出.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not list(tmp_path.glob(".*csv"))


def test_a_file_of_another_kind_or_in_no_folder_is_refused(command):
    for arguments in (
        ("template", "样表.txt"),
        ("export", "出.pdf"),
        ("export", "没有/出.csv"),
        ("import", "没有.csv"),
    ):
        refused = command(*arguments)
        assert refused.returncode == 2
        assert refused.stderr.count("\n") == 1


@pytest.mark.slow
def test_a_gbk_roster_of_fifty_thousand_rows_needs_little(tmp_path):
    file, url = tmp_path / "roster.csv", f"sqlite://{tmp_path / 'tongxin.db'}"
    _, used, megabytes, said = benchmark.run(file, benchmark.a_roster(), url, tmp_path)
    assert "50000" in said
    assert people_in(tmp_path) == 50_000
    assert used < benchmark.SECONDS
    assert megabytes < benchmark.MEGABYTES


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
