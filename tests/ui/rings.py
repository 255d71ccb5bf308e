"""Small runs that go on until they are stopped, or that soon end by themselves."""

RING = """
title: Small ring
system:
  system: latent
  objective: {kind: wasserstein}
  penalties: [{kind: gradient_penalty, weight: 0.1}]
  generator: {kind: mlp, width: 16}
  critic: {kind: mlp, width: 16}
schedule: {steps: 100000, batch: 16, snapshot_every: 10, evaluate_every: 0, checkpoint_every: 20}
"""

WILD = """
title: Small ring
system:
  system: latent
  objective: {kind: wasserstein}
  generator: {kind: mlp, width: 16}
  critic: {kind: mlp, width: 16}
  critic_optimizer: {kind: sgd, lr: 10.0}
  generator_optimizer: {kind: sgd, lr: 10.0}
schedule: {steps: 100000, batch: 16, snapshot_every: 0, evaluate_every: 0, checkpoint_every: 0}
"""
