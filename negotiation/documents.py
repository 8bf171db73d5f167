"""From a contract to its documents: facts gathered here, printed by `rendering`, frozen by `operations.signing`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.papers import rendering
from cper.people.models import Institution, Mandate, SignedAct
from cper.people.offices import Offices
from cper.people.roles import Body
from cper.people.signatory import Signatory
from cper.places.wording import Territory, said
from cper.rows import together
from cper.words.clock import day_of
from cper.words.french import of
from cper.words.titles import Styled
from negotiation.act_parts import Piece, PlannedAction, Project, Site, TeamMember
from negotiation.convention import MODEL_NOTE, Convention
from negotiation.financing_plan import Payer, Share
from negotiation.model_text import is_validated
from negotiation.models import Contract, ConventionDraft
from negotiation.models import Piece as ContractPiece
from negotiation.models import Project as ContractProject
from negotiation.models import Site as ProjectSite
from negotiation.models.office_holders import offices_of
from negotiation.models.project import Source
from negotiation.ownership import Owner
from negotiation.signature_record import Signature, SignatureRecord
from negotiation.signature_record import parties as parties_to
from negotiation.visas import visas_of
from negotiation.workflow import PIECES, PieceKind

# What says where a site lies: the regions that its cercle lay in, as declared and as it is today.
PLACES = tuple(f"projects__sites__{cercle}__placements__region" for cercle in ("cercle", "current_cercle"))
# What the convention prints, whatever the number of projects, sites and papers.
RELATIONS = (
    "projects__financing",
    *PLACES,
    "sessions__decisions",
    "pieces",
)
PAYERS = {Source.STATE: Payer.STATE, Source.REGION: Payer.REGION}
# Five originals and three copies: who keeps which (methodological grid, step 8).
ORIGINALS = (Body.GOVERNORATE, Body.COUNCIL, Body.FINANCE, Body.CT_MINISTRY, Body.DGCT)
COPIES = (Body.DNPD, Body.DRPSIAP, Body.ANICT)
PARTIES = (Body.GOVERNORATE, Body.COUNCIL)
# What the territorial part of a contract is about (décret n°2014-0644, art. 2), by the scale of the project.
INTERESTS = {
    ContractProject.Scale.LOCAL: gettext_lazy("d’intérêt communal ou local"),
    ContractProject.Scale.INTERREGIONAL: gettext_lazy("d’intérêt interrégional"),
}


def draft_pdf(contract: Contract, *, on: date) -> bytes:
    """The convention as the dossier stands, watermarked PROJET; nothing of it is kept. Raises `RenderingFailed`."""
    return rendering.render(convention_of(contract, on=on, draft=True))


def approved_pdf(contract: Contract, on: date, ceremony: tuple[date, str], signers: Sequence[Mandate]) -> bytes:
    """The text the Governor approves, with its ceremony (day, place) and who signs there; the caller
    freezes it."""
    held_on, place = ceremony
    made = convention_of(contract, on=on, draft=False, place=place, signers=signers)
    return rendering.render(replace(made, ceremony_on=held_on))


def signature_pdf(contract: Contract, draft: ConventionDraft, *, on: date) -> bytes:
    """The minutes of the signature, tied to the approved bytes by their sha256."""
    return rendering.render(record_of(contract, draft, on=on))


def convention_of(
    contract: Contract, *, on: date, draft: bool, place: str = "", signers: Sequence[Mandate] | None = None
) -> Convention:
    """Every fact of the act, as the dossier holds it that day; the clauses are those of the last text proposed. It
    names its `signers` (the State's, then the collectivité's); a draft, who is in office that day."""
    territory, offices = territory_of(contract), offices_of(contract, on)
    who = signers or [Mandate.objects.who_signs(body, contract.region, on) for body in PARTIES]
    together.fetch(contract, *RELATIONS)
    return Convention(
        reference=contract.reference,
        territory=territory,
        title=contract.title,
        ministry=_institution_name(contract, Body.CT_MINISTRY),
        visas=visas_of(contract, territory, on, offices),
        offices=offices,
        **parties(who, territory, offices),
        starts_on=contract.starts_on,
        months=contract.duration_months or 0,
        generation=contract.generation,
        pdesc=pdesc(contract),
        projects=tuple(project_facts(project, number, on) for number, project in numbered(contract)),
        actions=tuple(yearly_plan(contract)),
        pieces=tuple(annexes(contract)),
        **clauses(contract),
        model_note=MODEL_NOTE if draft and not is_validated() else "",
        originals=names(contract, ORIGINALS),
        copies=names(contract, COPIES),
        place=place,
        on=on,
        draft=draft,
        figures_source=contract.source,
    )


def clauses(contract: Contract) -> dict:
    """What the last text proposed says by itself: its team, tranches, suspension and disputes."""
    text = contract.drafts.first()
    if text is None:
        return {}
    written = {name: text.clauses.get(name, "") for name in ("tranches", "suspension", "disputes")}
    return written | {"team": tuple(TeamMember(*member) for member in text.members)}


def parties(who: Sequence[Mandate | None], territory: Territory, offices: Offices) -> dict[str, Signatory]:
    """Who commits the State and the collectivité."""
    governor, head = who
    return {
        "governor": signatory(governor, offices.title(Body.GOVERNORATE, territory.governor_title), offices),
        "head": signatory(head, offices.title(Body.COUNCIL, territory.head_title), offices),
    }


def record_of(contract: Contract, draft: ConventionDraft, *, on: date) -> SignatureRecord:
    """Who signed what, in which function, for whom, when and where."""
    territory = territory_of(contract)
    return SignatureRecord(
        reference=contract.reference,
        territory=territory,
        title=contract.title,
        ministry=_institution_name(contract, Body.CT_MINISTRY),
        convention_version=draft.number,
        convention_sha256=draft.sha256,
        approved_on=day_of(draft.approved_at),
        signatures=tuple(signatures(contract, territory, offices_of(contract, on))),
        place=draft.ceremony_place,
        ceremony_on=draft.ceremony_on,
        originals=names(contract, ORIGINALS),
        copies=names(contract, COPIES),
        on=on,
    )


def signatures(contract: Contract, territory: Territory, offices: Offices) -> Iterator[Signature]:
    """The signature of each party, the State's first."""
    signed = {given.role: given for given in contract.assents.filter(action="sign", voided=False).select_related("by")}
    for (role, party), body in zip(parties_to(territory).items(), PARTIES, strict=True):
        given, on = signed[role], day_of(signed[role].given_at)
        wet = {"signed_on": given.signed_on, "place": given.signed_place, "recorded_on": on}
        wet["attended"] = tuple(TeamMember(*member) for member in given.present)
        yield Signature(party=party, signatory=signed_by(given, body, offices), **wet)


def territory_of(contract: Contract) -> Territory:
    return Territory(contract.region.name, is_district=contract.region.is_district)


def signatory(mandate: Mandate | None, title: str, offices: Offices) -> Signatory:
    """Who signs under that mandate, and for which office; nobody yet: the function alone."""
    if mandate is None:
        return Signatory(title)
    stamp, feminine = mandate.stamp, mandate.person.styled == Styled.MADAM_FEMININE
    office = offices.named(mandate.body, stamp["by_office"]) if stamp["by_office"] else ""
    said = mandate.stated, mandate.person.name, mandate.mention, stamp["by_act"], office
    return Signatory(*said, feminine=feminine)


def signed_by(act: SignedAct, body: Body, offices: Offices) -> Signatory:
    """Who did it, as it was copied beside the act, and for which office."""
    feminine = act.by.styled == Styled.MADAM_FEMININE
    office = offices.named(body, act.by_office) if act.by_office else ""
    return Signatory(act.by_title, act.by_name, act.by_mention, act.by_act, office, feminine)


def names(contract: Contract, bodies: tuple[Body, ...]) -> tuple[str, ...]:
    """The institutions of these bodies around the contract, in that order."""
    return tuple(_institution_name(contract, body) for body in bodies)


def _institution_name(contract: Contract, body: Body) -> str:
    found = Institution.objects.filter(Q(region=None) | Q(region=contract.region_id), body=body).first()
    return found.name if found else str(Body(body).label)


def pdesc(contract: Contract) -> str:
    if not (contract.pdesc_from and contract.pdesc_to):
        return ""
    return _("PDESC %(start)s-%(end)s") % {"start": contract.pdesc_from.year, "end": contract.pdesc_to.year}


def numbered(contract: Contract) -> list[tuple[int, ContractProject]]:
    """The projects that the act contains, each with the number that it keeps from the dossier to the follow-up."""
    return [(project.number, project) for project in contract.in_play]


def project_facts(project: ContractProject, number: int, on: date) -> Project:
    return Project(
        number=number,
        title=project.title,
        nature=project.get_nature_display(),
        scale=said(project.get_scale_display(), is_district=project.contract.region.is_district),
        domain=project.get_domain_display(),
        interest=str(INTERESTS.get(project.scale, "")),
        months=project.duration_months or 0,
        cost=project.cost,
        owner=owner_of(project),
        sites=tuple(site_facts(site, project.contract, on) for site in project.sites.all()),
        shares=tuple(
            Share(
                payer=PAYERS.get(Source(line.source), Payer.OTHER),
                source=line.payer or str(Source(line.source).label),
                amount=line.amount,
                year=line.year,
            )
            for line in project.lines
        ),
    )


def owner_of(project: ContractProject) -> Owner:
    return Owner(project.owner, project.owner_name, project.owner_act)


def site_facts(site: ProjectSite, contract: Contract, on: date) -> Site:
    return Site(site.name, *whereabouts(site, contract, on))


def whereabouts(site: ProjectSite, contract: Contract, today: date) -> tuple[str, str]:
    """Where the site was declared, and where it lies today if it has moved since (else nothing).

    « cercle de Diéma à la signature », « aujourd’hui Région de Nioro »: said only where the placements of its cercle
    tell of a change between those days. One that merely lies outside the contract's region says which: « cercle de
    Bla, Région de Ségou ».
    """
    then = contract.signed_on or contract.opened_on
    commune = _("commune %s") % of(site.commune) if site.commune else ""
    declared = ", ".join(part for part in (commune, site.cercle.in_text if site.cercle else "") if part)
    now = site.region_on(today)
    abroad = now.full_name if now and now.pk != contract.region_id else ""
    if not site.has_moved(then, today):
        return ", ".join(part for part in (declared, abroad) if part), ""
    renamed = site.current_cercle.in_text if site.current_cercle_id not in (None, site.cercle_id) else ""
    place = ", ".join(part for part in (renamed, abroad) if part)
    since = _("%s à la signature") if contract.signed_on else _("%s à l’ouverture du dossier")
    return since % declared if declared else "", _("aujourd’hui %s") % place if place else ""


def yearly_plan(contract: Contract) -> list[PlannedAction]:
    """The yearly execution plan, from the financing plan: what each project is to spend each year."""
    projects = numbered(contract)
    return [
        PlannedAction(
            year=year,
            project=number,
            action=project.title,
            amount=sum(line.amount for line in project.lines if line.year == year),
        )
        for year in sorted({line.year for _number, project in projects for line in project.lines if line.year})
        for number, project in projects
        if any(line.year == year and line.amount for line in project.lines)
    ]


def annexes(contract: Contract) -> list[Piece]:
    """The papers in force, as they are read: project by project, none of a project that was set aside, then those of
    the collectivité, each in the order in which the law asks for them."""
    numbers = {project.pk: number for number, project in numbered(contract)}
    order = {rule.kind: rank for rank, rule in enumerate(PIECES)}
    pieces = (piece for piece in contract.pieces.all() if piece.current)
    current = [piece for piece in pieces if piece.project_id is None or piece.project_id in numbers]
    last = max(numbers.values(), default=0) + 1
    current.sort(
        key=lambda piece: (numbers.get(piece.project_id, last), order[piece.kind], piece.year or 0, piece.version)
    )
    return [
        Piece(
            label=piece.title or paper_name(piece),
            # Annexes stand side by side: what tells them apart is their rank, not a version.
            version=1 if piece.kind == PieceKind.ANNEX else piece.version,
            sha256=piece.sha256,
            about=_("Projet n° %s") % numbers[piece.project_id] if piece.project_id else piece.identity.numbered,
        )
        for piece in current
    ]


def paper_name(piece: ContractPiece) -> str:
    """« Compte administratif 2024 », « Autre annexe n° 2 »."""
    if piece.kind == PieceKind.ANNEX:
        return _("%(kind)s n° %(rank)s") % {"kind": piece.get_kind_display(), "rank": piece.version}
    return f"{piece.get_kind_display()} {piece.year or ''}".strip()
