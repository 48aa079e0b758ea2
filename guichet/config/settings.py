"""One settings file for every use; what differs from a machine to another comes from GUICHET_* variables.

What an agent may change lives in the database, what a body may change lives in `communes`.
"""

import hashlib
from pathlib import Path

from guichet.config.env import env_bool, env_database, env_family, env_int, env_str
from guichet.config.keyring import instance_key

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(env_str("GUICHET_DATA", str(PACKAGE.parent / "data"))).resolve()
DATA.mkdir(parents=True, exist_ok=True)

# Every secret of the instance is derived from this one key; losing it voids every code already printed.
GUICHET_KEY = instance_key(DATA)
SECRET_KEY = hashlib.sha256(b"django:" + GUICHET_KEY).hexdigest()

DEBUG = False
DEMONSTRATION = env_bool("GUICHET_DEMONSTRATION", (DATA / "demonstration").exists())

# The public address of the pages: its scheme decides on secure cookies; hosts come from the bodies' own rows.
GUICHET_SCHEME = env_str("GUICHET_SCHEME", "http")
GUICHET_PORT = env_int("GUICHET_PORT", 8000)
GUICHET_LIVE_URL = env_str("GUICHET_LIVE_URL", "")  # empty: next port of the same host
TRUSTED_PROXIES = env_int("GUICHET_TRUSTED_PROXIES", 0)  # how many reverse proxies add to X-Forwarded-For
ALLOWED_HOSTS = ["*"]  # the real check is config.hosts.KnownHost: a host is known when a body has it

INSTALLED_APPS = [
    "guichet.ui",
    "guichet.journal",
    "guichet.communes",
    "guichet.accounts",
    "guichet.documents",
    "guichet.notifications",
    "guichet.devices",
    "guichet.catalogue",
    "guichet.cabinet",
    "guichet.content",
    "guichet.mandates",
    "guichet.national",
    "guichet.cases",
    "guichet.visits",
    "guichet.portal",
    "guichet.kiosk",
    "guichet.desk",
    "guichet.expert",
    "guichet.config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "guichet.config.workshop.apps.WorkshopConfig",  # wagtail.admin
    "wagtail",
    "modelcluster",
    "taggit",
    "channels",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "guichet.config.middleware.Guarded",
    "guichet.config.middleware.KnownHost",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "guichet.config.middleware.Workshop",
    "guichet.config.middleware.Live",
]

ROOT_URLCONF = "guichet.config.urls"
WSGI_APPLICATION = "guichet.config.wsgi.application"
ASGI_APPLICATION = "guichet.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guichet.config.context.house",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "guichet.ui.templatetags.ui"],
        },
    }
]

DATABASES = {
    "default": env_database("GUICHET_DATABASE_URL")
    or {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "guichet.sqlite3",
        "TEST": {"NAME": DATA / "test.sqlite3"},  # a real file: tests fork, and serve pages from other threads
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an acknowledged request survives a power cut, not only a crash.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/connexion/"
LOGIN_REDIRECT_URL = "/guichet/"
LOGOUT_REDIRECT_URL = "/connexion/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "guichet.desk.signin.adapter.AccountAdapter"
# Wrong passwords and codes are counted by `accounts`, in the database; allauth would count them in each process's memory
# and shut a colleague out for five minutes. Its other limits stay, as a second wall.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
ACCOUNT_LOGOUT_REDIRECT_URL = "/connexion/"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Guichet"
MFA_TOTP_TOLERANCE = 1  # a telephone whose clock is half a minute off
MFA_ADAPTER = "guichet.desk.signin.adapter.MFAAdapter"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# An agent's session ends with her day; a resident has none (signed cookies name the cases her codes opened).
SESSION_COOKIE_AGE = 11 * 3600
SESSION_COOKIE_NAME = "guichet_agent"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = GUICHET_SCHEME == "https"
# A browser that came once by https never asks in clear again, where somebody on the way could answer.
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if GUICHET_SCHEME == "https" else 0
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "guichet.config.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = env_str("GUICHET_STATIC_ROOT", str(DATA / "static"))
STATICFILES_DIRS = [("ui", PACKAGE / "ui" / "dist")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The pictures of the pages and what they give to download, nothing else: a paper of a case is in `documents`. Served by
# `portal.views.pictures`, in small, and `portal.views.downloads`.
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media/"
FILES_ROOT = DATA / "files"

# Larger than ten photographs; a view that takes no file stops far below (ui forms state their own limits).
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 40  # beyond what a question takes: each is refused in its place, with its sentence
FILE_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
FILE_MAX_BYTES = env_int("GUICHET_FILE_MAX_BYTES", 10_000_000)
CLAMAV = env_str("GUICHET_CLAMAV")  # "host:port" or the path of a socket; empty: no antivirus
CLAMAV_SECONDS = env_int("GUICHET_CLAMAV_SECONDS", 10)  # 20 MB take it a fifth of one
SEALS_ROOT = DATA / "seals"  # <official code of a body>.p12: its seal
SEAL_PASSWORDS = env_family("GUICHET_SEAL_PASSWORD")
TIMESTAMP_URL = env_str("GUICHET_TIMESTAMP_URL")

EMAIL_HOST = env_str("GUICHET_SMTP_HOST")
EMAIL_PORT = env_int("GUICHET_SMTP_PORT", 587)
EMAIL_HOST_USER = env_str("GUICHET_SMTP_USER")
EMAIL_HOST_PASSWORD = env_str("GUICHET_SMTP_PASSWORD")
EMAIL_USE_TLS = env_bool("GUICHET_SMTP_TLS", True)
EMAIL_TIMEOUT = 10
SMS_URL = env_str("GUICHET_SMS_URL")
SMS_TOKEN = env_str("GUICHET_SMS_TOKEN")
# Proposes addresses as people type them; empty: nobody is asked, they type plain words. The demonstration has its own.
ADDRESSES_URL = env_str("GUICHET_ADDRESSES_URL", "https://data.geopf.fr/geocodage/search")

SUBMISSIONS_PER_HOUR = env_int("GUICHET_SUBMISSIONS_PER_HOUR", 20)
FORM_MINIMUM_SECONDS = env_int("GUICHET_FORM_MINIMUM_SECONDS", 2)

WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address is also read on paper and typed
WAGTAIL_SITE_NAME = "Guichet"
WAGTAILADMIN_BASE_URL = f"{GUICHET_SCHEME}://localhost:{GUICHET_PORT}"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAILADMIN_LOGIN_URL = "/connexion/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_COMMENTS_ENABLED = (
    False  # they would leave by e-mail; what is to be changed is told when a page is sent back
)
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""  # it looks for the typed address among the pages of every body
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_FORM_BASE = "guichet.config.workshop.pictures.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "guichet.config.workshop.downloads.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx"]  # content.download_rules says what is in each
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20_000_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
    }
}

CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"veil": {"()": "guichet.config.logs.Veil"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["veil"]}},
    "root": {"handlers": ["console"], "level": env_str("GUICHET_LOG_LEVEL", "WARNING")},
}
