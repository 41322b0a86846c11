"""Tags for charts. Views build a `Chart` by `suki.base.charts`; the small ones are drawn where they stand."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from suki.base import charts

register = template.Library()

register.simple_tag(charts.bullet, name="bullet")
register.simple_tag(charts.spark, name="spark")
register.simple_tag(charts.split, name="split")


@register.simple_tag
def chart(of: charts.Chart) -> SafeString:
    """A chart with its key and, behind a word, the same figures as a table."""
    return render_to_string("ui/chart.html", {"chart": of})
