"""What has been frozen stays as it is: the database refuses to change a version that somebody approves or reads."""

from __future__ import annotations

import pgtrigger

_CONTENT = (
    "title greeting terms closing valid_until net tax cost frozen_at checksum proposal_id number".split()
)


def frozen_version_trigger() -> pgtrigger.Trigger:
    """Nothing of the content of a frozen version changes."""
    columns = ", ".join(f"OLD.{name}" for name in _CONTENT)
    return pgtrigger.Trigger(
        name="stay_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"OLD.frozen_at IS NOT NULL AND ({columns}) IS DISTINCT FROM ({columns.replace('OLD.', 'NEW.')})"
        ),
        func="RAISE EXCEPTION 'A frozen version does not change.';",
    )


def frozen_line_trigger() -> pgtrigger.Trigger:
    """No line comes to a frozen version, leaves it or changes."""
    return pgtrigger.Trigger(
        name="stay_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_LINE,
    )


_LINE = """
    IF EXISTS (
        SELECT 1 FROM proposals_proposalversion v
        WHERE v.id IN (NEW.version_id, OLD.version_id) AND v.frozen_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'A line of a frozen version does not change.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""
