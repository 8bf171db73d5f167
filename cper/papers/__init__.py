"""What is filed and what is printed, as bytes: what a file really is, where it lies, how a page becomes a PDF."""
