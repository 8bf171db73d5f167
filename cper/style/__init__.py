"""The page of components: the visual language, each part in its states, in demo mode only."""
