from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "pathways"
    verbose_name = "les voies : questions, règles, formations"

    def ready(self) -> None:
        from careers import parts
        from pathways import reading
        from pathways.engine.rules import Rules
        from pathways.problems import rules_problems

        parts.register(parts.Part("rules", Rules, reading.read_rules, rules_problems))
