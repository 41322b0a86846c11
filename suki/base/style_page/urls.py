from django.urls import path

from suki.base.style_page import views

urlpatterns = [
    path("", views.style_page, name="style"),
    path("figure/", views.figure, name="style_figure"),
    path("panel/", views.panel, name="style_panel"),
    path("broken/", views.broken, name="style_broken"),
    path("branch/", views.branch, name="style_branch"),
    path("options/", views.options, name="style_options"),
    path("moved/", views.moved, name="style_moved"),
    path("trouble/<int:code>/", views.trouble, name="style_trouble"),
]
