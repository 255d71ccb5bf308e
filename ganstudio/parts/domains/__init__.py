"""StarGAN v2: one translator for all domains, and where its styles come from."""

from ganstudio.parts.domains.critic import DomainCritic
from ganstudio.parts.domains.mapping import DomainMapping
from ganstudio.parts.domains.style_encoder import DomainStyleEncoder
from ganstudio.parts.domains.translator import StyledTranslator

__all__ = ["DomainCritic", "DomainMapping", "DomainStyleEncoder", "StyledTranslator"]
