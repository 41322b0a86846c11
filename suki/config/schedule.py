"""All recurring work, in one place. Each runs as the actor SYSTEM."""

from suki.base.jobs import every, heal_stalled_jobs

every("*/1 * * * *", heal_stalled_jobs)
