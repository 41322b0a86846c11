from django.urls import include, path

from suki.base import views

urlpatterns = [
    path("healthy/", views.healthy, name="healthy"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("find/", views.find, name="find"),
    path("style/", include("suki.base.style_page.urls")),
]
