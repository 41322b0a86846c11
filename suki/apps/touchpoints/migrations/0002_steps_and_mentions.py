"""When a next step was taken, and who is asked in what was said."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("touchpoints", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="touchpoint",
            name="raise_revision",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="touchpoint",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="touchpoint",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="touchpoint",
            name="mentions",
            field=models.ManyToManyField(
                blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="who is asked"
            ),
        ),
        migrations.AddField(
            model_name="touchpoint",
            name="next_step_done_on",
            field=models.DateField(blank=True, null=True, verbose_name="step taken on"),
        ),
        migrations.AddField(
            model_name="touchpointevent",
            name="next_step_done_on",
            field=models.DateField(blank=True, null=True, verbose_name="step taken on"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="touchpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_revision",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."about_id" IS DISTINCT FROM (NEW."about_id") OR OLD."about_kind" IS DISTINCT FROM (NEW."about_kind") OR OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."extra" IS DISTINCT FROM (NEW."extra") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_incoming" IS DISTINCT FROM (NEW."is_incoming") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."message_id" IS DISTINCT FROM (NEW."message_id") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."next_step" IS DISTINCT FROM (NEW."next_step") OR OLD."next_step_done_on" IS DISTINCT FROM (NEW."next_step_done_on") OR OLD."next_step_on" IS DISTINCT FROM (NEW."next_step_on") OR OLD."noted_at" IS DISTINCT FROM (NEW."noted_at") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."participants" IS DISTINCT FROM (NEW."participants") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."thread" IS DISTINCT FROM (NEW."thread") OR OLD."uid" IS DISTINCT FROM (NEW."uid"))',
                    func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                    hash="7bae578e0cf29b574ee906b6ce9ce9a077ac6097",
                    operation="UPDATE",
                    pgid="pgtrigger_raise_revision_d729b",
                    table="touchpoints_touchpoint",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="touchpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "touchpoints_touchpointevent" ("about_id", "about_kind", "account_id", "archived_at", "at", "extra", "id", "is_incoming", "kind", "lead_id", "message_id", "minutes", "next_step", "next_step_done_on", "next_step_on", "noted_at", "outcome", "participants", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "state", "subject", "text", "thread", "uid") SELECT old_values."about_id", old_values."about_kind", old_values."account_id", old_values."archived_at", old_values."at", old_values."extra", old_values."id", old_values."is_incoming", old_values."kind", old_values."lead_id", old_values."message_id", old_values."minutes", old_values."next_step", old_values."next_step_done_on", old_values."next_step_on", old_values."noted_at", old_values."outcome", old_values."participants", old_values."person_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."revision", old_values."state", old_values."subject", old_values."text", old_values."thread", old_values."uid" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="17e0f5d5c7be18a6cb7e6cb1933e69e699c838ba",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3b451",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="touchpoints_touchpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="touchpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "touchpoints_touchpointevent" ("about_id", "about_kind", "account_id", "archived_at", "at", "extra", "id", "is_incoming", "kind", "lead_id", "message_id", "minutes", "next_step", "next_step_done_on", "next_step_on", "noted_at", "outcome", "participants", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "state", "subject", "text", "thread", "uid") SELECT old_values."about_id", old_values."about_kind", old_values."account_id", old_values."archived_at", old_values."at", old_values."extra", old_values."id", old_values."is_incoming", old_values."kind", old_values."lead_id", old_values."message_id", old_values."minutes", old_values."next_step", old_values."next_step_done_on", old_values."next_step_on", old_values."noted_at", old_values."outcome", old_values."participants", old_values."person_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."revision", old_values."state", old_values."subject", old_values."text", old_values."thread", old_values."uid" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="fcb007bf8a2883e017f5d726df8e0992cfbc59dd",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_662e2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="touchpoints_touchpoint",
                    when="AFTER",
                ),
            ),
        ),
    ]
