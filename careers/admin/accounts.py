"""Accounts: who may enter, with which roles. Nobody writes to them by mail: an administrator gives passwords."""

from importlib import import_module
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Field, ManyToManyField, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from careers.roles import ADMINISTERING, PUBLISHING, WRITING

# Registered by their own apps, and not wanted: roles are made by migrations, a telephone's key is for nobody to see.
for app in ("otp_totp", "otp_static"):
    import_module(f"django_otp.plugins.{app}.admin")
for model in (User, Group, TOTPDevice, StaticDevice):
    admin.site.unregister(model)

WHAT_ROLES_DO = {
    WRITING: "écrit les faits et les règles, contrôle, regarde le brouillon",
    PUBLISHING: "écrit, et publie ou reprend une édition",
    ADMINISTERING: "tient les comptes et lit les journaux",
}


class Roles(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        words = WHAT_ROLES_DO.get(obj.name)
        return f"{obj.name.capitalize()} : {words}" if words else str(obj.name)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Every account is one of the workshop: it is opened here, and closed rather than deleted."""

    add_form = UserCreationForm
    add_form_template = None  # Django's says that there is more to fill in later
    change_user_password_template = "admin/new_password.html"  # noqa: S105 - the name of a file
    list_display = ["username", "whole_name", "roles", "is_active", "second_factor", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "first_name", "last_name"]
    filter_horizontal = []
    readonly_fields = ["second_factor_state", "last_login", "date_joined"]
    add_fieldsets = [
        (None, {"fields": ["username", "password1", "password2"]}),
        ("La personne", {"fields": ["first_name", "last_name"]}),
        ("Ce qu’elle fait ici", {"fields": ["groups"]}),
    ]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("La personne", {"fields": ["first_name", "last_name"]}),
        ("Ce qu’elle fait ici", {"fields": ["groups", "is_active"]}),
        ("Sa double vérification", {"fields": ["second_factor_state"]}),
        ("Ses dates", {"fields": ["last_login", "date_joined"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        telephones = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        found: QuerySet[User] = super().get_queryset(request).annotate(has_second_factor=Exists(telephones))
        return found.prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only who may do everything may let somebody else do everything."""
        sheets = super().get_fieldsets(request, obj)
        if not obj or not request.user.is_superuser:
            return sheets
        return [*sheets, ("Tous les droits", {"fields": ["is_superuser"], "classes": ["collapse"]})]

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """The journal keeps the labels of what was changed, and would ask for them in English."""
        found: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if found:
            found.label = str(found.label)
        return found

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        return Roles(Group.objects.order_by("pk"), label="Rôles", required=False)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        title = {"title": "Un compte" if object_id else "Nouveau compte"}
        return super().changeform_view(request, object_id, form_url, title | (extra_context or {}))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What was done to an account is in the journal, with everything else."""
        kind = ContentType.objects.get_for_model(User)
        query = {"sur": str(kind.pk), "object_id": object_id}
        return HttpResponseRedirect(reverse("admin:admin_logentry_changelist", query=query))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An administrator's password opens everything: who has fewer rights may not give it a new one."""
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    @admin.display(description="nom", ordering="last_name")
    def whole_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description="rôles")
    def roles(self, user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return ", ".join(["tous les droits"] if user.is_superuser else names) or "aucun"

    @admin.display(description="double vérification", boolean=True, ordering="has_second_factor")
    def second_factor(self, user: User) -> bool:
        return bool(getattr(user, "has_second_factor", False))

    @admin.display(description="état")
    def second_factor_state(self, user: User) -> SafeString | str:
        if not self.second_factor(user):
            return "Pas encore activée. La personne la prépare elle-même, une fois entrée."
        reset = reverse("admin:second_factor_reset", args=[user.pk])
        return format_html('Active. <a href="{}">La réinitialiser, si le téléphone est perdu</a>', reset)
