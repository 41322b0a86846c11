from django.urls import path

from suki.base.style_page import views

urlpatterns = [
    path("", views.style_page, name="style"),
]
