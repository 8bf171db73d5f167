"""Measure how many honest files are taken: `python tools/honest.py FOLDER… ` examines all that lie there.

`python tools/honest.py --make FOLDER` first makes some, with the programs that this machine has (LibreOffice,
Ghostscript, groff, pdfTeX, cairo, img2pdf, qpdf, poppler, MuPDF, Chromium) from what they and the system ship. What is
refused is printed with its reason: either it is not honest, or `cper.papers.sniffing` is to be mended.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cper.settings")
os.environ |= {"CPER_DEMO": "1"}

import django

from cper.papers.sniffing import KINDS, RefusedFile, examine

SHIPPED = Path("/usr/share"), Path("/usr/lib/libreoffice"), Path("/usr/local/lib")
OFFICE = (".ott", ".odt", ".ots", ".ods", ".otp")
TEXT = "Contrat-plan État–Région : « 1 781 715 164 FCFA », piste de Yélimané, forage n° 4.\n"
TEX = r"""\documentclass{article}\usepackage[T1]{fontenc}\usepackage{hyperref}\begin{document}\tableofcontents
\section{Objet}\label{a} Voir \ref{a}, \url{https://exemple.ml} \[ \sum_i x_i^2 = %d \]
\newpage\section{Fin}\end{document}"""
# From a PDF, the same made again by another program: its name, then its arguments.
AGAIN = {
    "gs-screen": "gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -dPDFSETTINGS=/screen -sOutputFile={out} {in}",
    "gs-1.3": "gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -dCompatibilityLevel=1.3 -sOutputFile={out} {in}",
    "gs-printer": "gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -dPDFSETTINGS=/printer -sOutputFile={out} {in}",
    "gs-pdfa": "gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -dPDFA=2 -sOutputFile={out} {in}",
    "qpdf-linear": "qpdf --linearize {in} {out}",
    "qpdf-streams": "qpdf --object-streams=generate {in} {out}",
    "qpdf-plain": "qpdf --qdf --object-streams=disable {in} {out}",
    "qpdf-rights": "qpdf --encrypt --owner-password=x --bits=256 --print=low -- {in} {out}",
    "cairo": "pdftocairo -pdf {in} {out}",
    "mupdf": "mutool clean -gggz {in} {out}",
}


def run(words: list[str], **more: object) -> None:
    """Run a program of the machine; one that it lacks, or that fails, makes no file."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | more
    if shutil.which(words[0]):
        subprocess.run(words, check=False, timeout=600, **quiet)  # noqa: S603 -- words of this file


def shipped(*endings: str, most: int = 300) -> list[Path]:
    """Files that the system ships, spread over its folders, those of some kilobytes first."""
    found = (path for place in SHIPPED if place.exists() for path in sorted(place.rglob("*")))
    fit = [path for path in found if path.suffix.lower() in endings and path.is_file() and path.stat().st_size > 300]
    return fit[:: max(1, len(fit) // most)][:most]


def by_office(folder: Path) -> None:
    """Documents and sheets, as LibreOffice writes them, from its templates and from a sheet of figures."""
    sheet, page = folder / "budget.csv", folder / "lettre.html"
    sheet.write_text("Projet,Année,Montant\n" + "Piste,2027,1781715164\n" * 200)
    page.write_text(f"<h1>{TEXT}</h1><table border=1><tr><td>{TEXT}</table><a href='https://exemple.ml'>lien</a>" * 30)
    texts = [*shipped(".ott", ".odt", most=80), page]
    sheets = [*shipped(".ots", ".ods", most=20), sheet]
    for kind, sources in (("docx", texts), ("xlsx", sheets), ("pdf", [*texts, *sheets, *shipped(".otp", most=20)])):
        run(["soffice", "--headless", "--convert-to", kind, "--outdir", folder / f"office-{kind}", *sources])


def by_tex_and_groff(folder: Path) -> None:
    for number in range(25):
        (folder / f"tex{number}.tex").write_text(TEX % number)
        run(["pdflatex", "-interaction=batchmode", f"tex{number}.tex"], cwd=folder)
        page = (f".SH Article {number}\n" + TEXT * (number + 1)).encode()
        for device in ("pdf", "ps"):
            with (folder / f"groff{number}.{device}").open("wb") as out:
                run(["groff", "-K", "utf8", "-man", f"-T{device}"], input=page, stdout=out)
        run(["ps2pdf", f"groff{number}.ps", f"ps2pdf{number}.pdf"], cwd=folder)


def by_pictures(folder: Path) -> None:
    """Pictures as they are, drawings as PDF and PNG, a scan of one and of several pages."""
    for rank, drawing in enumerate(shipped(".svg", most=150)):
        for kind in ("pdf", "png"):
            run(["rsvg-convert", "-f", kind, "-o", folder / f"svg{rank}.{kind}", drawing])
    pictures = shipped(".png", ".jpg", ".jpeg", most=300)
    for rank, picture in enumerate(pictures):
        shutil.copy(picture, folder / f"image{rank}{picture.suffix}")
    for rank, picture in enumerate(pictures[::3]):
        run(["img2pdf", "--rotation=ifvalid", "-o", folder / f"scan{rank}.pdf", picture])


def by_chromium(folder: Path) -> None:
    for rank, page in enumerate(shipped(".html", most=25)):
        words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={folder}/skia{rank}.pdf"]
        run([*words, page.as_uri()])


def made_again(folder: Path) -> None:
    """Each tenth PDF, by every program that makes one of another."""
    for rank, path in enumerate(sorted(folder.rglob("*.pdf"))[::10]):
        for name, command in AGAIN.items():
            places = {"in": str(path), "out": str(folder / f"{name}-{rank}.pdf")}
            run([places.get(word.strip("{}"), word.format(**places)) for word in command.split()])


def make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for step in (by_tex_and_groff, by_pictures, by_chromium, by_office, made_again):
        step(folder)


def honest(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix[1:].lower() in KINDS and path.stat().st_size:
                yield path


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def judged(path: Path) -> tuple[str, str]:
    """The kind of the file, and why it is refused; nothing when it is taken."""
    with path.open("rb") as file:
        try:
            return examine(file, name=path.name).extension, ""
        except RefusedFile as refusal:
            return path.suffix[1:].lower(), refusal.reason


def measure(folders: list[Path]) -> None:
    total, refused = Counter(), Counter()
    paths = list(honest(folders))
    with ThreadPoolExecutor(2) as pool:
        for path, (kind, reason) in zip(paths, pool.map(judged, paths), strict=True):
            total[kind] += 1
            if reason:
                refused[kind] += 1
                say(f"{reason}: {path}")
    for kind, count in sorted(total.items()):
        say(f"{kind}: {count}, refused {refused[kind]}")
    taken = total.total() - refused.total()
    say(f"taken: {taken} of {total.total()}, {taken / max(1, total.total()):.2%}")


if __name__ == "__main__":
    django.setup()
    places = [Path(word) for word in islice(sys.argv, 1, None) if word != "--make"]
    if "--make" in sys.argv:
        make(places[0])
    measure(places)
