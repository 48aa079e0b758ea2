"""Every address of sign-in. allauth's names are kept for its own code; what is not listed does not exist."""

from django.urls import include, path

from guichet.desk.signin.views import entrance, security
from guichet.desk.signin.views.first_access import first_access
from guichet.desk.signin.views.role import choose_role

ours = [
    path("premier-acces/", first_access, name="first-access"),
    path("mot-de-passe-perdu/", entrance.lost_password, name="lost-password"),
    path("deuxieme-facteur/", security.second_factor, name="second-factor"),
    path("role/", choose_role, name="role"),
    path("securite/", security.SecurityView.as_view(), name="security"),
]

urlpatterns = [
    path("", entrance.LoginView.as_view(), name="account_login"),
    path("code/", entrance.CodeView.as_view(), name="mfa_authenticate"),
    path("cle/", entrance.PasskeyView.as_view(), name="mfa_login_webauthn"),
    path("fin/", entrance.LogoutView.as_view(), name="account_logout"),
    path("compte-ferme/", entrance.InactiveView.as_view(), name="account_inactive"),
    path("preuve/", entrance.PasswordAgainView.as_view(), name="account_reauthenticate"),
    path("preuve/code/", entrance.CodeAgainView.as_view(), name="mfa_reauthenticate"),
    path("preuve/cle/", entrance.PasskeyAgainView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("", include((ours, "signin"))),
    path("securite/mot-de-passe/", security.PasswordView.as_view(), name="account_change_password"),
    path("securite/application/", security.ApplicationView.as_view(), name="mfa_activate_totp"),
    path("securite/application/retirer/", security.RemoveApplicationView.as_view(), name="mfa_deactivate_totp"),
    path("securite/cle/", security.NewPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("securite/cle/<int:pk>/retirer/", security.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("securite/codes/", security.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path("securite/codes/nouveaux/", security.NewRecoveryCodesView.as_view(), name="mfa_generate_recovery_codes"),
]
