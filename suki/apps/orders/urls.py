from django.urls import path

from suki.apps.orders import views

urlpatterns = [
    path("orders/<int:order_id>/", views.order, name="order"),
    path("accounts/<int:account_id>/orders/", views.account_orders, name="account_orders"),
]
