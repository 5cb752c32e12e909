"""The workshop: where counsellors edit the rows that editions are made of. One module for each thing they edit."""

from careers.admin import career, claims, disagreements, editions, figures, sources

__all__ = ["career", "claims", "disagreements", "editions", "figures", "sources"]
