from django.urls import path, register_converter

from suki.apps.touchpoints import views
from suki.apps.touchpoints.needs import views as needs
from suki.apps.touchpoints.offers import views as offers
from suki.apps.touchpoints.promises import views as promises
from suki.apps.touchpoints.visits import views as visits


class Becoming:
    """What becomes of a need."""

    regex = "met|dropped|open"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Becoming, "becoming")

urlpatterns = [
    path("touchpoints/<int:touchpoint_id>/", views.touchpoint, name="touchpoint"),
    path("touchpoints/<int:touchpoint_id>/done/", views.touchpoint_done, name="touchpoint_done"),
    path("touchpoints/<int:touchpoint_id>/cancel/", views.touchpoint_cancel, name="touchpoint_cancel"),
    path("touchpoints/<int:touchpoint_id>/step/", views.step_taken, name="step_taken"),
    path("promises/<int:promise_id>/", promises.promise, name="promise"),
    path("promises/<int:promise_id>/kept/", promises.promise_kept, name="promise_kept"),
    path("promises/<int:promise_id>/broken/", promises.promise_broken, name="promise_broken"),
    path("promises/<int:promise_id>/released/", promises.promise_released, name="promise_released"),
    path("promises/<int:promise_id>/moved/", promises.promise_moved, name="promise_moved"),
    path("promises/<int:promise_id>/handed/", promises.promise_handed, name="promise_handed"),
    path("promises/<int:promise_id>/reopened/", promises.promise_reopened, name="promise_reopened"),
    path("needs/products/", needs.products, name="need_products"),
    path("needs/<int:need_id>/", needs.need, name="need"),
    path("needs/<int:need_id>/match/", needs.need_match, name="need_match"),
    path("needs/<int:need_id>/<becoming:became>/", needs.need_settled, name="need_settled"),
    path("accounts/<int:account_id>/offers/", offers.offers, name="account_offers"),
    path("visits/", visits.visits, name="visits"),
    path("visits/stops/", visits.stop_new, name="visit_stop"),
    path("visits/move/", visits.stop_move, name="visit_move"),
    path("visits/rhythm/", visits.rhythms, name="visit_rhythms"),
    path("visits/today/", visits.visits_today, name="visits_today"),
    path("visits/today/send/", visits.visit_sent, name="visit_sent"),
    path("visits/today/worker.js", visits.visits_worker, name="visits_worker"),
]
for kind in ("account", "lead"):
    row = f"{kind}s/<int:{kind}_id>"
    urlpatterns += [
        path(f"{row}/touchpoints/", views.touchpoints, name=f"{kind}_touchpoints"),
        path(f"{row}/touchpoints/new/", views.touchpoint_new, name=f"{kind}_touchpoint_new"),
        path(f"{row}/touchpoints/plan/", views.touchpoint_plan, name=f"{kind}_touchpoint_plan"),
        path(f"{row}/promises/", promises.promises, name=f"{kind}_promises"),
        path(f"{row}/promises/new/", promises.promise_new, name=f"{kind}_promise_new"),
        path(f"{row}/needs/", needs.needs, name=f"{kind}_needs"),
        path(f"{row}/needs/new/", needs.need_new, name=f"{kind}_need_new"),
    ]
