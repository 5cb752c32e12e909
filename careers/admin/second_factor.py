"""The second factor: the code of a telephone after the password, and ten codes on paper for the day it is lost.

A key is shown until its first code proves that the telephone has it; only then does it replace the one before.
"""

from base64 import b32encode
from collections.abc import Iterator
from datetime import timedelta
from math import ceil
from typing import Any

import django_otp
import segno
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import REDIRECT_FIELD_NAME, get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from careers import access
from careers.admin.site import page, where_to

RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing one reads two ways
DIGITS = 6
# Kept in the session until the telephone has the key, and until the codes are on paper.
KEY, TO_NOTE = "second_factor_key", "second_factor_codes"

WRONG = "Ce code n’est pas bon. Attendez que l’application en montre un autre, puis tapez-le."
WRONG_RECOVERY = "Ce code de secours n’est pas bon, ou il a déjà servi."


class CodeForm(forms.Form):
    """The code of the telephone, or one of the codes on paper."""

    code = forms.CharField(label="Code", max_length=30, error_messages={"required": "Tapez le code."})

    def __init__(self, *args: Any, only_digits: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        attributes = {
            "autocomplete": "one-time-code",
            "autofocus": True,
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["code"].widget.attrs |= attributes | ({"inputmode": "numeric"} if only_digits else {})

    def clean_code(self) -> str:
        """As it is kept: people copy the spaces between groups, and telephones begin with a capital."""
        return "".join(character for character in self.cleaned_data["code"] if character.isalnum()).lower()


# --- Giving the code --------------------------------------------------------------------------------------------------


@page("second-facteur/", name="second_factor", title="Votre code", at_the_door=True)
def give(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if access.may_enter(request.user):
        return _onwards(request)
    if not access.has_second_factor(request.user):
        return _led_to("second_factor_new", request)
    form = CodeForm(request.POST or None)
    if form.is_valid() and (device := _device_that_takes(form, request)):
        request.session.cycle_key()
        django_otp.login(request, device)
        if isinstance(device, StaticDevice):
            _say_how_many_are_left(request, device)
        return _onwards(request)
    return render(request, "admin/second_factor.html", context | {"form": form})


def _device_that_takes(form: CodeForm, request: HttpRequest) -> Device | None:
    """The device this code is of; none, and an error beside the field, when it is wrong or comes too soon.

    Wrong codes are counted with wrong passwords: axes closes the door after as many of them, and shows its page.
    """
    user, code = request.user, form.cleaned_data["code"]
    credentials = {"username": user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out, request.axes_credentials = True, credentials  # type: ignore[attr-defined]
        return None
    is_of_telephone = code.isdigit() and len(code) == DIGITS
    model = TOTPDevice if is_of_telephone else StaticDevice
    with transaction.atomic():  # a code is good once, also when it comes twice at the same moment
        device: Device | None = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        allowed, why = device.verify_is_allowed() if device else (True, None)
        if device and allowed and device.verify_token(code):
            return device
    if not allowed:
        form.add_error("code", _wait((why or {}).get("locked_until", timezone.now())))
        return None
    form.add_error("code", WRONG if is_of_telephone else WRONG_RECOVERY)
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    return None


def _wait(until: Any) -> str:
    seconds = max(1, ceil((until - timezone.now()) / timedelta(seconds=1)))
    return f"Une petite pause après un code faux. Réessayez dans {seconds} seconde{'s' if seconds > 1 else ''}."


def _say_how_many_are_left(request: HttpRequest, device: StaticDevice) -> None:
    left = device.token_set.count()
    messages.warning(
        request,
        f"Vous êtes entré avec un code de secours. Il vous en reste {left}. "
        "Si le téléphone est perdu, préparez-en un autre dans « Double vérification ».",
    )


# --- A new telephone --------------------------------------------------------------------------------------------------


@page("second-facteur/activer/", name="second_factor_new", title="Activer la double vérification", at_the_door=True)
def enrol(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """For whoever has none, and for whoever gave theirs and changes telephones: never for the password alone."""
    if access.has_second_factor(request.user) and not access.may_enter(request.user):
        return _led_to("second_factor", request)
    key = request.session.setdefault(KEY, default_key())
    form = CodeForm(request.POST or None, only_digits=True)
    if form.is_valid():
        if verified := _verified(key, form.cleaned_data["code"]):
            _replace_devices(request, key, verified)
            return _led_to("second_factor_codes", request)
        form.add_error("code", WRONG)
    device = TOTPDevice(user=request.user, key=key)
    shown = {
        "form": form,
        "qr": _qr(device.config_url),
        "address": device.config_url,
        "key": _in_groups(b32encode(device.bin_key).decode()),
        "is_demanded": settings.SECOND_FACTOR,
        "is_changing": access.has_second_factor(request.user),
    }
    return render(request, "admin/second_factor_new.html", context | shown)


def _verified(key: str, code: str) -> TOTP | None:
    totp = TOTP(bytes.fromhex(key))
    return totp if code.isdigit() and totp.verify(int(code), tolerance=1) else None


def _replace_devices(request: HttpRequest, key: str, verified: TOTP) -> None:
    user = request.user
    assert isinstance(user, User)
    with transaction.atomic():
        forget(user)
        # This very code is used up.
        device = TOTPDevice.objects.create(
            user=user, name="Téléphone", key=key, drift=verified.drift, last_t=verified.t()
        )
        codes = _new_codes(user)
        _log(user, user, "Double vérification activée.")
    request.session.pop(KEY)
    request.session.cycle_key()
    request.session[TO_NOTE] = codes
    django_otp.login(request, device)


def _new_codes(user: User) -> list[str]:
    """Ten codes, instead of those there were."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="Codes de secours")
    codes = [get_random_string(10, ALPHABET) for _ in range(RECOVERY_CODES)]
    device.token_set.bulk_create([device.token_set.model(device=device, token=code) for code in codes])
    return codes


def forget(user: User) -> None:
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()


# --- One's own --------------------------------------------------------------------------------------------------------


@page("second-facteur/codes/", name="second_factor_codes", title="Vos codes de secours")
def note_codes(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The codes just made, until one says that they are noted; then never again."""
    if TO_NOTE not in request.session:
        return redirect("admin:second_factor_mine")
    if request.method == "POST":
        del request.session[TO_NOTE]
        messages.success(request, "La double vérification est active.")
        return _onwards(request)
    codes = [_in_groups(code, 5) for code in request.session[TO_NOTE]]
    return render(request, "admin/second_factor_codes.html", context | {"codes": codes})


@page("second-facteur/le-mien/", name="second_factor_mine", title="Double vérification")
def mine(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    is_active = access.has_second_factor(request.user)
    if request.method == "POST" and is_active:
        assert isinstance(request.user, User)
        with transaction.atomic():
            request.session[TO_NOTE] = _new_codes(request.user)
            _log(request.user, request.user, "Nouveaux codes de secours.")
            # Who came in with a code on paper used one of those that are gone: the session follows the telephone.
            django_otp.login(request, TOTPDevice.objects.get(user=request.user, confirmed=True))
        return redirect("admin:second_factor_codes")
    left = StaticToken.objects.filter(device__user_id=request.user.pk).count()
    shown = {"is_active": is_active, "left": left, "is_demanded": settings.SECOND_FACTOR}
    return render(request, "admin/second_factor_mine.html", context | shown)


# --- Somebody else's --------------------------------------------------------------------------------------------------


@page(
    "comptes/<int:pk>/double-verification/",
    name="second_factor_reset",
    title="Réinitialiser la double vérification",
    permission="auth.change_user",
)
def reset(request: HttpRequest, context: dict[str, Any], pk: int) -> HttpResponse:
    """For someone who lost both the telephone and the codes: at the next login they activate it again."""
    user: User = get_object_or_404(get_user_model(), pk=pk)
    assert isinstance(request.user, User)
    if user.is_superuser and not request.user.is_superuser:
        raise PermissionDenied
    if request.method == "POST":
        with transaction.atomic():
            forget(user)
            _log(request.user, user, "Double vérification réinitialisée.")
        messages.success(request, f"La double vérification de « {user} » est réinitialisée.")
        return redirect("admin:auth_user_change", pk)
    return render(request, "admin/second_factor_reset.html", context | {"person": user})


# --- Small things -----------------------------------------------------------------------------------------------------


def _log(who: User, whom: User, message: str) -> None:
    LogEntry.objects.log_actions(who.pk, [whom], CHANGE, change_message=message, single_object=True)


def _onwards(request: HttpRequest) -> HttpResponse:
    """Where one wanted to go before the door, if that is a page of ours."""
    asked = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(asked if is_ours else reverse("admin:index"))


def _led_to(name: str, request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"admin:{name}", query=where_to(request)))


def _in_groups(text: str, size: int = 4) -> str:
    def groups() -> Iterator[str]:
        for start in range(0, len(text), size):
            yield text[start : start + size]

    return " ".join(groups())


def _qr(address: str) -> SafeString:
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(  # noqa: S308  # drawn by segno from an address whose parts are quoted
        drawn.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr", title="Code QR à scanner")
    )
