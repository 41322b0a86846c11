"""What stays as it is: published versions and rows that only ever come to be. The database keeps them so."""

from __future__ import annotations

import pgtrigger


def published_trigger() -> pgtrigger.Trigger:
    """Nothing that a published version says changes; only its last day may, when another one follows."""
    said = ("rules", "number", "plan_id", "published_at", "note")
    before, after = ", ".join(f"OLD.{name}" for name in said), ", ".join(f"NEW.{name}" for name in said)
    return pgtrigger.Trigger(
        name="stay_published",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"OLD.published_at IS NOT NULL AND (({before}) IS DISTINCT FROM ({after}) "
            "OR lower(OLD.valid) IS DISTINCT FROM lower(NEW.valid))"
        ),
        func="RAISE EXCEPTION 'A published version does not change.';",
    )


def kept_trigger() -> pgtrigger.Trigger:
    """A row that tells what happened is not rewritten."""
    return pgtrigger.Trigger(
        name="stay_as_it_is",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="RAISE EXCEPTION 'What happened is not rewritten.';",
    )
