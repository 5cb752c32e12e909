"""The first page of the door: a name and a password."""

from django.contrib.admin.forms import AdminAuthenticationForm

REFUSED = "Ce nom et ce mot de passe ne vont pas ensemble. Vérifiez les majuscules, puis réessayez."


class LoginForm(AdminAuthenticationForm):
    """One message for a wrong name, a wrong password and a closed account: it gives no account away."""

    error_messages = {"invalid_login": REFUSED, "inactive": REFUSED}
