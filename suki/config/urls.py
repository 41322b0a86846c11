"""Every address of Suki."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("suki.base.urls")),
    path("", include("suki.apps.accounts.urls")),
    path("", include("suki.apps.accounts.assigning.urls")),
    path("", include("suki.apps.accounts.pages.urls")),
    path("", include("suki.apps.billing.urls")),
    path("", include("suki.apps.catalog.urls")),
    path("", include("suki.apps.compensation.plans.urls")),
    path("", include("suki.apps.compensation.statements.urls")),
    path("", include("suki.apps.compensation.trying.urls")),
    path("", include("suki.apps.deals.urls")),
    path("settings/", include("suki.apps.company.settings.urls")),
    path("settings/pipelines/", include("suki.apps.deals.settings.urls")),
    path("", include("suki.apps.ledger.urls")),
    path("", include("suki.apps.orders.urls")),
    path("", include("suki.apps.touchpoints.urls")),
    path("", include("suki.apps.people.urls")),
    path("", include("suki.apps.prospecting.urls")),
    path("", include("suki.apps.proposals.urls")),
    path("", include("suki.apps.quotas.urls")),
    path("", include("suki.apps.people.identity.urls")),
    path("", include("suki.apps.rewards.urls")),
    path("", include("suki.apps.standing.urls")),
    path("import/", include("suki.exchange.wizard.urls")),
    path("", include("suki.flows.urls")),
    path("", include("suki.reports.urls")),
    path("", include("suki.desk.urls")),
    path("first-run/", include("suki.desk.first_run.urls")),
]
