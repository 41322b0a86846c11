"""Tags for small marks. The drawing is in `suki.base.marks`."""

from __future__ import annotations

from django import template

from suki.base import marks

register = template.Library()

register.simple_tag(marks.icon, name="icon")
register.simple_tag(marks.state, name="state")
register.simple_tag(marks.tier, name="tier")
register.simple_tag(marks.tag, name="tag")
register.simple_tag(marks.face, name="face")
register.simple_tag(marks.faces, name="faces")
register.simple_tag(marks.tally, name="tally")
register.simple_tag(marks.delta, name="delta")
register.simple_tag(marks.key_cap, name="keycap")
