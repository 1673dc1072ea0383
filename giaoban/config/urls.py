"""Every address of the house, grouped as nouns.

Pages of the cycle begin with the two coordinates, unit and period; sign-in, set-up, files and the
pattern book have no prefix.
"""

from django.urls import include, path

handler500 = "giaoban.core.errors.server_error"

urlpatterns = [
    path("", include("giaoban.web.urls")),
    path("tai-khoan/", include("giaoban.accounts.urls")),
]
