from django.urls import path

from suki.apps.deals.board import views as board
from suki.apps.deals.converting import views as converting
from suki.apps.deals.pages import parts, views

urlpatterns = [
    path("deals/new/", views.new_deal, name="new_deal"),
    path("deals/board/", board.board, name="deal_board"),
    path("deals/board/moves/", board.moves, name="deal_moves"),
    path("deals/calendar/", board.calendar, name="deal_calendar"),
    path("deals/products/", views.product_options, name="deal_product_options"),
    path("deals/<int:deal_id>/", views.deal, name="deal"),
    path("deals/<int:deal_id>/stage/", views.deal_stage, name="deal_stage"),
    path("deals/<int:deal_id>/win/", views.deal_win, name="deal_win"),
    path("deals/<int:deal_id>/loss/", views.deal_loss, name="deal_loss"),
    path("deals/<int:deal_id>/reopening/", views.deal_reopening, name="deal_reopening"),
    path("deals/<int:deal_id>/owner/", views.deal_owner, name="deal_owner"),
    path("deals/<int:deal_id>/products/", parts.lines_part, name="deal_lines_part"),
    path("deals/<int:deal_id>/lines/", parts.lines, name="deal_lines"),
    path("deals/<int:deal_id>/stages/", parts.stages, name="deal_stages"),
    path("deals/<int:deal_id>/deciders/", parts.deciders, name="deal_deciders"),
    path("deals/<int:deal_id>/deciders/new/", parts.decider_new, name="deal_decider_new"),
    path(
        "deals/<int:deal_id>/deciders/<int:held_id>/removal/", parts.decider_off, name="deal_decider_removal"
    ),
    path("deals/<int:deal_id>/competitors/", parts.competitors, name="deal_competitors"),
    path("deals/<int:deal_id>/competitors/new/", parts.competitor_new, name="deal_competitor_new"),
    path(
        "deals/<int:deal_id>/competitors/<int:held_id>/removal/",
        parts.competitor_off,
        name="deal_competitor_removal",
    ),
    path("deals/<int:deal_id>/leads/", parts.leads, name="deal_leads"),
    path("accounts/<int:account_id>/deals/", parts.account_deals, name="account_deals"),
    path("accounts/<int:account_id>/deals/new/", views.new_deal, name="account_deal_new"),
    path("campaigns/<int:campaign_id>/deals/", parts.campaign_deals, name="campaign_deals"),
    path("leads/<int:lead_id>/conversion/", converting.lead_conversion, name="lead_conversion"),
    path("leads/conversion/", converting.leads_conversion, name="leads_conversion"),
]
