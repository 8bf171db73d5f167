"""The first page, composed of what each application of the site waits for."""
