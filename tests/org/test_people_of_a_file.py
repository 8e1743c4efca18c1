"""Who is who among the rows of one file."""

from plugins.org.domain import Membership, ProblemKind, gather, read_sheet
from tests.support.roster import a_file


def people_of(*rows):
    return gather(read_sheet(a_file(*rows)).rows)


def test_equal_staff_number_or_account_is_one_person_counted_where_they_stand_first():
    people, problems = people_of(
        "周院长,院党委/内科党支部,正式党员,,10001,A1,",
        "周院长,院党委,,书记,,A1,",
        "周院长,院党委/外科党支部,,,10001,,无表决权",
    )
    assert not problems
    (person,) = people
    assert (person.home, person.account, person.staff_no) == (("院党委", "内科党支部"), "10001", "A1")
    assert [(post.unit[-1], post.officer, post.flags) for post in person.posts] == [
        ("内科党支部", False, ""),
        ("院党委", True, ""),
        ("外科党支部", False, "无表决权"),
    ]


def test_two_titles_in_one_unit_are_one_post():
    (person,), _ = people_of("张三,院党委,正式党员,书记,10001,,", "张三,院党委,,组织委员,10001,,")
    assert [post.title for post in person.posts] == ["书记、组织委员"]


def test_a_row_with_both_numbers_joins_rows_with_one_each():
    people, problems = people_of("张三,院党委,,,,A1,", "张三,院党委/内科,,,10001,,", "张三,院党委/外科,,,10001,A1,")
    assert (len(people), problems) == (1, [])


def test_an_empty_membership_is_taken_as_full_and_counted_as_assumed():
    (person,), _ = people_of("张三,院党委,,,,,")
    assert (person.membership, person.assumed) == (Membership.FULL, True)


def test_equal_names_in_different_units_are_two_people():
    people, problems = people_of("张三,院党委/内科,,,,,", "张三,院党委/外科,,,,,")
    assert (len(people), problems) == (2, [])


def test_namesakes_in_one_unit_need_a_number_each():
    people, problems = people_of("张三,院党委,,,10001,,", "李四,院党委,,,,,", "张三,院党委,,,,,")
    assert people == []
    assert [(problem.kind, problem.rows) for problem in problems] == [(ProblemKind.NAMESAKES, (2, 4))]
    assert len(people_of("张三,院党委,,,10001,,", "张三,院党委,,,,A2,")[0]) == 2


def test_rows_of_one_person_that_contradict_each_other_are_named():
    _, problems = people_of(
        "张三,院党委,,,10001,A1,",
        "张叁,院党委,,,10001,,",
        "李四,院党委,,,10003,A3,",
        "李四,院党委/内科,,,10004,A3,",
        "王五,院党委,,,10005,A5,",
        "王五,院党委/内科,,,10005,A6,",
    )
    assert [(problem.kind, problem.rows) for problem in problems] == [
        (ProblemKind.TWO_NAMES, (2, 3)),
        (ProblemKind.TWO_ACCOUNTS, (4, 5)),
        (ProblemKind.TWO_STAFF_NUMBERS, (6, 7)),
    ]
