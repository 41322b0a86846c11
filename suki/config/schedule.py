"""All recurring work, in one place. Each runs as the actor SYSTEM."""

from suki.apps.standing.jobs import forget_standing_records, look_at_missed_quotas
from suki.base.files import forget_orphan_files
from suki.base.idempotency import forget_old_keys
from suki.base.jobs import every, forget_finished_jobs
from suki.flows.jobs import sweep_departures, sweep_handoffs

every("17 3 * * *", forget_finished_jobs)
every("27 3 * * *", forget_old_keys)
every("37 3 * * *", forget_orphan_files)
every("* * * * *", sweep_handoffs)
every("*/10 * * * *", sweep_departures)
every("47 3 * * *", forget_standing_records)
every("57 4 * * *", look_at_missed_quotas)
