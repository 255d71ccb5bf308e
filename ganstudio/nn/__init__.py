"""Blocks that know no GAN."""
