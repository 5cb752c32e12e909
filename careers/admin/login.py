"""The first page of the door: a name and a password."""

from django.contrib.admin.forms import AdminAuthenticationForm

REFUSED = "Ce nom et ce mot de passe ne vont pas ensemble. Vérifiez les majuscules, puis réessayez."


class LoginForm(AdminAuthenticationForm):
    """One message for a wrong name, a wrong password and a closed account: it gives no account away."""

    error_messages = {"invalid_login": REFUSED, "inactive": REFUSED}

    def clean_username(self) -> str:
        """A name nobody can have is not tried: the journal of refused logins has no room for it."""
        name: str = self.cleaned_data["username"]
        if len(name) > (self.username_field.max_length or 254):  # as Django counts it for the field of the form
            raise self.get_invalid_login_error()
        return name
