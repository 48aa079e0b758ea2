import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.test import override_settings

from guichet.ui import build

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def drawn(source: str, **context: object) -> str:
    with override_settings(
        STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    ):
        return Template("{% load ui %}" + source).render(Context(context))


def test_an_icon_is_drawn_in_the_colour_of_its_text_and_is_silent():
    assert drawn('{% icon "phone" %}').startswith('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"')


def test_an_icon_nobody_listed_tells_where_to_list_it():
    with pytest.raises(ImproperlyConfigured, match="icons.txt"):
        drawn('{% icon "no-such-icon" %}')


def test_a_drawing_stands_behind_its_window():
    assert '<span class="window window--glass"><svg class="drawing"' in drawn('{% window "bin" %}')


def test_a_drawing_is_found_by_its_name_only():
    with pytest.raises(ImproperlyConfigured, match="no drawing"):
        drawn('{% drawing "../secret" %}')


def test_a_face_gets_its_hashed_style_and_its_module():
    assert '<link rel="stylesheet" href="/static/ui/portal-' in drawn('{% asset_css "portal" %}')
    assert '<script type="module" src="/static/ui/desk-' in drawn('{% asset_js "desk" %}')
    assert 'as="font"' in drawn("{% font_preload %}")


def test_without_a_build_the_error_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr(build, "DIST", tmp_path)
    build._files.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="make run"):
        build.file("entries/portal.css")
    build._files.cache_clear()


def test_a_qr_code_is_one_path_and_says_what_it_is():
    svg = drawn("{% qr address %}", address="http://localhost/suivi/BAC-26-00418/")
    assert svg.count("<path") == 1
    assert 'aria-label="QR code de suivi"' in svg


class Question(forms.Form):
    need = forms.ChoiceField(label="Votre bac est", choices=[("a", "Cassé"), ("b", "Volé")], widget=forms.RadioSelect)
    number = forms.CharField(
        label="Numéro", help_text="Huit chiffres", widget=forms.TextInput({"inputmode": "numeric"})
    )
    mail = forms.EmailField(label="E-mail", required=False)
    agree = forms.BooleanField(label="J’habite ici")
    secret = forms.CharField(widget=forms.HiddenInput)
    password = forms.CharField(widget=forms.PasswordInput)


def test_a_django_field_is_drawn_with_its_hint_its_error_and_what_was_typed():
    form = Question({"number": "59<01", "mail": "lucie", "agree": "", "password": "typed"})
    assert not form.is_valid()
    number = drawn("{% form_field form.number %}", form=form)
    assert 'value="59&lt;01"' in number
    assert 'inputmode="numeric"' in number
    assert 'aria-describedby="id_number-hint"' in number
    assert "(facultatif)" in drawn("{% form_field form.mail %}", form=form)
    assert 'aria-invalid="true"' in drawn("{% form_field form.need %}", form=form)
    assert 'type="hidden"' in drawn("{% form_field form.secret %}", form=form)
    assert "typed" not in drawn("{% form_field form.password %}", form=form)


def test_the_summary_leads_to_the_first_thing_to_press():
    summary = drawn("{% form_errors form %}", form=Question({"number": "1"}))
    assert 'href="#id_need-1"' in summary
    assert 'href="#id_agree"' in summary
    assert drawn("{% form_errors form %}", form=Question()) == ""
