from django.urls import path

from suki.desk.first_run import views

urlpatterns = [
    path("", views.start, name="first_run"),
    path("firm/", views.firm, name="first_run_firm"),
    path("money/", views.money, name="first_run_money"),
    path("year/", views.year, name="first_run_year"),
    path("logo/", views.logo, name="first_run_logo"),
    path("you/", views.administrator, name="first_run_administrator"),
    path("people/", views.people, name="first_run_people"),
    path("done/", views.done, name="first_run_done"),
]
