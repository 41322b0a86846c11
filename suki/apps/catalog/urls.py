from django.urls import path

from suki.apps.catalog import views

urlpatterns = [
    path("products/<int:product_id>/", views.product, name="product"),
    path("products/<int:product_id>/prices/", views.prices, name="product_prices"),
    path("products/<int:product_id>/prices/new/", views.price, name="product_price"),
    path("products/<int:product_id>/costs/new/", views.cost, name="product_cost"),
]
