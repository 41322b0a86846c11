"""What has to agree about deals: their lines, the stage they are in, where a pipeline ends."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.base.checking import Finding, check, differing


@check("deals.lines", gettext_lazy("Every deal with lines is worth what they come to"))
def deals_are_the_sum_of_their_lines() -> Finding:
    return differing(
        """
        SELECT d.name, d.value, coalesce(sum(l.net), 0) AS lines
        FROM deals_deal d LEFT JOIN deals_dealline l ON l.deal_id = d.id
        WHERE d.has_lines GROUP BY d.id HAVING d.value IS DISTINCT FROM coalesce(sum(l.net), 0) ORDER BY d.id
        """,
        _("The deal “{name}” is worth {value}, and its lines come to {lines}."),
        out_of="deals_deal",
    )


@check("deals.stages", gettext_lazy("Every deal is in the stage that it entered last"))
def deals_are_where_they_went() -> Finding:
    return differing(
        """
        SELECT d.name, s.name AS stage FROM deals_deal d JOIN deals_stage s ON s.id = d.stage_id
        WHERE s.pipeline_id <> d.pipeline_id OR d.state <> coalesce(nullif(s.ends, ''), 'open')
            OR d.stage_id IS DISTINCT FROM (
                SELECT c.stage_id FROM deals_stagechange c WHERE c.deal_id = d.id ORDER BY c.at DESC, c.id DESC LIMIT 1)
        ORDER BY d.id
        """,
        _("The deal “{name}” is said to be in “{stage}”, which is not where it went last."),
        out_of="deals_deal",
    )


@check("deals.ends", gettext_lazy("Every pipeline has a stage to win in and one to lose in"))
def pipelines_end() -> Finding:
    return differing(
        """
        SELECT p.name FROM deals_pipeline p WHERE p.archived_at IS NULL AND (
            SELECT count(DISTINCT s.ends) FROM deals_stage s
            WHERE s.pipeline_id = p.id AND s.archived_at IS NULL AND s.ends <> '') < 2
        ORDER BY p.id
        """,
        _("The pipeline “{name}” lacks a stage to win in or one to lose in."),
        out_of="deals_pipeline",
    )
