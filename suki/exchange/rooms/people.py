"""People, departments, teams, reporting lines and territories."""

from __future__ import annotations

from suki.apps.people.models import (
    Department,
    DepartmentMember,
    Person,
    PersonFunction,
    ReportingLine,
    Team,
    TeamMember,
    Territory,
    TerritoryMember,
)
from suki.apps.people.titles import suggested_functions
from suki.exchange import keys
from suki.exchange.rooms.applying import Applying
from suki.exchange.rooms.dated import VALID, bring_dated
from suki.exchange.staging import rows_of, run
from suki.exchange.upsert import Value, create, write

FULL_NAME = "coalesce(s.name, nullif(concat_ws(' ', s.given_name, s.family_name), ''))"
NAMES = ("name", "given_name", "family_name")
_EMPLOYED = 'CASE WHEN s.hired IS NOT NULL OR s."left" IS NOT NULL THEN daterange(s.hired, s."left" + 1) END'


def bring_departments(applying: Applying) -> None:
    """Departments with the department above."""
    values = [Value("name", "s.name", ("name",)), Value("parent_id", "r_parent.row_id", ("parent",))]
    applying.count("departments", applying.bring("departments", Department, values))


def bring_people(applying: Applying) -> None:
    """People with what follows from their rows: functions, department, manager."""
    values = [
        Value("name", FULL_NAME, NAMES),
        Value("given_name", "s.given_name", ("given_name",)),
        Value("family_name", "s.family_name", ("family_name",)),
        Value("title", "s.title", ("title",)),
        Value("email", "s.email", ("email",)),
        Value("phone", "s.phone", ("phone",)),
        Value("language", "s.language", ("language",)),
        Value("employed", _EMPLOYED, ("hired", "left")),
    ]
    applying.count("people", applying.bring("people", Person, values, derived=("sort_key", "search_form")))
    _give_functions(applying)
    _join_departments(applying)
    _report_to_managers(applying)


def _people(applying: Applying) -> str:
    """The staged people with their rows in the house."""
    stage = applying.stages["people"]
    return f"{stage.table} s JOIN {keys.key_table('people')} k ON k.key = s.id AND NOT s.bad"


def _give_functions(applying: Applying) -> None:
    """Functions that the rows name; new people without get what their title suggests."""
    titles = rows_of(
        f"SELECT DISTINCT coalesce(s.title, '') FROM {_people(applying)} WHERE k.is_new AND s.functions IS NULL"
    )
    suggested = [(title, str(function)) for (title,) in titles for function in suggested_functions(title)]
    run("CREATE TEMP TABLE suggested (title text, function text) ON COMMIT DROP")
    if suggested:
        run(
            "INSERT INTO suggested SELECT * FROM unnest(%s::text[], %s::text[])",
            [[title for title, _function in suggested], [function for _title, function in suggested]],
        )
    run(
        "CREATE TEMP TABLE up_functions ON COMMIT DROP AS"
        " SELECT NULL::bigint AS row_id, true AS is_new, f.person_id, f.function, f.valid FROM ("
        "  SELECT k.row_id AS person_id, unnest(string_to_array(s.functions, ',')) AS function,"
        f'   daterange(s.hired, s."left" + 1) AS valid FROM {_people(applying)} WHERE s.functions IS NOT NULL'
        '  UNION SELECT k.row_id, g.function, daterange(s.hired, s."left" + 1)'
        f"  FROM {_people(applying)} JOIN suggested g ON g.title = coalesce(s.title, '')"
        "   WHERE k.is_new AND s.functions IS NULL) f"
        " WHERE NOT isempty(f.valid) AND NOT EXISTS (SELECT 1 FROM people_personfunction h"
        "   WHERE h.person_id = f.person_id AND h.function = f.function AND h.valid && f.valid)"
    )
    _count, ranges = create("up_functions", PersonFunction, ["person_id", "function", "valid"])
    applying.note_created(PersonFunction, ranges)


def _join_departments(applying: Applying) -> None:
    """Whoever has no place in the department named gets one, from the day of hiring on."""
    stage = applying.stages["people"]
    if not stage.has("department"):
        return
    run(
        "CREATE TEMP TABLE up_department_members ON COMMIT DROP AS"
        " SELECT NULL::bigint AS row_id, true AS is_new, k.row_id AS person_id, r_department.row_id AS department_id,"
        f' daterange(s.hired, s."left" + 1) AS valid FROM {_people(applying)} {keys.join(stage, "department")}'
        ' WHERE r_department.row_id IS NOT NULL AND NOT isempty(daterange(s.hired, s."left" + 1))'
        " AND NOT EXISTS (SELECT 1 FROM people_departmentmember m"
        "   WHERE m.person_id = k.row_id AND m.department_id = r_department.row_id)"
    )
    _count, ranges = create(
        "up_department_members", DepartmentMember, ["person_id", "department_id", "valid"]
    )
    applying.note_created(DepartmentMember, ranges)


def _report_to_managers(applying: Applying) -> None:
    """The manager named, where the recipe brings no reporting lines of their own: the line that stands is put right."""
    stage = applying.stages["people"]
    if not stage.has("manager") or applying.stage("reporting_lines"):
        return
    run(
        "CREATE TEMP TABLE up_managers ON COMMIT DROP AS"
        " SELECT l.id AS row_id, l.id IS NULL AS is_new, k.row_id AS person_id, r_manager.row_id AS manager_id,"
        f' daterange(s.hired, s."left" + 1) AS valid FROM {_people(applying)} {keys.join(stage, "manager")}'
        " LEFT JOIN LATERAL (SELECT id FROM people_reportingline WHERE person_id = k.row_id"
        "   ORDER BY upper(valid) DESC NULLS FIRST, id DESC LIMIT 1) l ON true"
        " WHERE r_manager.row_id IS NOT NULL AND r_manager.row_id <> k.row_id"
        ' AND NOT isempty(daterange(s.hired, s."left" + 1))'
    )
    values = [Value("person_id", ""), Value("manager_id", "", ("manager",)), Value("valid", "")]
    changes = write("up_managers", ReportingLine, values, stage.yielded)
    applying.note_created(ReportingLine, changes.created_ranges)


def bring_teams(applying: Applying) -> None:
    """Teams with the team above and who leads them."""
    values = [Value("name", "s.name", ("name",)), Value("parent_id", "r_parent.row_id", ("parent",))]
    applying.count("teams", applying.bring("teams", Team, values))
    stage = applying.stages["teams"]
    if not stage.has("lead"):
        return
    members = applying.stage("team_members")
    if members:
        run(
            f"UPDATE {members.table} m SET is_lead = true FROM {stage.table} s"
            " WHERE s.id = m.team AND s.lead = m.person AND m.is_lead IS NULL"
        )
    brought = (
        f" AND NOT EXISTS (SELECT 1 FROM {members.table} m WHERE m.team = s.id AND m.person = s.lead)"
        if members
        else ""
    )
    run(
        "CREATE TEMP TABLE up_leads ON COMMIT DROP AS"
        " SELECT m.id AS row_id, m.id IS NULL AS is_new, k.row_id AS team_id, r_lead.row_id AS person_id,"
        f' true AS is_lead, daterange(s."from", NULL) AS valid FROM {stage.table} s'
        f" JOIN {keys.key_table('teams')} k ON k.key = s.id AND NOT s.bad {keys.join(stage, 'lead')}"
        " LEFT JOIN LATERAL (SELECT id FROM people_teammember"
        "   WHERE team_id = k.row_id AND person_id = r_lead.row_id ORDER BY id DESC LIMIT 1) m ON true"
        f" WHERE r_lead.row_id IS NOT NULL{brought}"
    )
    values = [
        Value("team_id", ""),
        Value("person_id", ""),
        Value("is_lead", "", ("lead",)),
        Value("valid", ""),
    ]
    changes = write("up_leads", TeamMember, values, stage.yielded)
    applying.note_created(TeamMember, changes.created_ranges)


def bring_team_members(applying: Applying) -> None:
    """Who belongs to which team, found again by both and the first day."""
    values = [
        Value("team_id", "r_team.row_id"),
        Value("person_id", "r_person.row_id"),
        Value("is_lead", "coalesce(s.is_lead, false)", ("is_lead",)),
        VALID,
    ]
    changes = bring_dated(
        applying,
        "team_members",
        TeamMember,
        values,
        key=("team_id", "person_id"),
        group=("person_id",),
        holds="NOT {row}.is_lead",
    )
    applying.count("team_members", changes)


def bring_reporting_lines(applying: Applying) -> None:
    """Who reports to whom."""
    values = [Value("person_id", "r_person.row_id"), Value("manager_id", "r_manager.row_id"), VALID]
    changes = bring_dated(
        applying,
        "reporting_lines",
        ReportingLine,
        values,
        key=("person_id", "manager_id"),
        group=("person_id",),
    )
    applying.count("reporting_lines", changes)


def bring_territories(applying: Applying) -> None:
    """Territories with the territory above."""
    values = [
        Value("name", "s.name", ("name",)),
        Value("parent_id", "r_parent.row_id", ("parent",)),
        Value("country", "s.country", ("country",)),
    ]
    applying.count("territories", applying.bring("territories", Territory, values))


def bring_territory_members(applying: Applying) -> None:
    """Who works which territory."""
    values = [Value("territory_id", "r_territory.row_id"), Value("person_id", "r_person.row_id"), VALID]
    key = ("territory_id", "person_id")
    changes = bring_dated(applying, "territory_members", TerritoryMember, values, key=key, group=key)
    applying.count("territory_members", changes)
