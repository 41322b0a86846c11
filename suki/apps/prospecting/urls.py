from django.urls import path

from suki.apps.prospecting.campaigns import views as campaigns
from suki.apps.prospecting.embedding import views as embedding
from suki.apps.prospecting.pages import views
from suki.apps.prospecting.rules import views as rules

urlpatterns = [
    path("leads/new/", views.new_lead, name="new_lead"),
    path("leads/duplicates/", views.lead_duplicates, name="lead_duplicates"),
    path("leads/<int:lead_id>/", views.lead, name="lead"),
    path("leads/<int:lead_id>/known/", views.lead_known, name="lead_known"),
    path("leads/<int:lead_id>/contact/", views.lead_contact, name="lead_contact"),
    path("leads/<int:lead_id>/qualification/", views.lead_qualification, name="lead_qualification"),
    path("leads/<int:lead_id>/setting-aside/", views.lead_setting_aside, name="lead_setting_aside"),
    path("leads/<int:lead_id>/taking-up/", views.lead_taking_up, name="lead_taking_up"),
    path("leads/<int:lead_id>/assignment/", views.lead_assignment, name="lead_assignment"),
    path("leads/<int:lead_id>/referral/", views.lead_referral, name="lead_referral"),
    path("accounts/<int:account_id>/referral/", views.account_referral, name="account_referral"),
    path("campaigns/new/", campaigns.new_campaign, name="new_campaign"),
    path("campaigns/<int:campaign_id>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:campaign_id>/leads/", campaigns.campaign_leads, name="campaign_leads"),
    path("campaigns/<int:campaign_id>/costs/", campaigns.campaign_costs, name="campaign_costs"),
    path("campaigns/<int:campaign_id>/costs/new/", campaigns.campaign_cost_new, name="campaign_cost_new"),
    path("campaigns/costs/<int:cost_id>/", campaigns.campaign_cost, name="campaign_cost"),
    path(
        "campaigns/costs/<int:cost_id>/removal/",
        campaigns.campaign_cost_removal,
        name="campaign_cost_removal",
    ),
    path("settings/lead-rules/", rules.lead_rules, name="settings_lead_rules"),
    path("settings/lead-rules/usual/", rules.usual_rules, name="usual_lead_rules"),
    path("settings/lead-rules/scores/new/", rules.score_rule_new, name="new_score_rule"),
    path("settings/lead-rules/scores/<int:rule_id>/", rules.score_rule, name="change_score_rule"),
    path(
        "settings/lead-rules/scores/<int:rule_id>/removal/", rules.score_rule_removal, name="drop_score_rule"
    ),
    path("settings/lead-rules/routes/new/", rules.route_new, name="new_lead_route"),
    path("settings/lead-rules/routes/<int:route_id>/", rules.route, name="change_lead_route"),
    path("settings/lead-rules/routes/<int:route_id>/removal/", rules.route_removal, name="drop_lead_route"),
    path("settings/lead-forms/", embedding.lead_forms, name="settings_lead_forms"),
    path("settings/lead-forms/new/", embedding.lead_form_new, name="new_lead_form"),
    path("settings/lead-forms/<int:form_id>/", embedding.lead_form, name="change_lead_form"),
    path("forms/<slug:key>/", embedding.public_form, name="public_lead_form"),
]
