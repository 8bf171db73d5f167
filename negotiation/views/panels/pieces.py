"""The papers of a dossier: the checklist of the law by step, what is filed in each place, what is still to come."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cper.people.rights import Verdict, fills
from cper.words.french import ngettext
from negotiation.models import Contract, Piece
from negotiation.models.checklist import Slot, counts, slots
from negotiation.workflow import PIECES, STAGES, Mark, Per, PieceKind, piece_rule


def known_by(piece: Piece) -> str:
    """Its number, its day and its session; that they are not known, where such papers carry them."""
    marks = [mark for mark in piece_rule(piece.kind).marks if mark != Mark.TITLE]
    said = ", ".join(part for part in (piece.identity.numbered, piece.identity.held) if part)
    return said or (_("numéro et date non connus") if marks else "")


class Papers:
    """The checklist of one contract with its filed pieces; `verdict` is the answer to « may this person file? »."""

    def __init__(self, contract: Contract, verdict: Verdict):
        self.contract = contract
        self.verdict = verdict
        self.slots = slots(contract)
        stage = contract.stage
        self.wanted = {slot.key for slot in slots(contract, up_to=stage.step)} if stage else set()
        self.current: dict[tuple, list[Piece]] = {}
        self.former: list[Piece] = []
        for piece in contract.pieces.all():
            if piece.current:
                self.current.setdefault(piece.key, []).append(piece)
            else:
                self.former.append(piece)

    def content(self) -> dict:
        return {
            "groups": [group for group in (*self._groups(), self._annexes()) if group["pieces"]],
            "former": [self._former(piece) for piece in self.former],
            "filed": sum(len(pieces) for pieces in self.current.values()),
            "progress": self._progress(),
        }

    def _groups(self) -> list[dict]:
        """The required papers, under the step that cannot be left without them."""
        return [
            {
                "title": f"{stage.code} · {stage.step.label}",
                "pieces": [
                    *(self._card(slot) for slot in self.slots if slot.rule.due_at == stage.step),
                    *(self._not_applicable(kind) for kind in self._spared(stage)),
                ],
            }
            for stage in STAGES
        ]

    def _annexes(self) -> dict:
        """What is never required, and what no longer has its place in the checklist."""
        annex = Slot(PieceKind.ANNEX)
        known = {slot.key for slot in self.slots if not slot.is_repeatable}
        others = [piece for key, pieces in self.current.items() if key not in known for piece in pieces]
        cards = [self._present(piece, piece.title or piece.get_kind_display()) for piece in others]
        if self._may_file(annex):
            cards.append(self._absent(annex, needed=False) | {"replace_label": _("Ajouter")})
        return {"title": _("Autres annexes"), "pieces": cards}

    def _card(self, slot: Slot) -> dict:
        filed = self.current.get(slot.key)
        if not filed:
            return self._absent(slot, needed=self._is_needed(slot))
        card = self._present(filed[0], slot.label)
        if self._may_file(slot):
            card |= {"replace_url": self._address(slot), "replace_label": _("Remplacer")}
        return card

    def _present(self, piece: Piece, label: str) -> dict:
        return {
            "label": label,
            "hint": known_by(piece),
            "state": "present",
            "state_label": _("Déposée"),
            "version": piece.version,
            "size": piece.size,
            "sha256": piece.sha256,
            "uploaded_on": piece.filed_at,
            "by": f"{piece.by_name}, {piece.by_institution}",
            "download_url": reverse("piece", args=[self.contract.reference, piece.pk]),
        }

    def _absent(self, slot: Slot, *, needed: bool) -> dict:
        card = {
            "label": slot.label,
            "state": "required" if needed else "missing",
            "state_label": _("Manque") if needed else _("Pas encore déposée"),
        }
        if self.contract.has_ended:
            card["state_label"] = _("Non déposée")
        elif not counts(self.contract, slot):
            card |= {
                "state": "not_applicable",
                "state_label": _("Sans objet"),
                "hint": _("Ce projet n’est pas retenu."),
            }
        if self._may_file(slot):
            card |= {"replace_url": self._address(slot), "replace_label": _("Déposer")}
        return card

    def _former(self, piece: Piece) -> dict:
        labels = {slot.key: slot.label for slot in self.slots}
        card = self._present(piece, labels.get(piece.key, piece.get_kind_display()))
        return card | {"state": "present", "state_label": _("Ne compte plus")}

    def _not_applicable(self, kind: PieceKind) -> dict:
        return {
            "label": kind.label,
            "state": "not_applicable",
            "state_label": _("Sans objet"),
            "hint": _("Aucun partenaire ne finance de projet de ce dossier."),
        }

    def _spared(self, stage) -> list[PieceKind]:
        """The kinds due at that step that this contract's projects do not call for."""
        asked = {slot.kind for slot in self.slots}
        rules = [rule for rule in PIECES if rule.due_at == stage.step and rule.per == Per.PARTNER_PROJECT]
        return [rule.kind for rule in rules if rule.kind not in asked and self.contract.projects.all()]

    def _is_needed(self, slot: Slot) -> bool:
        """Whether the step the dossier stands at cannot be left without it."""
        return slot.key in self.wanted

    def _may_file(self, slot: Slot) -> bool:
        """The question `operations.attach_piece` asks again: the act, the step of this kind, the role of this kind."""
        rule = piece_rule(slot.kind)
        return (
            self.verdict.allowed
            and self.contract.step in rule.filed_at
            and counts(self.contract, slot)
            and any(fills(self.verdict.mandate, role) for role in rule.filed_by)
        )

    def _address(self, slot: Slot) -> str:
        return reverse("piece-attach", args=[self.contract.reference, slot.code])

    def _progress(self) -> str:
        """« 3 pièces manquent avant de quitter l’étape E2. »"""
        stage = self.contract.stage
        if stage is None:
            return ""
        lacking = sum(key not in self.current for key in self.wanted)
        if not lacking:
            return _("Toutes les pièces de l’étape %(code)s sont là.") % {"code": stage.code}
        return ngettext(
            "%(n)s pièce manque pour quitter l’étape %(code)s.",
            "%(n)s pièces manquent pour quitter l’étape %(code)s.",
            lacking,
        ) % {"n": lacking, "code": stage.code}
