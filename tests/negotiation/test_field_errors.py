"""The summary of errors on top of a page."""

from django import forms

from cper.pages.templatetags.field_errors import Fault, faults


class Fiche(forms.Form):
    title = forms.CharField(label="Intitulé")

    def clean(self):
        raise forms.ValidationError("Le dossier est incomplet.")


def test_a_form_without_answer_has_no_fault():
    assert faults(Fiche()) == []


def test_the_whole_form_speaks_first_then_each_field_with_its_address():
    assert faults(Fiche({})) == [
        Fault("", "Le dossier est incomplet.", ""),
        Fault("Intitulé", "Ce champ est obligatoire.", "id_title"),
    ]


def test_the_faults_of_several_forms_follow_the_page():
    first, second = Fiche({}, prefix="a"), Fiche({}, prefix="b")

    assert [fault.target for fault in faults([first, second])] == ["", "id_a-title", "", "id_b-title"]


def test_a_formset_is_read_form_by_form():
    fiches = forms.formset_factory(Fiche, min_num=1)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})

    assert faults(fiches)[-1] == Fault("Intitulé", "Ce champ est obligatoire.", "id_form-0-title")
