from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "careers"
    verbose_name = "le métier : faits, sources, éditions"

    def ready(self) -> None:
        from careers import parts, reading
        from careers.document import CareerPart
        from careers.problems import career_problems

        parts.register(parts.Part("career", CareerPart, reading.read_career, career_problems))
