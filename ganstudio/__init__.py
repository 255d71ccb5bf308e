"""GAN Studio: design, train, watch and share generative adversarial networks."""

__version__ = "0.1.0"
