"""The people of the firm: functions, titles, departments, teams, reporting lines and territories, all with dates."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from suki.base.access import Function
from suki.base.dated import one_at_a_time
from suki.base.names import SearchFormField, SortKeyField
from suki.base.rows import Extendable, Row, revision_trigger, tracked


@tracked()
class Department(Row):
    """A department that work is handed to: planning, creative, production, service, finance."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class Person(Extendable, Row):
    """Somebody who works for the firm. The title is free text; functions say what the day is about."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person"
    )
    name = models.CharField(_("name"), max_length=200)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    working_hours = models.JSONField(
        _("working hours"), default=dict, db_default=Value({}, models.JSONField()), blank=True
    )
    employed = DateRangeField(_("employed"), null=True, blank=True)
    sort_key = SortKeyField()
    search_form = SearchFormField(sources=("name", "email", "title"))

    PERSONAL = ("name", "given_name", "family_name", "email", "phone")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="person_sorted"),
            GinIndex(OpClass(F("search_form"), "gin_trgm_ops"), name="person_search"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class PersonFunction(Row):
    """From when to when somebody had a function."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="functions")
    function = models.CharField(_("function"), max_length=40, choices=Function.choices)
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [one_at_a_time("person_function_once_a_day", "person", "function")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person} {self.get_function_display()}"


@tracked()
class DepartmentMember(Row):
    """Who works in a department, and who leads it."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    is_lead = models.BooleanField(_("leads"), default=False)
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [one_at_a_time("department_member_once_a_day", "department", "person")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person} @ {self.department}"


@tracked()
class Team(Row):
    """A sales team; teams may hold teams."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class TeamMember(Row):
    """Who belongs to a team from when to when. A person's revenue counts in one team on any day."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    is_lead = models.BooleanField(_("leads"), default=False)
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [
            one_at_a_time("team_member_of_one_team_a_day", "person", condition=Q(is_lead=False)),
            one_at_a_time("team_member_once_a_day", "team", "person"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person} @ {self.team}"


@tracked()
class ReportingLine(Row):
    """To whom somebody reports, from when to when: the tree that a sales manager's rights follow."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    manager = models.ForeignKey(Person, models.CASCADE, related_name="+")
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [
            one_at_a_time("one_manager_a_day", "person"),
            models.CheckConstraint(condition=~Q(person=F("manager")), name="nobody_reports_to_themselves"),
        ]
        indexes = [GistIndex(fields=["valid"], name="reporting_line_valid")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person} → {self.manager}"


@tracked()
class Territory(Row):
    """A market that people are responsible for; territories may hold territories."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    country = models.CharField(_("country"), max_length=2, blank=True)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class TerritoryMember(Row):
    """Who is responsible for a territory from when to when."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [one_at_a_time("territory_member_once_a_day", "territory", "person")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person} @ {self.territory}"


@tracked()
class Absence(Row):
    """Days on which somebody is away, and who covers for them."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    cover = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    valid = DateRangeField(_("from and to"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    PERSONAL = ("note",)

    class Meta:
        constraints = [
            one_at_a_time("one_absence_a_day", "person"),
            models.CheckConstraint(condition=~Q(person=F("cover")), name="nobody_covers_for_themselves"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person} {self.valid}"

    @property
    def last_day(self) -> date:
        """The last day away."""
        return date.fromordinal(self.valid.upper.toordinal() - 1)


@tracked()
class Skill(Row):
    """Something people can know: an expertise, an industry, a language, an experience."""

    class Kind(models.TextChoices):
        EXPERTISE = "expertise", _("expertise")
        INDUSTRY = "industry", _("industry")
        LANGUAGE = "language", _("language")
        EXPERIENCE = "experience", _("experience")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="skill_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


class Level(models.IntegerChoices):
    """How well somebody knows something."""

    BASIC = 1, _("basic")
    WORKING = 2, _("working")
    STRONG = 3, _("strong")
    LEADING = 4, _("leading")


@tracked()
class PersonSkill(Row):
    """What somebody knows, how well, and what shows it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, default=Level.WORKING)
    evidence = models.TextField(_("evidence"), blank=True)
    confirmed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "skill"], name="person_skill_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person}: {self.skill}"
