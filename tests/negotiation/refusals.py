"""What is said to who sends a file that cannot be taken, by reason."""

SENTENCES = {
    "empty": "Ce fichier est vide. Vérifiez qu’il s’ouvre sur votre ordinateur, puis joignez-le de nouveau.",
    "too_heavy": "Ce fichier dépasse 20\u00a0Mo. Réduisez-le, ou scannez-le avec moins de points par pouce.",
    "type": "Ce type de fichier n’est pas admis. Joignez un fichier PDF, JPEG, PNG, DOCX ou XLSX.",
    "mismatch": (
        "L’extension de ce fichier ne correspond pas à son contenu. "
        "Ouvrez le document et enregistrez-le de nouveau en PDF, JPEG, PNG, DOCX ou XLSX."
    ),
    "unreadable": (
        "Ce fichier est abîmé ou incomplet. Enregistrez-le ou scannez-le de nouveau, puis joignez la nouvelle version."
    ),
    "too_complex": (
        "Ce fichier est trop complexe pour être vérifié. Imprimez-le en PDF ou scannez-le, puis joignez cette version."
    ),
    "interrupted": "La vérification de ce fichier a été interrompue par la machine. Joignez-le de nouveau.",
    "polyglot": (
        "Ce fichier cache un autre contenu que le document, comme une page web ou une archive. "
        "Enregistrez de nouveau le document, puis joignez cette version."
    ),
    "pdf_encrypted": (
        "Ce PDF demande un mot de passe pour s’ouvrir. Enregistrez-en une copie sans mot de passe, puis joignez-la."
    ),
    "pdf_script": "Ce PDF contient du code JavaScript. Imprimez-le en PDF, puis joignez cette version.",
    "pdf_action": (
        "Ce PDF contient une action qui ouvre un programme ou un autre fichier, ou qui envoie des données. "
        "Imprimez-le en PDF, puis joignez cette version."
    ),
    "pdf_attachment": "Ce PDF contient un fichier joint, un son ou une vidéo. Retirez-le du PDF et joignez-le à part.",
    "pdf_xfa": "Ce PDF est un formulaire dynamique (XFA). Imprimez-le en PDF, puis joignez cette version.",
    "image_too_large": (
        "Cette image dépasse 50 millions de pixels. Réduisez ses dimensions, puis joignez-la de nouveau."
    ),
    "image_damaged": (
        "Cette image est abîmée ou incomplète. Copiez-la de nouveau depuis l’appareil, puis joignez cette copie."
    ),
    "office_protected": (
        "Ce document est protégé par un mot de passe, ou dans un ancien format de Word ou d’Excel. "
        "Enregistrez-le sans mot de passe en DOCX ou en XLSX."
    ),
    "office_macro": "Ce document contient des macros. Enregistrez-le sans macros en DOCX ou en XLSX, ou bien en PDF.",
    "office_object": (
        "Ce document contient un objet incorporé ou un contrôle actif. "
        "Remplacez-le par une image, ou enregistrez le document en PDF."
    ),
    "office_link": (
        "Ce document prend ailleurs une partie de son contenu, comme un modèle, une image ou un classeur lié. "
        "Rompez ces liaisons, ou enregistrez-le en PDF."
    ),
    "zip_bomb": (
        "Ce document est anormalement compressé. Enregistrez-le de nouveau depuis Word ou Excel, ou bien en PDF."
    ),
    "zip_nested": "Ce document contient une archive. Retirez-la, puis joignez à part les fichiers qu’elle contient.",
    "zip_names": (
        "L’intérieur de ce document est mal formé. Enregistrez-le de nouveau depuis Word ou Excel, ou bien en PDF."
    ),
    "type_opendocument": (
        "Ce document est au format OpenDocument. Dans LibreOffice, choisissez « Fichier », puis « Exporter vers », "
        "« Exporter au format PDF » ; joignez ce PDF."
    ),
    "type_old_office": (
        "Ce document est dans un ancien format de Word ou d’Excel. Choisissez « Fichier », « Enregistrer sous », puis "
        "le type PDF, DOCX ou XLSX ; joignez cette version."
    ),
    "type_slides": (
        "Cette présentation n’est pas admise telle quelle. Dans PowerPoint, choisissez « Fichier », « Enregistrer "
        "sous », puis le type PDF ; joignez ce PDF."
    ),
    "type_heic": (
        "Cette photo est au format HEIC. Sur l’iPhone, choisissez « Réglages », « Appareil photo », « Formats », « Le "
        "plus compatible » ; ou enregistrez la photo en JPEG, puis joignez-la."
    ),
    "type_picture": (
        "Ce format d’image n’est pas admis. Ouvrez-la, choisissez « Enregistrer sous », puis le type JPEG, PNG ou "
        "PDF ; pour un document scanné, demandez un PDF au scanner."
    ),
    "type_archive": ("Une archive n’est pas admise. Sortez-en les fichiers, puis joignez-les un à un."),
    "type_text": (
        "Ce fichier ne contient que du texte brut. Ouvrez-le dans Word ou dans Excel, choisissez « Fichier », "
        "« Enregistrer sous », puis le type DOCX, XLSX ou PDF ; joignez cette version."
    ),
    "type_printable": (
        "Ce document ne s’ouvre que dans son propre programme. Ouvrez-le, choisissez « Imprimer », puis l’imprimante "
        "« Enregistrer au format PDF » ou « Microsoft Print to PDF » ; joignez ce PDF."
    ),
    "type_recording": (
        "Un film ou un enregistrement sonore n’est pas admis. Joignez le document écrit qui en rend compte, en PDF ou "
        "en DOCX."
    ),
    "office_field": (
        "Ce document contient un champ qui va chercher ailleurs une image, un texte ou des données. Dans Word, faites "
        "Ctrl+A puis Ctrl+Maj+F9 pour le remplacer par son contenu ; dans Excel, remplacez la formule par sa valeur."
    ),
}
