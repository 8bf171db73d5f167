"""The measurements of `make bench`: dossiers by the thousand, pages asked of them, figures held to goals."""
