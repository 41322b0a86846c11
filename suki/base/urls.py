from django.urls import include, path

from suki.base import views

urlpatterns = [
    path("healthy/", views.healthy, name="healthy"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("find/", views.find, name="find"),
    path("", include("suki.base.about.urls")),
    path("style/", include("suki.base.style_page.urls")),
]
