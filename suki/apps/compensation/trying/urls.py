from django.urls import path

from suki.apps.compensation.trying import views

urlpatterns = [path("plans/trying/", views.trying, name="plan_trying")]
