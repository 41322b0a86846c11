"""Deals with their stages, lines and ways. A deal without a history of its own is known to be where it is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from suki.apps.deals.models import Competitor, Deal, DealLine, LossReason, Pipeline, Stage, StageChange
from suki.apps.deals.pipelines import usual_pipeline
from suki.exchange import keys
from suki.exchange.rooms.applying import Applying, Rule
from suki.exchange.rooms.extra import extra_value
from suki.exchange.staging import Staged, rows_of, run
from suki.exchange.upsert import Value, create, resolve, write
from suki.kernel.money import digits

_DERIVED = ("sort_key", "search_form")
_WON = ("won", "closed won", "gewonnen", "thang", "menang", "panalo")
_LOST = ("lost", "closed lost", "verloren", "thua", "kalah", "talo")


def bring_stages(applying: Applying) -> None:
    """Stages, found again by their pipeline and name; every pipeline ends in one to win and one to lose in."""
    stage = applying.stages["stages"]
    names = rows_of(f"SELECT pipeline FROM {stage.table} WHERE NOT bad GROUP BY 1 ORDER BY min(n)")
    pipelines = {name: _pipeline(applying, name) for (name,) in names}
    run("CREATE TEMP TABLE pipe_stages (name text, id bigint) ON COMMIT DROP")
    for name, pipeline in pipelines.items():
        run("INSERT INTO pipe_stages VALUES (%s, %s)", [name, pipeline.pk])
    values = [
        Value("pipeline_id", "p.id"),
        Value("name", "s.name"),
        Value("position", "coalesce(s.position, s.n)", ("position",)),
        Value("ends", "coalesce(nullif(s.ends, 'no'), '')", ("ends",)),
        Value("probability", _BY_END.format(won=100, lost=0, else_="coalesce(s.probability, 0)"), ("probability",)),
        Value("category", _BY_END.format(won="'closed'", lost="'omitted'", else_="coalesce(s.category, 'pipeline')"), ("category",)),
        Value("criteria", "''"),
        Value("needs", "'[]'"),
        Value("stale_days", "s.stale_days", ("stale_days",)),
    ]  # fmt: skip
    source = f"FROM {stage.table} s JOIN pipe_stages p ON p.name = s.pipeline WHERE NOT s.bad"
    match = "t.pipeline_id = v.pipeline_id AND lower(t.name) = lower(v.name)"
    resolve("up_stages", Stage, values, source, match=match)
    changes = write("up_stages", Stage, values, stage.yielded, undone=applying.undone)
    applying.note_created(Stage, changes.created_ranges)
    applying.count("stages", changes)
    for pipeline in pipelines.values():
        _end_well(applying, pipeline)


_BY_END = "CASE s.ends WHEN 'won' THEN {won} WHEN 'lost' THEN {lost} ELSE {else_} END"


def bring_deals(applying: Applying) -> None:
    """Deals in the stages that their files name; a stage that is not there yet is added to its pipeline."""
    stage = applying.stages["deals"]
    _settle(applying, stage)
    _refuse(applying, stage)
    own = "s.settled_state = 'open' AND s.{name} IS NOT NULL"
    values = [
        Value("entity_id", f"coalesce(r_entity.row_id, {applying.entity.pk})", ("entity",)),
        Value("name", "s.name", ("name",)),
        Value("account_id", "r_account.row_id", ("account",)),
        Value("contact_id", "r_contact.row_id", ("contact",)),
        Value("pipeline_id", "s.pipeline_id", ("pipeline",)),
        Value("stage_id", "s.stage_id", ("stage", "state", "pipeline")),
        Value("state", "s.settled_state", ("stage", "state")),
        Value("kind", "coalesce(s.kind, 'new')", ("kind",)),
        Value("owner_id", "r_owner.row_id", ("owner",)),
        Value("currency", "s.settled_currency", ("currency",)),
        Value("value", "s.settled_value", ("value",)),
        Value("probability", "s.settled_probability", ("probability", "stage", "state")),
        Value("probability_is_own", own.format(name="probability"), ("probability",)),
        Value("category", "s.settled_category", ("category", "stage", "state")),
        Value("category_is_own", own.format(name="category"), ("category",)),
        Value("created_on", "s.settled_created", ("created",)),
        Value("expected_close", "s.expected_close", ("expected_close",)),
        Value("closed_on", "CASE WHEN s.settled_state <> 'open' THEN s.closed END", ("closed", "stage", "state")),
        Value("stage_since", _moment(applying, "coalesce(CASE WHEN s.settled_state <> 'open' THEN s.closed END, s.settled_created)")),
        Value("loss_reason_id", "CASE WHEN s.settled_state = 'lost' THEN s.loss_reason_id END", ("loss_reason",)),
        Value("loss_note", "''"),
        Value("lost_to_id", "CASE WHEN s.settled_state = 'lost' THEN s.lost_to_id END", ("lost_to",)),
        Value("source", "s.source", ("source",)),
        Value("campaign_id", "r_campaign.row_id", ("campaign",)),
        Value("brief", "s.brief", ("brief",)),
        Value("next_step", "s.next_step", ("next_step",)),
        Value("next_step_on", "s.next_step_on", ("next_step_on",)),
        *extra_value(stage, "deals_deal"),
    ]  # fmt: skip
    applying.count("deals", applying.bring("deals", Deal, values, derived=_DERIVED))
    if "deal_moves" not in applying.stages:
        _note_where_they_are(applying)


def bring_deal_lines(applying: Applying) -> None:
    """Lines; the deals that have any are worth what they come to, rounded once to the deal's currency."""
    stage = applying.stages["deal_lines"]
    net = "coalesce(s.quantity, 1) * s.unit_price * (1 - coalesce(s.discount, 0))"
    values = [
        Value("deal_id", "r_deal.row_id"),
        Value("position", "s.line"),
        Value("product_id", "r_product.row_id", ("product",)),
        Value("description", "s.description", ("description",)),
        Value("quantity", "coalesce(s.quantity, 1)", ("quantity",)),
        Value("unit_price", "s.unit_price", ("unit_price",)),
        Value("discount", "coalesce(s.discount, 0)", ("discount",)),
        Value("net", f"round({net}, {_digits('d.currency')})", ("unit_price", "quantity", "discount")),
    ]
    source = (
        f"FROM {stage.table} s {keys.joins(stage)} JOIN deals_deal d ON d.id = r_deal.row_id WHERE NOT s.bad"
    )
    resolve(
        "up_deal_lines", DealLine, values, source, match="t.deal_id = v.deal_id AND t.position = v.position"
    )
    changes = write("up_deal_lines", DealLine, values, stage.yielded)
    applying.note_created(DealLine, changes.created_ranges)
    applying.count("deal_lines", changes)
    run(
        "UPDATE deals_deal d SET has_lines = true, value = l.net FROM ("
        "  SELECT deal_id, sum(net) AS net FROM deals_dealline"
        "  WHERE deal_id IN (SELECT deal_id FROM up_deal_lines) GROUP BY deal_id) l"
        " WHERE d.id = l.deal_id AND (NOT d.has_lines OR d.value IS DISTINCT FROM l.net)"
    )


def bring_deal_moves(applying: Applying) -> None:
    """When deals entered their stages. The last of them is the stage that the deal is in."""
    stage = applying.stages["deal_moves"]
    run(
        "CREATE TEMP TABLE moves_of_deals ON COMMIT DROP AS"
        " SELECT s.n, s.day, s.value, s.stage, d.id AS deal_id, d.value AS worth, g.id AS stage_id, g.probability, g.category"
        f" FROM {stage.table} s {keys.joins(stage)} LEFT JOIN deals_deal d ON d.id = r_deal.row_id"
        " LEFT JOIN deals_stage g ON g.pipeline_id = d.pipeline_id AND lower(g.name) = lower(s.stage) WHERE NOT s.bad"
    )
    sentence = _("the deal's pipeline has no stage “{value}”; bring it by the target “stages”.")
    rule = Rule("deal_moves", "stage", _("a stage of the deal's pipeline"), sentence)
    unknown = "SELECT n, stage AS value, NULL AS other FROM moves_of_deals WHERE deal_id IS NOT NULL AND stage_id IS NULL"
    applying.refuse_rows(rule, unknown)
    values = [
        Value("deal_id", "m.deal_id"),
        Value("stage_id", "m.stage_id"),
        Value("at", _moment(applying, "m.day")),
        Value("value", "coalesce(m.value, m.worth)", ("value",)),
        Value("probability", "m.probability"),
        Value("category", "m.category"),
    ]
    source = (
        "FROM moves_of_deals m WHERE m.deal_id IS NOT NULL AND m.stage_id IS NOT NULL ORDER BY m.day, m.n"
    )
    match = "t.deal_id = v.deal_id AND t.stage_id = v.stage_id AND t.at = v.at"
    resolve("up_deal_moves", StageChange, values, source, match=match)
    changes = write("up_deal_moves", StageChange, values, stage.yielded)
    applying.note_created(StageChange, changes.created_ranges)
    applying.count("deal_moves", changes)
    run(
        "UPDATE deals_deal d SET stage_since = c.at FROM ("
        "  SELECT DISTINCT ON (deal_id) deal_id, stage_id, at FROM deals_stagechange"
        "  WHERE deal_id IN (SELECT deal_id FROM up_deal_moves) ORDER BY deal_id, at DESC, id DESC) c"
        " WHERE d.id = c.deal_id AND d.stage_id = c.stage_id AND d.stage_since <> c.at"
    )
    if "deals" in applying.stages:
        _note_where_they_are(applying)


def _settle(applying: Applying, stage: Staged) -> None:
    """What the files leave open: the stage and the state, the currency, the day of the beginning."""
    run(
        f"ALTER TABLE {stage.table} ADD pipeline_id bigint, ADD stage_id bigint, ADD settled_state text,"
        " ADD settled_currency text, ADD settled_created date, ADD loss_reason_id bigint, ADD lost_to_id bigint,"
        " ADD settled_value numeric, ADD settled_probability numeric, ADD settled_category text"
    )
    _find_stages(applying, stage)
    _find_named(applying, stage, LossReason, "loss_reason")
    _find_named(applying, stage, Competitor, "lost_to")
    run(
        f"UPDATE {stage.table} s SET settled_state = coalesce(s.state, nullif(g.ends, ''), 'open'),"
        " settled_probability = CASE WHEN g.ends = '' THEN coalesce(s.probability, g.probability) ELSE g.probability END,"
        " settled_category = CASE WHEN g.ends = '' THEN coalesce(s.category, g.category) ELSE g.category END,"
        f" settled_currency = coalesce(s.currency, '{applying.entity.currency}')"
        " FROM deals_stage g WHERE g.id = s.stage_id"
    )
    run(
        f"UPDATE {stage.table} s SET settled_value = round(s.value, {_digits('s.settled_currency', stage)}),"
        " settled_created = coalesce(s.created, t.created_on, s.closed,"
        f" DATE '{applying.today}') FROM {keys.key_table('deals')} k LEFT JOIN deals_deal t ON t.id = k.row_id"
        " WHERE k.key = s.id"
    )


def _find_stages(applying: Applying, stage: Staged) -> None:
    """The stage of each deal by its name; won and lost deals end where their pipeline ends."""
    usual = usual_pipeline()
    told = rows_of(
        f"SELECT coalesce(pipeline, ''), coalesce(stage, ''), coalesce(state, ''), avg(probability) FROM {stage.table}"
        " WHERE NOT bad GROUP BY 1, 2, 3 ORDER BY avg(probability) NULLS FIRST, min(n)"
    )
    run(
        "CREATE TEMP TABLE stage_told (pipeline text, stage text, state text, id bigint, way bigint) ON COMMIT DROP"
    )
    for pipeline_name, name, state, probability in told:
        pipeline = _pipeline(applying, pipeline_name) if pipeline_name else usual
        found = _stage_called(applying, pipeline, name, state or _state_in(name), probability)
        run(
            "INSERT INTO stage_told VALUES (%s, %s, %s, %s, %s)",
            [pipeline_name, name, state, found.pk, pipeline.pk],
        )
    run(
        f"UPDATE {stage.table} s SET stage_id = f.id, pipeline_id = f.way FROM stage_told f"
        " WHERE f.pipeline = coalesce(s.pipeline, '') AND f.stage = coalesce(s.stage, '') AND f.state = coalesce(s.state, '')"
    )


def _stage_called(applying: Applying, pipeline: Pipeline, name: str, state: str, probability: Any) -> Stage:
    stages: list[Stage] = list(Stage.objects.filter(pipeline=pipeline).order_by("position", "id"))
    ends = {"won": Stage.Ends.WON, "lost": Stage.Ends.LOST}.get(state, "")
    exact = [
        each
        for each in stages
        if each.name.casefold() == name.casefold() and (not state or each.ends == ends)
    ]
    if exact:
        return exact[0]
    if ends or not name:
        return next(each for each in stages if each.ends == ends)
    open_ones = [each for each in stages if not each.ends]
    behind = max((each.position for each in open_ones), default=-1) + 1
    for place, each in enumerate((each for each in stages if each.ends), start=behind + 1):
        Stage.objects.filter(pk=each.pk).update(position=place)
    made: Stage = Stage.objects.create(
        pipeline=pipeline, name=name, position=behind, probability=probability or 0
    )
    applying.note_created(Stage, [[made.pk, made.pk + 1]])
    return made


def _state_in(name: str) -> str:
    plain = name.casefold().strip()
    return "won" if plain in _WON else "lost" if plain in _LOST else ""


def _find_named(applying: Applying, stage: Staged, model: type, column: str) -> None:
    """A reason or a competitor by its name; new ones are added."""
    if not stage.has(column):
        return
    for (name,) in rows_of(
        f"SELECT DISTINCT {column} FROM {stage.table} WHERE NOT bad AND {column} IS NOT NULL"
    ):
        found, is_new = model.objects.get_or_create(name=name)  # type: ignore[attr-defined]
        if is_new:
            applying.note_created(model, [[found.pk, found.pk + 1]])
        run(f"UPDATE {stage.table} SET {column}_id = %s WHERE {column} = %s", [found.pk, name])


def _refuse(applying: Applying, stage: Staged) -> None:
    """What no deal may say, each with its sentence."""
    has_lines = "false"
    if "deal_lines" in applying.stages:
        lines = applying.stages["deal_lines"].table
        has_lines = f"EXISTS (SELECT 1 FROM {lines} l WHERE l.deal = s.id AND NOT l.bad)"
    known = f"s.settled_currency = '{applying.entity.currency}' OR s.settled_currency IN (SELECT code FROM company_currency WHERE archived_at IS NULL)"
    for column, expected, sentence, condition, value in (
        ("value", _("a value"), _("a deal that was won needs a value."), f"s.settled_state = 'won' AND s.value IS NULL AND NOT {has_lines}", "s.value"),
        ("account", _("an account"), _("a deal that was won needs an account."), "s.settled_state = 'won' AND s.account IS NULL", "s.account"),
        ("closed", _("a day"), _("a deal that was won or lost needs the day on which it closed."), "s.settled_state <> 'open' AND s.closed IS NULL", "s.closed"),
        ("closed", _("a day after the beginning"), _("this deal closed on {value}, before it was created on {other}."), "s.settled_state <> 'open' AND s.closed < s.settled_created", "s.closed"),
        ("currency", _("a currency of the firm"), _("the firm does not use the currency {value}; add it in the settings."), f"NOT ({known})", "s.settled_currency"),
    ):  # fmt: skip
        applying.refuse_rows(
            Rule("deals", column, expected, sentence),
            f"SELECT s.n, {value} AS value, s.settled_created AS other FROM {stage.table} s WHERE NOT s.bad AND ({condition})",
        )


def _note_where_they_are(applying: Applying) -> None:
    """Deals whose way does not lead to the stage they are in entered it when they did, as far as anybody knows."""
    run(
        "CREATE TEMP TABLE up_where ON COMMIT DROP AS SELECT NULL::bigint AS row_id, true AS is_new, d.id AS deal_id,"
        " d.stage_id, coalesce(CASE WHEN v.is_new OR d.closed_on IS NOT NULL THEN"
        f" {_moment(applying, 'coalesce(d.closed_on, d.created_on)')} END, now()) AS at, d.value, d.probability, d.category"
        " FROM up_deals v JOIN deals_deal d ON d.id = v.row_id LEFT JOIN ("
        "   SELECT DISTINCT ON (c.deal_id) c.deal_id, c.stage_id FROM deals_stagechange c"
        "   WHERE c.deal_id IN (SELECT row_id FROM up_deals) ORDER BY c.deal_id, c.at DESC, c.id DESC"
        " ) last ON last.deal_id = d.id"
        " WHERE last.stage_id IS DISTINCT FROM d.stage_id"
    )
    names = ["deal_id", "stage_id", "at", "value", "probability", "category"]
    _count, ranges = create("up_where", StageChange, names)
    applying.note_created(StageChange, ranges)
    run(
        "UPDATE deals_deal d SET stage_since = w.at FROM up_where w WHERE d.id = w.deal_id AND d.stage_since <> w.at"
    )


def _pipeline(applying: Applying, name: str) -> Pipeline:
    found = Pipeline.objects.filter(name__iexact=name).first()
    if found is None:
        found = Pipeline.objects.create(name=name, position=Pipeline.objects.count())
        applying.note_created(Pipeline, [[found.pk, found.pk + 1]])
        if "stages" not in applying.stages:
            _end_well(applying, found)
    made: Pipeline = found
    return made


def _end_well(applying: Applying, pipeline: Pipeline) -> None:
    """A pipeline has a stage to begin in, one to win in and one to lose in."""
    stages = list(Stage.objects.filter(pipeline=pipeline).order_by("position"))
    last = max((stage.position for stage in stages), default=-1)
    needed = (
        ("", _("Open"), 0, "pipeline"),
        ("won", _("Won"), 100, "closed"),
        ("lost", _("Lost"), 0, "omitted"),
    )
    for ends, name, probability, category in needed:
        if not any(stage.ends == ends for stage in stages):
            last += 1
            made = Stage.objects.create(
                pipeline=pipeline,
                name=name,
                ends=ends,
                probability=probability,
                category=category,
                position=last,
            )
            applying.note_created(Stage, [[made.pk, made.pk + 1]])


def _moment(applying: Applying, day: str) -> str:
    """The beginning of a day where the firm is."""
    return f"(({day})::timestamp AT TIME ZONE '{applying.entity.timezone}')"


def _digits(currency: str, stage: Staged | None = None) -> str:
    """SQL for the decimals of a currency; only currencies that occur are asked."""
    table = (
        f"SELECT DISTINCT settled_currency FROM {stage.table} WHERE settled_currency IS NOT NULL"
        if stage
        else "SELECT DISTINCT currency FROM deals_deal"
    )
    codes = [row[0] for row in rows_of(table)]
    odd = " ".join(f"WHEN '{code}' THEN {digits(code)}" for code in codes if digits(code) != 2)
    return f"(CASE {currency} {odd} ELSE 2 END)" if odd else "2"
