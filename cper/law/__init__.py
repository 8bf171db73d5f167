"""What both halves of the law rest on: the texts that the site cites, the values they give from a day on."""
