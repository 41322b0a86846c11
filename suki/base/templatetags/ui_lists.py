"""Being built."""

from django import template

register = template.Library()
