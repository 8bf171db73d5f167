"""The measurements of `make bench`: a site filled by the thousand, pages asked of it, figures held to goals."""
