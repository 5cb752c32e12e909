"""Who may enter the workshop: active staff, with their second factor where there is one or where one is demanded."""

from django.conf import settings
from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django_otp.plugins.otp_totp.models import TOTPDevice

Person = AbstractBaseUser | AnonymousUser


def is_staff(user: Person) -> bool:
    """Whether the password alone would have let them in."""
    return bool(user.is_active and getattr(user, "is_staff", False))


def has_second_factor(user: Person) -> bool:
    found: bool = TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists()
    return found


def may_enter(user: Person) -> bool:
    if not is_staff(user):
        return False
    is_verified: bool = user.is_verified()  # type: ignore[union-attr]  # django_otp's middleware gives it to every user
    return is_verified or not (settings.SECOND_FACTOR or has_second_factor(user))


for_staff = user_passes_test(may_enter, login_url="admin:login")
"""A view for whoever may enter the workshop; the others are led to its door."""

for_staff_at_the_door = user_passes_test(is_staff, login_url="admin:login")
"""A view for staff who gave their password, whether or not they gave their second factor."""
