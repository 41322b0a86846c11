from django.urls import path

from suki.base import views

urlpatterns = [
    path("healthy/", views.healthy, name="healthy"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
