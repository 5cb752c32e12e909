from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "pathways"
    verbose_name = "les voies : questions, règles, formations"

    def ready(self) -> None:
        from careers import parts, site_pages
        from careers.search import index
        from pathways import findable, reading, way_pages, writing
        from pathways.changes import rules_changes, rules_effects
        from pathways.engine.rules import Rules
        from pathways.problems import rules_problems

        parts.register(
            parts.Part(
                "rules",
                Rules,
                reading.read_rules,
                rules_problems,
                changes=rules_changes,
                effects=rules_effects,
                check=writing.check_rules,
                write=writing.write_rules,
                sweep=writing.sweep_rules,
            )
        )
        index.register(findable.entries)
        site_pages.register(way_pages.way_pages, way_pages.turning_days)
