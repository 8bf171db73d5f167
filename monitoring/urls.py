"""The addresses of the follow-up. A word of the law in an address becomes a row of the law in the view, or 404."""

from django.urls import path, register_converter

from monitoring.calendar import Quarter
from monitoring.views import acts, contract, inbox, nation, papers, quarter, tranche, windows


class QuarterConverter:
    """`2018-T4`, or 404."""

    regex = r"\d{4}-T[1-4]"

    def to_python(self, value: str) -> str:
        return Quarter.parse(value).code

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(QuarterConverter, "quarter")

urlpatterns = [
    path("suivi/", nation.nation, name="nation"),
    path("suivi/a-faire/", inbox.inbox, name="follow-up-inbox"),
    path("suivi/retards/", nation.late, name="late"),
    path("suivi/fonds/", nation.waiting, name="waiting"),
    path("suivi/constats/", nation.findings, name="findings"),
    path("suivi/guichets/", windows.windows, name="windows"),
    path("suivi/guichets/ajouter/", windows.edit, name="window-add"),
    path("suivi/guichets/<int:pk>/", windows.edit, name="window"),
    path("suivi/regions/<slug:slug>/", nation.region, name="follow-up-region"),
    path("suivi/national/<slug:word>/<quarter:key>/", acts.national, name="national-act"),
    path("suivi/national/papiers/<int:pk>/", papers.national, name="national-paper"),
    path("suivi/<slug:reference>/", contract.execution, name="execution"),
    path("suivi/<slug:reference>/budget/", contract.budget, name="budget"),
    path("suivi/<slug:reference>/tranches/", contract.tranches, name="tranches"),
    path("suivi/<slug:reference>/trimestres/", contract.quarters, name="quarters"),
    path("suivi/<slug:reference>/calendrier/", contract.calendar, name="calendar"),
    path("suivi/<slug:reference>/journal/", contract.journal, name="follow-up-journal"),
    path("suivi/<slug:reference>/papiers/<int:pk>/", papers.paper, name="paper"),
    path("suivi/<slug:reference>/tranches/<int:number>/", tranche.tranche, name="tranche"),
    path("suivi/<slug:reference>/trimestres/<quarter:code>/", quarter.quarter, name="quarter"),
    path("suivi/<slug:reference>/trimestres/<quarter:code>/rapport.pdf", papers.report, name="report-pdf"),
    path(
        "suivi/<slug:reference>/trimestres/<quarter:code>/rapport-et-errata.pdf",
        papers.with_errata,
        name="report-and-errata-pdf",
    ),
    path("suivi/<slug:reference>/actes/<slug:word>/", acts.on_contract, name="contract-act"),
    path("suivi/<slug:reference>/actes/<slug:word>/<int:year>/", acts.on_budget, name="budget-act"),
    path("suivi/<slug:reference>/mouvements/<int:pk>/<slug:word>/", acts.on_movement, name="movement-act"),
    path("suivi/<slug:reference>/obligations/<slug:word>/<str:key>/", acts.duty, name="duty-act"),
    path("suivi/<slug:reference>/tranches/<int:number>/deposer/<slug:kind>/", acts.file, name="tranche-file"),
    path("suivi/<slug:reference>/tranches/<int:number>/deroger/<slug:code>/", acts.waive, name="tranche-waive"),
    path(
        "suivi/<slug:reference>/tranches/<int:number>/demander-derogation/<slug:code>/",
        acts.ask_waiver,
        name="tranche-ask-waiver",
    ),
    path("suivi/<slug:reference>/tranches/<int:number>/<slug:word>/", acts.on_tranche, name="tranche-act"),
    path(
        "suivi/<slug:reference>/trimestres/<quarter:code>/erratum-<int:number>.pdf",
        papers.erratum,
        name="erratum-pdf",
    ),
    path("suivi/<slug:reference>/trimestres/<quarter:code>/<slug:word>/", acts.on_quarter, name="quarter-act"),
]
