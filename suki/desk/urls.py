from django.urls import include, path

from suki.desk import why
from suki.desk.lists import deal_views as deals
from suki.desk.lists import lead_views as leads
from suki.desk.lists import views as lists
from suki.desk.today import explaining
from suki.desk.today import views as today

urlpatterns = [
    path("", today.today, name="today"),
    path("today/answers/", today.answers, name="today_answers"),
    path("today/handing/", today.handing, name="today_handing"),
    path("today/undo/", today.undo, name="today_undo"),
    path("today/figures/<slug:name>/", explaining.today_figure, name="today_figure"),
    path("accounts/<int:account_id>/why/", why.account_why, name="account_why"),
    path("accounts/", lists.accounts, name="accounts"),
    path("", include("suki.desk.account.urls")),
    path("accounts/assignment/", lists.assignment, name="accounts_assignment"),
    path("accounts/tags/", lists.tags, name="accounts_tags"),
    path("contacts/", lists.contacts, name="contacts"),
    path("leads/", lists.leads, name="leads"),
    path("leads/assignment/", leads.assignment, name="leads_assignment"),
    path("leads/routing/", leads.routing, name="leads_routing"),
    path("leads/tags/", leads.tags, name="leads_tags"),
    path("campaigns/", lists.campaigns, name="campaigns"),
    path("touchpoints/", lists.touchpoints, name="touchpoints"),
    path("promises/", lists.promises, name="promises"),
    path("deals/", lists.deals, name="deals"),
    path("deals/assignment/", deals.assignment, name="deals_assignment"),
    path("proposals/", lists.proposals, name="proposals"),
    path("handoffs/", lists.handoffs, name="handoffs"),
    path("products/", lists.products, name="products"),
    path("orders/", lists.orders, name="orders"),
    path("invoices/", lists.invoices, name="invoices"),
    path("lists/<slug:name>/export.<slug:form>", lists.exported, name="list_export"),
    path("lists/<slug:name>/choices/", lists.choices, name="list_choices"),
    path("lists/<slug:name>/views/", lists.views, name="list_views"),
    path("lists/<slug:name>/views/<int:view_id>/removal/", lists.view_removal, name="list_view_removal"),
]
